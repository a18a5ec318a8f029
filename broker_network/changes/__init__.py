"""What changes between two networks, and the steps from one to the other. Standard library only."""

from .difference import BrokerChange, Change, ChangeAction, diff
from .effects import ArrivalChange, Effects, ExposureChange, RightsChange, effects
from .reachable_pairs import Pair
from .steps import ReleaseSwitch, Step, Transition, Work, apply, transition

__all__ = [
    "ArrivalChange",
    "BrokerChange",
    "Change",
    "ChangeAction",
    "Effects",
    "ExposureChange",
    "Pair",
    "ReleaseSwitch",
    "RightsChange",
    "Step",
    "Transition",
    "Work",
    "apply",
    "diff",
    "effects",
    "transition",
]

"""What changes between two networks, and the steps from one to the other. Standard library only."""

from .difference import BrokerChange, Change, ChangeAction, diff
from .reachable_pairs import Pair
from .steps import Step, Transition, Work, apply, transition

__all__ = [
    "BrokerChange",
    "Change",
    "ChangeAction",
    "Pair",
    "Step",
    "Transition",
    "Work",
    "apply",
    "diff",
    "transition",
]

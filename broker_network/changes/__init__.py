"""What changes between two networks, and the steps from one to the other. Standard library only."""

from .difference import Action, BrokerChange, Change, diff
from .reachable_pairs import Pair
from .steps import Step, Transition, Work, apply, transition

__all__ = ["Action", "BrokerChange", "Change", "Pair", "Step", "Transition", "Work", "apply", "diff", "transition"]

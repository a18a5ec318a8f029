"""What a reader expects of a network, in sentences, and whether it holds. Standard library only."""

from .judging import Unmet, judge
from .sentences import Expectation, MayCommand, Reaches, Survives, parse

__all__ = ["Expectation", "MayCommand", "Reaches", "Survives", "Unmet", "judge", "parse"]

"""What rules are built from: the case that they look at, what they find, and what several of them share."""

from .case import Case
from .rule import Fault, Finding, Rule, Severity, Silenced

__all__ = ["Case", "Fault", "Finding", "Rule", "Severity", "Silenced"]

"""What rules are made of and made with: the case they look at, what they find, and what several of them share."""

from .case import Case
from .rule import Fault, Finding, Rule, Severity

__all__ = ["Case", "Fault", "Finding", "Rule", "Severity"]

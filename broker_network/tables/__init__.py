"""Tables about a network, as rows of text: pure, for any renderer."""

from .comparison import Comparison, FailureOutcome, comparison
from .table import Cell, Column, Table
from .tables import KINDS, table

__all__ = ["KINDS", "Cell", "Column", "Comparison", "FailureOutcome", "Table", "comparison", "table"]

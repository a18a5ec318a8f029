"""`topology.yaml`: its keys, its reader, its errors and its JSON Schema."""

from .errors import Report, TopologyError, TopologyErrors
from .load import load, loads, marks, text_of
from .model import Topology
from .schema import SCHEMA_FILE, schema

__all__ = [
    "SCHEMA_FILE",
    "Report",
    "Topology",
    "TopologyError",
    "TopologyErrors",
    "load",
    "loads",
    "marks",
    "schema",
    "text_of",
]

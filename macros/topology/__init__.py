"""`topology.yaml`: its keys, its reader, its errors and its JSON Schema."""

from .errors import TopologyError, TopologyErrors
from .load import load, loads, position, text_of
from .model import Topology
from .schema import SCHEMA_FILE, schema

__all__ = [
    "SCHEMA_FILE",
    "Topology",
    "TopologyError",
    "TopologyErrors",
    "load",
    "loads",
    "position",
    "schema",
    "text_of",
]

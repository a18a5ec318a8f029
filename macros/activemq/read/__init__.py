"""From `activemq.xml` files to a `Network`: the second door into the model. Standard library only."""

from .broker import read_broker, read_network
from .files import read_files
from .gather import read
from .reading import Document, Ignored, Reading
from .tree import Element, ReadError, ReadErrors

__all__ = [
    "Document",
    "Element",
    "Ignored",
    "ReadError",
    "ReadErrors",
    "Reading",
    "read",
    "read_broker",
    "read_files",
    "read_network",
]

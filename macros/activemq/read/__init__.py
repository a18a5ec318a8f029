"""From `activemq.xml` files to a `Network`: the second door into the model. Standard library only."""

from .broker import read_broker, read_network
from .files import read_files
from .reading import Document, Ignored, Reading
from .tree import ReadError

__all__ = ["Document", "Ignored", "ReadError", "Reading", "read_broker", "read_files", "read_network"]

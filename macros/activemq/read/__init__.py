"""From `activemq.xml` files to a `Network`: the second door into the model. Standard library only."""

from .broker import read_broker, read_network
from .tree import ReadError

__all__ = ["ReadError", "read_broker", "read_network"]

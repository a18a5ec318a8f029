"""What `activemq.xml` and the files that it names say, as a `Broker`. Standard library only."""

from .broker import read_broker, read_network
from .tree import Element, ReadError, ReadErrors

__all__ = ["Element", "ReadError", "ReadErrors", "read_broker", "read_network"]

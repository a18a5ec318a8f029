"""What `activemq.xml` and the files that it names say, as a `Broker`. Standard library only."""

from .broker import read_broker, read_network
from .tree import ReadError, ReadErrors, XmlElement

__all__ = ["ReadError", "ReadErrors", "XmlElement", "read_broker", "read_network"]

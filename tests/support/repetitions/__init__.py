"""Files of a network in which one thing stands many times: input of any size, to see how the work grows with it.

Every element that the schema of `activemq.xml` allows below a broker, every attribute that the model reads, and every
kind of line in the other files has an entry.
"""

from __future__ import annotations

from collections.abc import Mapping

from . import in_xml, networks, settings
from .long_values import Repeated


def repetitions() -> Mapping[str, Repeated]:
    """Everything that can be repeated, by what it is."""
    return dict([*in_xml.repeated(), *settings.repeated(), *networks.repeated()])

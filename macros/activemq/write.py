"""`activemq.xml` from a planned broker."""

from __future__ import annotations

from macros.network import Broker, Inventory
from macros.templates import render


def activemq_xml(broker: Broker, inventory: Inventory) -> str:
    """The whole file, the same bytes for the same arguments.

    Whatever is None in the model is left out, so that reading the file gives the same broker back.
    """
    return render("activemq/templates/activemq.xml.jinja", broker=broker, inventory=inventory)

"""`activemq.xml` from a planned broker."""

from __future__ import annotations

from broker_network.network import Broker, Inventory
from broker_network.templates import mark, render


def activemq_xml(broker: Broker, inventory: Inventory) -> str:
    """The whole file, the same bytes for the same arguments.

    Whatever is None in the model is left out, so that reading the file gives the same broker back.
    """
    text = render(
        "bundle/templates/activemq.xml.jinja",
        broker=broker,
        inventory=inventory,
        mark=mark(inventory.name),
        title=_in_comment(inventory.title),
    )
    # Patterns end in `>`, which XML allows in attributes as it is and readers look for as it is.
    return text.replace("&gt;", ">")


def _in_comment(text: str) -> str:
    """The text with the one sequence that XML forbids in comments taken apart."""
    while "--" in text:
        text = text.replace("--", "- -")
    return text

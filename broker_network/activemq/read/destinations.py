"""The destinations that elements name."""

from __future__ import annotations

from broker_network.network import Destination, queue, topic

from .attributes import attributes
from .tree import XmlElement


def destination_of(element: XmlElement) -> Destination | None:
    """The queues or topics that an entry is about; None where it is about temporary ones, or names none."""
    given = attributes(element)
    if "queue" in given:
        return queue(given["queue"])
    if "topic" in given:
        return topic(given["topic"])
    if "destination" in given:
        kind, found, name = given["destination"].rpartition("://")
        return topic(name) if found and kind == "topic" else queue(name)
    for one in element.all("destination"):
        for child in one.children:
            if child.name == "queue":
                return queue(name_of(child))
            if child.name == "topic":
                return topic(name_of(child))
    return None


def name_of(destination: XmlElement) -> str:
    """The name that a `<queue>` or `<topic>` gives; empty where it gives none."""
    given = attributes(destination)
    return given.get("physicalName", given.get("name", ""))

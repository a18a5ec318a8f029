"""What the attributes of an element say, as the fields of the model that they fill."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from broker_network.network import Others, Source

from ..elements import ModelElement
from .tree import XmlElement


def fields(element: XmlElement, known: ModelElement) -> dict[str, Any]:
    """The fields that an element's attributes fill."""
    return fields_and_others(element, known)[0]


def fields_and_others(element: XmlElement, known: ModelElement) -> tuple[dict[str, Any], Others]:
    """The fields that an element's attributes fill, and the attributes that fill none."""
    filled: dict[str, Any] = {}
    others = []
    reading = known.reading
    for name, text in attributes(element).items():
        found = reading.get(name)
        if found is None:
            if " " not in name:
                others.append((name, text))
        else:
            field, value = found
            filled[field] = value(text)
    others.sort()
    return filled, tuple(others)


def attributes(element: XmlElement) -> Mapping[str, str]:
    """An element's attributes, with those that Spring's long form gives: `<property name="…" value="…"/>`."""
    for child in element.children:
        if child.foreign:
            break
    else:
        return element.attributes
    long = {
        child.attributes["name"]: child.attributes["value"]
        for child in element.children
        if child.foreign and child.name == "property" and {"name", "value"} <= child.attributes.keys()
    }
    return {**long, **element.attributes}


def source(element: XmlElement) -> Source:
    """Where an element was read."""
    return Source(element.file, element.line, element.column)

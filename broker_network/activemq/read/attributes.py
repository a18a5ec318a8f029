"""What the attributes of an element say, by tables: which field of the model each is, and of which kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from broker_network.network import Others, Source, Unknown

from .tree import Element

Table: TypeAlias = Mapping[str, tuple[str, Callable[[str], Any]]]
"""For each attribute the model's field and what makes its value of the text."""

_FLAGS = {"true": True, "1": True, "false": False, "0": False}
_NUMBER = re.compile(r"\s*[+-]?[0-9]{1,18}\s*")


def flag(text: str) -> bool | Unknown:
    """True or false; Unknown for anything else, be it a placeholder or a slip."""
    found = _FLAGS.get(text.strip().lower())
    return Unknown(text) if found is None else found


def number(text: str) -> int | Unknown:
    """A whole number; Unknown for anything else."""
    return int(text) if _NUMBER.fullmatch(text) else Unknown(text)


@lru_cache(maxsize=4096)
def groups(text: str) -> tuple[str, ...]:
    """Names between commas."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def table(*names: tuple[str, str, Callable[[str], Any]]) -> Table:
    """A table from triples of attribute, field and kind."""
    return {attribute: (field, kind) for attribute, field, kind in names}


def fields(element: Element, known: Table) -> dict[str, Any]:
    """The fields that an element's attributes fill."""
    return fields_and_others(element, known)[0]


def fields_and_others(element: Element, known: Table) -> tuple[dict[str, Any], Others]:
    """The fields that an element's attributes fill, and the attributes that fill none."""
    filled: dict[str, Any] = {}
    others = []
    for name, text in attributes(element).items():
        found = known.get(name)
        if found is None:
            if " " not in name:
                others.append((name, text))
        else:
            filled[found[0]] = found[1](text)
    others.sort()
    return filled, tuple(others)


def attributes(element: Element) -> Mapping[str, str]:
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


def source(element: Element) -> Source:
    """Where an element was read."""
    return Source(element.file, element.line, element.column)

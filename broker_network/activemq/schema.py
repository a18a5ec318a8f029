"""Which elements and attributes `activemq.xml` may have, by release line. Standard library only.

`schema.json` is made of ActiveMQ's own schemas, of one release for each line; `broker_network/lab/schema.py` makes it.
"""

from __future__ import annotations

import importlib.resources
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from .releases import Release

FILE = Path(__file__).with_name("schema.json")

ValueKind = Literal["text", "boolean", "flag", "number", "size"]
"""What an attribute's value must be: `boolean` as XML Schema has it, `flag` as ActiveMQ's own editor reads it."""

_VALID: Mapping[str, re.Pattern[str]] = {
    "boolean": re.compile(r"\s*(?:true|false|1|0)\s*"),
    "flag": re.compile(r"\s*(?:true|false|1|0)\s*", re.IGNORECASE),
    "number": re.compile(r"\s*[+-]?[0-9]+\s*"),
    "size": re.compile(r"\s*[0-9]+\s*(?:b|kb?|mb?|gb?)?\s*", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of an element: the kind of its values, and the releases that know it as bits."""

    kind: ValueKind
    releases: int

    def allows(self, text: str) -> bool:
        """Whether a value may be this text."""
        return self.kind == "text" or _is_valid(self.kind, text)


@lru_cache(maxsize=4096)  # the files of a network have the same few flags and numbers
def _is_valid(kind: str, text: str) -> bool:
    return _VALID[kind].fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Child:
    """An element that stands inside another: what it may hold, None for any, and the releases that know it as bits."""

    holds: frozenset[str] | None
    releases: int


@dataclass(frozen=True, slots=True)
class Allowed:
    """What one global element may have."""

    releases: int
    attributes: Mapping[str, Attribute]
    children: Mapping[str, Child]


@dataclass(frozen=True, slots=True)
class Schema:
    """All elements by name; `releases` are those the bits stand for, oldest first."""

    releases: tuple[Release, ...]
    elements: Mapping[str, Allowed]

    def bits(self, release: Release | None) -> int:
        """The releases to judge by: the one of its line that is as new as the one given, or else all.

        What a line got after the release that stands for it cannot be called wrong.
        """
        for place, one in enumerate(self.releases):
            if release is not None and one.line == release.line and release <= one:
                return 1 << place
        return (1 << len(self.releases)) - 1

    def lines(self, bits: int) -> str:
        """The release lines that bits stand for, in words: `5.9 and newer`, `5.4 to 5.8`."""
        lines = ["{}.{}".format(*one.line) for place, one in enumerate(self.releases) if bits >> place & 1]
        if len(lines) == 1:
            return lines[0]
        newest = bits >> (len(self.releases) - 1) & 1
        return f"{lines[0]} and newer" if newest else f"{lines[0]} to {lines[-1]}"


@cache
def schema() -> Schema:
    """The table, read once."""
    raw = json.loads(importlib.resources.files(__package__).joinpath("schema.json").read_text(encoding="utf-8"))
    sets = [frozenset(names) for names in raw["sets"]]

    def split(value: Any, element: Mapping[str, Any]) -> tuple[Any, int]:
        return (value[0], value[1]) if isinstance(value, list) else (value, element["in"])

    elements = {}
    for name, element in raw["elements"].items():
        attributes = {key: Attribute(*split(value, element)) for key, value in element["attributes"].items()}
        children = {}
        for key, value in element["children"].items():
            place, bits = split(value, element)
            children[key] = Child(None if place < 0 else sets[place], bits)
        elements[name] = Allowed(element["in"], attributes, children)
    return Schema(tuple(Release.parse(one) for one in raw["releases"]), elements)

"""What is known about one element of `activemq.xml` and about each of its attributes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from broker_network.network import Element, Unknown

from ..releases import Release, ReleaseChange

_FLAGS = {"true": True, "1": True, "false": False, "0": False}
_NUMBER = re.compile(r"\s*[+-]?[0-9]{1,18}\s*")


@lru_cache(maxsize=4096)  # the files of a network have the same few flags and numbers
def flag(text: str) -> bool | Unknown:
    """True or false; Unknown for anything else, such as a placeholder or a typo."""
    found = _FLAGS.get(text.strip().lower())
    return Unknown(text) if found is None else found


@lru_cache(maxsize=4096)
def number(text: str) -> int | Unknown:
    """A whole number; Unknown for anything else."""
    return int(text) if _NUMBER.fullmatch(text) else Unknown(text)


@lru_cache(maxsize=4096)
def groups(text: str) -> tuple[str, ...]:
    """Names separated by commas."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _flag_text(value: bool | Unknown) -> str:
    return value.text if isinstance(value, Unknown) else "true" if value else "false"


def _number_text(value: int | Unknown) -> str:
    return value.text if isinstance(value, Unknown) else str(value)


@dataclass(frozen=True, slots=True)
class ValueType:
    """The type of an attribute's values: how to read one from a file's text, and how to write it."""

    name: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]


FLAG = ValueType("`true` or `false`", flag, _flag_text)
NUMBER = ValueType("number", number, _number_text)
TEXT = ValueType("text", str, str)
URI = ValueType("URI", str.strip, str)
GROUPS = ValueType("names separated by commas", groups, ",".join)
CHILDREN = ValueType("element within", str, str)
"""Not an attribute: an element within, which ActiveMQ's documentation lists among the attributes."""


@dataclass(frozen=True, slots=True)
class ModelAttribute:
    """An attribute of an element, or an element within it.

    `name` is its spelling in files, `also` another that is read as well. `field` is the field of the model
    that it fills, None where the model has none and carries it among `others`. `default` is the value that holds
    where a file leaves it out, as a file would spell it, in the oldest release known. `changed` are the changes that
    gave it another default. `default_in_words` is for a default that a file cannot spell. `meaning` is Markdown,
    `sources` are ids of `docs/sources.yml`.
    """

    name: str
    type: ValueType
    meaning: str
    field: str | None = None
    default: str | None = None
    changed: tuple[tuple[ReleaseChange, str], ...] = ()
    default_in_words: str = ""
    sources: tuple[str, ...] = ()
    also: str | None = None

    def default_on(self, release: Release | None) -> str | None:
        """The value where a file leaves it out; None where there is none, or where it depends on an unknown release."""
        if release is None:
            return None if self.changed else self.default
        return next((value for change, value in reversed(self.changed) if change.is_in(release)), self.default)


@dataclass(frozen=True)
class ModelElement:
    """An element that the model knows, and its attributes, in the order in which they are written.

    `model` is the class whose fields they fill. Several elements may fill one class. `elsewhere` says for each other
    field of the class where it comes from: another element, or something that is written in another way.
    """

    name: str
    model: type[Element]
    meaning: str
    attributes: tuple[ModelAttribute, ...]
    elsewhere: Mapping[str, str]

    @cached_property
    def reading(self) -> Mapping[str, tuple[str, Callable[[str], Any]]]:
        """For each spelling of an attribute, the field that it fills and the function that reads its value."""
        return {
            spelling: (one.field, one.type.read)
            for one in self._filling
            for spelling in (one.name, one.also)
            if spelling is not None and one.field is not None
        }

    @cached_property
    def by_name(self) -> Mapping[str, ModelAttribute]:
        """Its attributes by their spelling."""
        return {one.name: one for one in self.attributes}

    @cached_property
    def by_field(self) -> Mapping[str, ModelAttribute]:
        """Its attributes by the field of the model that they fill."""
        return {one.field: one for one in self.attributes if one.field is not None}

    @cached_property
    def children(self) -> tuple[ModelAttribute, ...]:
        """The elements within that fill a field."""
        return tuple(one for one in self.attributes if one.field is not None and one.type is CHILDREN)

    def spelling(self, field: str) -> str:
        """How files spell the attribute that fills a field."""
        return self.by_field[field].name

    def written(self, one: Element) -> dict[str, str]:
        """The attributes that say what `one` says, as a file spells them, without those that it leaves open.

        What the model has no field for comes last.
        """
        found = {}
        for name, field, write in self._writing:
            value = getattr(one, field)
            if value is not None:
                found[name] = write(value)
        found.update(getattr(one, "others", ()))
        return found

    @cached_property
    def _filling(self) -> tuple[ModelAttribute, ...]:
        return tuple(one for one in self.attributes if one.field is not None and one.type is not CHILDREN)

    @cached_property
    def _writing(self) -> tuple[tuple[str, str, Callable[[Any], str]], ...]:
        return tuple((one.name, one.field, one.type.write) for one in self._filling if one.field is not None)

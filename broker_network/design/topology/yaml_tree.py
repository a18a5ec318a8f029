"""The tree of a `topology.yaml`, in which every key and value knows its place.

It stands in for what `yaml.compose` makes, which forgets where an alias stands and takes a key given twice, and for
plain dictionaries, which forget every place: pydantic says which path is at fault, `find` says where that is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .errors import TextMark
from .phrases import code


@dataclass(frozen=True, slots=True)
class Other:
    """What YAML makes of a bare word that is neither text nor a plain number, such as a date."""

    words: str


@dataclass(slots=True)
class YamlScalar:
    """A single value. `text` is what stands in the file, `quoted` whether it can only be text."""

    mark: TextMark
    text: str
    quoted: bool
    value: str | int | bool | Other | None
    size = 1
    height = 0


@dataclass(slots=True)
class Entry:
    """A value in its place. `mark` is where it is used: that of an alias, where there is one."""

    mark: TextMark
    node: YamlNode
    key_mark: TextMark


@dataclass(slots=True)
class YamlSequence:
    """A list."""

    mark: TextMark
    items: list[Entry] = field(default_factory=list)
    size: int = 1
    height: int = 1


@dataclass(slots=True)
class YamlMapping:
    """Keys and values, in the order of the file."""

    mark: TextMark
    entries: dict[str, Entry] = field(default_factory=dict)
    size: int = 1
    height: int = 1


YamlNode = YamlScalar | YamlSequence | YamlMapping
KeyPath = tuple[str | int, ...]


def plain(node: YamlNode) -> Any:
    """The node as dictionaries, lists and values. Its depth was capped when it was read."""
    if isinstance(node, YamlMapping):
        return {key: plain(entry.node) for key, entry in node.entries.items()}
    if isinstance(node, YamlSequence):
        return [plain(entry.node) for entry in node.items]
    return node.value


def find(root: YamlNode, path: KeyPath, *, through_aliases: bool = True) -> Entry:
    """The entry at a path, or the deepest there is on the way to it.

    Without `through_aliases` it is the alias, where the path leads through one: that is the use at fault, not
    the text that others use as well.
    """
    found = Entry(root.mark, root, root.mark)
    for piece in path:
        node = found.node
        if isinstance(node, YamlMapping) and piece in node.entries:
            found = node.entries[str(piece)]
        elif isinstance(node, YamlSequence) and isinstance(piece, int) and piece < len(node.items):
            found = node.items[piece]
        else:
            break
        if found.mark != found.node.mark and not through_aliases:
            break
    return found


def made_of(scalar: YamlScalar) -> str:
    """What YAML makes of a scalar, in words."""
    value = scalar.value
    if isinstance(value, Other):
        return value.words
    if isinstance(value, bool):
        word = "true" if value else "false"
        return "a truth value" if scalar.text == word else word
    if value is None:
        return "nothing"
    return "text" if isinstance(value, str) else "a number"


def in_quotes(scalar: YamlScalar) -> str:
    """The scalar as it is to be written so that it is text."""
    return f'"{code(scalar.text)[1:-1]}"'

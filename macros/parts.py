"""Named parts of generated files: an XML element, a setting. Nothing in the files marks them."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from typing import NamedTuple
from xml.parsers import expat

from .page import UnknownName

# What tells elements of one kind apart, the first that an element has.
_NAMES = ("name", "queue", "topic", "username", "physicalName", "brokerName", "id")


class Part(NamedTuple):
    """A piece of a file: its text without the common indent, and its lines, counted from 1."""

    text: str
    first: int
    last: int


class _Element(NamedTuple):
    kind: str
    names: dict[str, str]
    start: int
    end: int

    @property
    def label(self) -> str:
        return " ".join([self.kind, *list(self.names.values())[:1]])


def element(text: str, kind: str, name: str | None = None) -> Part:
    """The element of that kind and name in an XML text, with the comment right above it.

    A `policyEntry` or `authorizationEntry` is named by its pattern; where a queue and a topic have the same,
    `queue …` or `topic …` tells them apart. Raises UnknownName with the known elements when none or several match.
    """
    found = list(_elements(text.encode()))
    fitting = _outermost([one for one in found if one.kind == kind and (name is None or _is_named(one, name))])
    if len(fitting) != 1:
        alike = [one.label for one in found if one.kind == kind] or sorted({one.kind for one in found})
        what = "single element" if len(fitting) > 1 else "element"
        raise UnknownName(what, kind if name is None else f"{kind} {name}", alike)
    raw = text.encode()
    start = _with_comment(raw, fitting[0].start)
    start = raw.rfind(b"\n", 0, start) + 1
    return _part(raw[start : fitting[0].end].decode(), raw.count(b"\n", 0, start) + 1)


def _is_named(one: _Element, name: str) -> bool:
    return name in one.names.values() or name in (f"{attribute} {value}" for attribute, value in one.names.items())


def _outermost(elements: list[_Element]) -> list[_Element]:
    """Drop those that stand inside another: `sslContext` and `managementContext` hold one of their own name."""
    return [one for one in elements if not any(other.start < one.start < other.end for other in elements)]


def _elements(raw: bytes) -> Iterator[_Element]:
    parser = expat.ParserCreate()
    opened: list[tuple[str, dict[str, str], int]] = []
    done: list[_Element] = []

    def start(kind: str, attributes: dict[str, str]) -> None:
        names = {key: attributes[key] for key in _NAMES if key in attributes}
        opened.append((kind, names, parser.CurrentByteIndex))

    def end(kind: str) -> None:
        at = parser.CurrentByteIndex
        # After an empty element expat stands behind it, before an end tag in front of it.
        close = at if raw[:at].endswith(b"/>") and not raw.startswith(b"</", at) else raw.index(b">", at) + 1
        done.append(_Element(*opened.pop(), close))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(raw, True)
    yield from sorted(done, key=lambda one: one.start)


def _with_comment(raw: bytes, start: int) -> int:
    above = raw[:start].rstrip()
    if above.endswith(b"-->") and raw.count(b"\n", len(above), start) == 1:
        return above.rindex(b"<!--")
    return start


def setting(text: str, key: str) -> Part:
    """The lines of a settings file that set `key`, else those that begin with it, with the comment above them.

    A line that opens a block (`{` at its end, or deeper lines below in YAML) brings the block. From the first such
    line to the last, what stands between them stays. Raises UnknownName with the known keys when there is none.
    """
    lines = text.splitlines()
    keys = {number: found[0] for number, line in enumerate(lines) if (found := _KEY.match(line.lstrip()))}
    fitting = [number for number, found in keys.items() if found.rstrip() == key] or [
        number for number in keys if lines[number].lstrip().startswith(key)
    ]
    if not fitting:
        raise UnknownName("setting", key, list(dict.fromkeys(found.rstrip() for found in keys.values())))
    first, last = fitting[0], _end_of_block(lines, fitting[-1])
    while first and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    return _part("\n".join(lines[first : last + 1]), first + 1)


_KEY = re.compile(r"[^\s#=:{][^\s=:{]*(?: [^\s=:{]+)*")


def _end_of_block(lines: list[str], start: int) -> int:
    indent = len(lines[start]) - len(lines[start].lstrip())
    last = start
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            closes = line.strip().startswith("}") and lines[start].rstrip().endswith("{")
            return number if closes else last
        if line.strip():
            last = number
    return last


def _part(text: str, first: int) -> Part:
    return Part(textwrap.dedent(text), first, first + text.count("\n"))

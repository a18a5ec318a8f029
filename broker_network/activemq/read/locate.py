"""Where in a file's text something stands that the model knows by its element's line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from broker_network.network import Source

from .encoding import text_of
from .quoting import quotable_settings, quotable_xml

_QUOTED = re.compile(r"""(?P<name>[\w:.-]+)\s*=\s*(?:"[^"]*"|'[^']*')|>""")
_TAG = re.compile(r"<[\w:.-]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one line: `line` and `column` count from 1, `length` in characters; `text` is the whole line.

    Secrets in it are struck out.
    """

    line: int
    column: int
    length: int
    text: str


def locate(content: bytes, source: Source, attribute: str | None = None) -> Place:
    """The place of an attribute of the element at `source`; of the start tag where it has no such attribute.

    Of a file that is no XML, and of a key that stands alone, the place is the line's own text.
    """
    lines = _lines(content)
    if not 1 <= source.line <= len(lines):
        return Place(max(source.line, 1), 1, 1, "")
    first = lines[source.line - 1]
    start = source.column - 1 if source.column > 1 else 0
    tag = _TAG.search(first, start) or _TAG.search(first)
    if tag is None:
        bare = first.strip()
        return Place(source.line, first.find(bare) + 1, max(len(bare), 1), first)
    named = _attributes(content, source.line, tag.end()) if attribute is not None else {}
    if attribute in named:
        number, start, end = named[attribute]
        return Place(number, start + 1, end - start, lines[number - 1])
    return Place(source.line, tag.start() + 1, len(tag.group()), first)


@lru_cache(maxsize=64)  # findings about one element follow one another
def _attributes(content: bytes, number: int, position: int) -> dict[str, tuple[int, int, int]]:
    """The attributes of a start tag that goes on at a place: line, start and end of each, by its name."""
    found: dict[str, tuple[int, int, int]] = {}
    for at, line in enumerate(islice(_lines(content), number - 1, None), start=number):
        for one in _QUOTED.finditer(line, position):
            if one.group() == ">":
                return found
            found.setdefault(one["name"].rpartition(":")[2], (at, one.start(), one.end()))
        position = 0
    return found


@lru_cache(maxsize=8)
def _lines(content: bytes) -> list[str]:
    text = text_of(content)
    is_xml = text.lstrip("\ufeff \t\r\n").startswith("<")
    return (quotable_xml if is_xml else quotable_settings)(text).split("\n")

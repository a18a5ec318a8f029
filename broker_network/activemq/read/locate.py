"""Where in a file's text something stands that the model knows by its element's line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from broker_network.network import Source
from broker_network.redaction import redacted

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
    if attribute is not None:
        position = tag.end()
        for number in range(source.line, len(lines) + 1):
            line = lines[number - 1]
            for found in _QUOTED.finditer(line, position):
                if found.group() == ">":
                    return _tag(source.line, tag, first)
                if found["name"].rpartition(":")[2] == attribute:
                    return Place(number, found.start() + 1, len(found.group()), line)
            position = 0
    return _tag(source.line, tag, first)


def _tag(line: int, tag: re.Match[str], text: str) -> Place:
    return Place(line, tag.start() + 1, len(tag.group()), text)


@lru_cache(maxsize=8)
def _lines(content: bytes) -> list[str]:
    encoding = re.match(rb"""<\?xml[^>]*encoding=["']([\w.-]+)""", content)
    try:
        text = content.decode(encoding[1].decode() if encoding else "utf-8-sig")
    except (LookupError, ValueError):
        text = content.decode("latin-1")
    return redacted(text).split("\n")

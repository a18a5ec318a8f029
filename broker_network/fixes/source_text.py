"""A file's text with the places of its elements, so that a change touches no other character. Standard library only."""

from __future__ import annotations

import re
from bisect import bisect_right
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from broker_network.network import Source

_DECLARED = re.compile(rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)""")
_TOKEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    r"|</(?P<close>[^\s>]+)\s*>"
    r"""|<(?P<open>[^\s/>!?]+)(?P<inside>(?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*)(?P<empty>/?)>""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""(?P<name>[^\s=/>]+)\s*=\s*(?P<quote>["'])(?P<value>.*?)(?P=quote)""", re.DOTALL)
_NEWLINE = re.compile(r"\r\n|\r|\n")
_REFERENCE = re.compile(r"&(#x[0-9A-Fa-f]{1,6}|#[0-9]{1,7}|lt|gt|quot|apos|amp);")
_NAMED = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "amp": "&"}


class NotFixable(Exception):
    """A change that cannot be made; `str` of it is the reason, a clause."""


@dataclass(frozen=True, slots=True)
class AttributeSpan:
    """An attribute in a start tag: where it begins and ends, where its raw value does, and which quotes are around."""

    start: int
    end: int
    value_start: int
    value_end: int
    quote: str


@dataclass
class ElementSpan:
    """An element in a text: `start` to `tag_end` is its start tag, `close` begins its end tag, `end` is behind it.

    `name` is as in the file, with the prefix. For an empty tag `close` and `end` are `tag_end`.
    """

    name: str
    start: int
    tag_end: int
    parent: ElementSpan | None
    attributes: Mapping[str, AttributeSpan]
    empty: bool
    close: int = 0
    end: int = 0
    children: list[ElementSpan] = field(default_factory=list)

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """The prefix with its colon; empty where there is none."""
        return self.name[: -len(self.local)]


class SourceText:
    """The text of one file. `encoded` gives back the bytes, with the encoding and the line ends of the original."""

    def __init__(self, content: bytes) -> None:
        """Raise NotFixable where the text cannot be written back as it was."""
        self._encoding = _encoding_of(content)
        try:
            self.text = content.decode(self._encoding)
            same = self.encoded(self.text) == content
        except (LookupError, ValueError):
            same = False
        if not same:
            raise NotFixable("its encoding cannot be written back byte for byte")

    def encoded(self, text: str) -> bytes:
        """A text as bytes of this file; raise ValueError for characters that its encoding lacks."""
        return text.encode(self._encoding)

    @cached_property
    def newline(self) -> str:
        """The first line end of the file."""
        found = _NEWLINE.search(self.text)
        return found[0] if found else "\n"

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(found.end() for found in _NEWLINE.finditer(self.text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def node(self, source: Source) -> ElementSpan:
        """The element that begins at a place; raise NotFixable where none does."""
        if 1 <= source.line <= len(self._lines):
            offset = self._lines[source.line - 1] + source.column - 1
            for at in (offset, offset + 1):  # behind a byte order mark
                if at in self._nodes:
                    return self._nodes[at]
        raise NotFixable("the element is not where it was read")

    @cached_property
    def _nodes(self) -> dict[int, ElementSpan]:
        found: dict[int, ElementSpan] = {}
        open_nodes: list[ElementSpan] = []
        for token in _TOKEN.finditer(self.text):
            if token["open"]:
                inside = token.start("inside")
                spans = {
                    one["name"]: AttributeSpan(
                        inside + one.start(),
                        inside + one.end(),
                        inside + one.start("value"),
                        inside + one.end("value"),
                        one["quote"],
                    )
                    for one in _ATTRIBUTE.finditer(token["inside"])
                }
                parent = open_nodes[-1] if open_nodes else None
                node = ElementSpan(token["open"], token.start(), token.end(), parent, spans, bool(token["empty"]))
                found[node.start] = node
                if parent:
                    parent.children.append(node)
                if node.empty:
                    node.close = node.end = node.tag_end
                else:
                    open_nodes.append(node)
            elif token["close"]:
                if not open_nodes or open_nodes[-1].name != token["close"]:
                    raise NotFixable("its elements cannot be told apart")
                closed = open_nodes.pop()
                closed.close, closed.end = token.start(), token.end()
        if open_nodes:
            raise NotFixable("its elements cannot be told apart")
        return found

    def raw(self, span: AttributeSpan) -> str:
        """The value of an attribute, without XML's references."""
        return unreferenced(self.text[span.value_start : span.value_end])

    def indent(self, offset: int) -> str | None:
        """The white space between the line's begin and an offset; None where something else is there."""
        line, _ = self.place(offset)
        before = self.text[self._lines[line - 1] : offset]
        return before if not before.strip() and line > 1 else None


def unreferenced(text: str) -> str:
    """The text with characters in place of XML's references to them."""
    return _REFERENCE.sub(lambda one: _character(one[1]), text)


def _character(reference: str) -> str:
    if reference in _NAMED:
        return _NAMED[reference]
    return chr(int(reference[2:], 16) if reference[1] == "x" else int(reference[1:]))


def _encoding_of(content: bytes) -> str:
    """The encoding of an XML file or a `.cfg`; byte order marks stay in the text."""
    if content.startswith(BOM_UTF16_LE):
        return "utf-16-le"
    if content.startswith(BOM_UTF16_BE):
        return "utf-16-be"
    declared = _DECLARED.match(content)
    return declared[1].decode("ascii") if declared else "utf-8"

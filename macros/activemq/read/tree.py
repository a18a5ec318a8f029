"""XML from outside as a small tree in which every element knows its line.

The text may be hostile: its size is capped before it is parsed, its depth while it is, and a document type is
refused, without which XML has no entities to expand and nothing to fetch.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from macros.errors import ReaderError

MAX_BYTES = 16 * 1024 * 1024
"""More than the file of a hub with 10,000 links."""

MAX_DEPTH = 64


class ReadError(ReaderError):
    """A file cannot be read. `line` counts from 1; as text: `file:line: what is wrong`."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file, self.line, self.message = file, line, message


@dataclass(slots=True)
class Element:
    """An element without its namespace: files name ActiveMQ's by default, by a prefix or not at all."""

    name: str
    attributes: dict[str, str]
    file: str
    line: int
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, *path: str) -> Iterator[Element]:
        """The elements at a path of names below this one, in the order of the file."""
        if not path:
            yield self
            return
        for child in self.children:
            if child.name == path[0]:
                yield from child.all(*path[1:])

    def first(self, *path: str) -> Element | None:
        """The first element at a path of names below this one."""
        return next(self.all(*path), None)

    def within(self, name: str) -> Iterator[Element]:
        """Every element of that name at any depth below this one, in the order of the file."""
        waiting = list(reversed(self.children))
        while waiting:
            element = waiting.pop()
            if element.name == name:
                yield element
            waiting.extend(reversed(element.children))


def parse(content: bytes, file: str) -> Element:
    """The root element of a file; raise ReadError when it is too large, too deep, not XML, or has a document type."""
    if len(content) > MAX_BYTES:
        raise ReadError(file, 1, f"more than {MAX_BYTES // 1024 // 1024} MiB: too large for an activemq.xml")
    return _Parser(content, file).root()


class _Parser:
    def __init__(self, content: bytes, file: str) -> None:
        self.content = content
        self.file = file
        self.top = Element("", {}, file, 1)
        self.open = [self.top]
        self.expat = expat.ParserCreate(namespace_separator=" ")
        self.expat.buffer_text = True
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end
        self.expat.CharacterDataHandler = self._characters
        self.expat.StartDoctypeDeclHandler = self._doctype

    def root(self) -> Element:
        try:
            self.expat.Parse(self.content, True)
        except expat.ExpatError as error:
            raise ReadError(self.file, error.lineno, f"not XML: {expat.ErrorString(error.code)}") from None
        except (LookupError, ValueError) as error:
            raise ReadError(self.file, 1, f"its encoding cannot be read: {error}") from None
        return self.top.children[0]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        line = self.expat.CurrentLineNumber
        if len(self.open) > MAX_DEPTH:
            raise ReadError(self.file, line, f"nested more than {MAX_DEPTH} levels deep: this is no activemq.xml")
        local = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(name.rpartition(" ")[2], local, self.file, line)
        self.open[-1].children.append(element)
        self.open.append(element)

    def _end(self, _: str) -> None:
        self.open.pop()

    def _characters(self, text: str) -> None:
        self.open[-1].text += text

    def _doctype(self, *_: object) -> None:
        line = self.expat.CurrentLineNumber
        raise ReadError(self.file, line, "a document type is not read; remove <!DOCTYPE …>")

"""XML from outside as a small tree in which every element knows its line.

The text may be hostile: its size is capped before it is parsed, its depth and the count of its elements while it is,
and a document type is refused, without which XML has no entities to expand and nothing to fetch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

MAX_BYTES = 16 * 1024 * 1024
"""More than the file of a hub with 10,000 links."""

MAX_DEPTH = 64

MAX_ELEMENTS = 250_000
"""More than the file of a hub with 10,000 links has."""

_OURS = ("http://activemq.apache.org/schema/core", "http://activemq.org/config/1.0")
"""ActiveMQ's namespace, and that of its first releases."""

_SPRING = frozenset({
    "beans", "bean", "ref", "idref", "property", "constructor-arg", "value", "list", "set", "map", "entry", "key",
    "props", "prop", "null", "import", "alias", "description", "meta", "lookup-method", "qualifier",
})  # fmt: skip
"""Spring's element names: what tells them from ActiveMQ's in a file that names no namespace."""

_TEXTUAL = frozenset(("value", "prop"))
"""The only elements whose text anybody asks for."""

_COMMENT = re.compile(r"\s*check:\s*ignore\s*\[([^\]]*)\]\s*(.*?)\s*", re.DOTALL)


class ReadError(Exception):
    """A file cannot be read. `line` counts from 1, and is 0 where no line is at fault.

    As text: `file:line: what is wrong`.
    """

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}" if line else f"{file}: {message}")
        self.file, self.line, self.message = file, line, message


class ReadErrors(ReadError):
    """All that cannot be read of several files, in their order. As text: a line for each.

    `file`, `line` and `message` are those of the first.
    """

    def __init__(self, errors: Sequence[ReadError]) -> None:
        first = errors[0]
        super().__init__(first.file, first.line, first.message)
        self.errors = tuple(errors)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


@dataclass(slots=True, eq=False)
class Element:
    """An element without its namespace: files name ActiveMQ's by default, by a prefix or not at all.

    `foreign` is whether it is of another namespace, such as Spring's. `attributes` are those without a prefix.
    `line` and `column` are where its start tag begins. `text` is kept only where it means something.
    """

    name: str
    attributes: dict[str, str]
    file: str
    line: int
    column: int = 1
    foreign: bool = False
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
        return (element for element in self.everything() if element.name == name)

    def everything(self) -> Iterator[Element]:
        """Every element at any depth below this one, in the order of the file."""
        waiting = self.children[::-1]
        while waiting:
            element = waiting.pop()
            yield element
            if element.children:
                waiting.extend(reversed(element.children))


@dataclass(frozen=True, slots=True)
class Silence:
    """A comment `check: ignore[rules] reason` and the lines of the element that it stands before."""

    rules: tuple[str, ...]
    reason: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Tree:
    """A file's elements. `placed` are those with a `${placeholder}` in an attribute or in their text.

    `notes` say, a sentence each, which comments for `check` could not be understood.
    """

    root: Element
    placed: tuple[Element, ...]
    silences: tuple[Silence, ...]
    notes: tuple[str, ...]


def tree(content: bytes, file: str) -> Tree:
    """The tree of a file; raise ReadError when it is too large, too deep, not XML, or has a document type."""
    if len(content) > MAX_BYTES:
        raise too_large(file)
    return _Parser(content, file).tree()


def too_large(file: str) -> ReadError:
    """The refusal of a file for its size."""
    return ReadError(file, 1, f"more than {MAX_BYTES // 1024 // 1024} MiB: too large for an activemq.xml")


class _Parser:
    def __init__(self, content: bytes, file: str) -> None:
        self.content = content
        self.file = file
        self.top = Element("", {}, file, 1)
        self.open = [self.top]
        self.count = 0
        self.names: dict[str, tuple[str, bool]] = {}
        self.places = b"$" in content
        self.placed: list[Element] = []
        self.pending: list[tuple[tuple[str, ...], str, int]] = []
        self.watched: list[tuple[Element, list[tuple[tuple[str, ...], str, int]]]] = []
        self.silences: list[Silence] = []
        self.notes: list[str] = []
        self.expat = expat.ParserCreate(namespace_separator=" ")
        self.expat.buffer_text = True
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end
        self.expat.CommentHandler = self._comment
        self.expat.StartDoctypeDeclHandler = self._doctype

    def tree(self) -> Tree:
        try:
            self.expat.Parse(self.content, True)
        except expat.ExpatError as error:
            raise ReadError(self.file, error.lineno, f"not XML: {expat.ErrorString(error.code)}") from None
        except (LookupError, ValueError) as error:
            raise ReadError(self.file, 1, f"its encoding cannot be read: {error}") from None
        self._dismiss()
        return Tree(self.top.children[0], tuple(self.placed), tuple(self.silences), tuple(self.notes))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        known = self.names.get(name)
        if known is None:
            namespace, _, local = name.rpartition(" ")
            foreign = not namespace.startswith(_OURS) if namespace else local in _SPRING
            known = self.names[name] = (local, foreign)
        if attributes and " " in "".join(attributes):
            attributes = {
                key.rpartition(" ")[2]: text
                for key, text in attributes.items()
                if " " not in key or key.startswith(_OURS)
            }
        parser = self.expat
        line = parser.CurrentLineNumber
        element = Element(known[0], attributes, self.file, line, parser.CurrentColumnNumber + 1, known[1])
        if self.places and attributes and "${" in "\n".join(attributes.values()):
            self.placed.append(element)
        opened = self.open
        opened[-1].children.append(element)
        opened.append(element)
        self.count += 1
        if len(opened) > MAX_DEPTH + 1:
            raise ReadError(self.file, line, f"nested more than {MAX_DEPTH} levels deep: this is no activemq.xml")
        if self.count > MAX_ELEMENTS:
            raise ReadError(self.file, line, f"more than {MAX_ELEMENTS} elements: this is no activemq.xml")
        if known[0] in _TEXTUAL:
            parser.CharacterDataHandler = self._characters
        if self.pending:
            self.watched.append((element, self.pending))
            self.pending = []

    def _end(self, _: str) -> None:
        element = self.open.pop()
        if element.name in _TEXTUAL:
            self.expat.CharacterDataHandler = None
            if "${" in element.text:
                self.placed.append(element)
        if self.pending:
            self._dismiss()
        if self.watched and self.watched[-1][0] is element:
            last = max(element.line, self.expat.CurrentLineNumber)
            self.silences += (Silence(rules, why, element.line, last) for rules, why, _ in self.watched.pop()[1])

    def _characters(self, text: str) -> None:
        self.open[-1].text += text

    def _comment(self, text: str) -> None:
        if not text.lstrip().startswith("check:"):
            return
        line = self.expat.CurrentLineNumber
        found = _COMMENT.fullmatch(text)
        rules = tuple(name.strip() for name in found[1].split(",") if name.strip()) if found else ()
        if found is None or not rules:
            self._note(line, "cannot be understood; write <!-- check: ignore[rule] reason -->")
        elif not found[2]:
            self._note(line, f"gives no reason, so nothing is ignored; write it after ignore[{found[1].strip()}]")
        else:
            self.pending.append((rules, " ".join(found[2].split()), line))

    def _dismiss(self) -> None:
        for _, _, line in self.pending:
            self._note(line, "stands before no element, so nothing is ignored")
        self.pending = []

    def _note(self, line: int, what: str) -> None:
        self.notes.append(f"{self.file}:{line}: this comment for check {what}.")

    def _doctype(self, *_: object) -> None:
        line = self.expat.CurrentLineNumber
        raise ReadError(self.file, line, "a document type is not read; remove <!DOCTYPE …>")

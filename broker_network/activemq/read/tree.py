"""XML from outside as a small tree in which every element knows its line.

The text may be hostile: its size is capped before it is parsed, its depth and the count of its elements while it is,
and a document type is refused, without which XML has no entities to expand and nothing to fetch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.parsers import expat

from broker_network.errors import ReaderError
from broker_network.graph import preorder

MAX_BYTES = 16 * 1024 * 1024
"""More than the file of a hub with 10,000 links."""

MAX_DEPTH = 64

MAX_ELEMENTS = 250_000
"""More than the file of a hub with 10,000 links has."""

_OURS = ("http://activemq.apache.org/schema/core", "http://activemq.org/config/1.0")
"""ActiveMQ's namespace, and that of its first releases."""

_SPRING = frozenset({
    "beans", "bean", "ref", "idref", "property", "constructor-arg", "value", "list", "set", "entry", "key",
    "props", "prop", "null", "import", "alias", "description", "meta", "lookup-method", "qualifier",
})  # fmt: skip
"""Spring's element names: what tells them from ActiveMQ's in a file that names no namespace."""

_TEXTUAL = frozenset(("value", "prop"))
"""The only elements whose text anybody asks for."""

_COMMENT = re.compile(r"\s*check:\s*ignore\s*\[([^\]]*)\]\s*(.*?)\s*", re.DOTALL)


class ReadError(ReaderError):
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


class XmlElement:
    """An element without its namespace: files name ActiveMQ's by default, by a prefix or not at all.

    `foreign` is whether it is of another namespace, such as Spring's. `line` and `column` are where its start tag
    begins. `text` is kept only where it means something. The name of an attribute with a prefix is its namespace, a
    space and its local name.
    """

    # By hand and not as a dataclass: every element of a thousand files passes here.
    __slots__ = ("attributes", "children", "column", "file", "foreign", "line", "name", "text")

    def __init__(
        self, name: str, attributes: dict[str, str], file: str, line: int, column: int = 1, foreign: bool = False
    ) -> None:
        self.name = name
        self.attributes = attributes
        self.file = file
        self.line = line
        self.column = column
        self.foreign = foreign
        self.children: Sequence[XmlElement] = ()  # most have none, and need no list
        self.text = ""

    def all(self, *path: str) -> Iterator[XmlElement]:
        """The elements at a path of names below this one, in the order of the file."""
        found = [self]
        for name in path:
            found = [child for element in found for child in element.children if child.name == name]
        return iter(found)

    def first(self, *path: str) -> XmlElement | None:
        """The first element at a path of names below this one."""
        return next(self.all(*path), None)

    def within(self, name: str) -> Iterator[XmlElement]:
        """Every element of that name at any depth below this one, in the order of the file."""
        return (element for element in self.everything() if element.name == name)

    def everything(self) -> Iterator[XmlElement]:
        """Every element at any depth below this one, in the order of the file."""
        return preorder(self.children, lambda element: element.children)


@dataclass(frozen=True, slots=True)
class Silence:
    """A comment `check: ignore[rules] reason` and the lines of the element that it stands before."""

    rules: tuple[str, ...]
    reason: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Tree:
    """A file's elements, from `root` on in the order of the file.

    With no `holds_placeholders`, none of them has a `${placeholder}`.

    `notes` say, a sentence each, which comments for `check` could not be understood.
    """

    root: XmlElement
    elements: Sequence[XmlElement]
    holds_placeholders: bool
    silences: tuple[Silence, ...]
    notes: tuple[str, ...]


def tree(content: bytes, file: str) -> Tree:
    """The tree of a file; raise ReadError when it is too large, too deep, not XML, or has a document type."""
    if len(content) > MAX_BYTES:
        raise too_large(file)
    if content.count(b"<") > 2 * MAX_ELEMENTS:
        raise ReadError(file, 1, f"more than {MAX_ELEMENTS} elements: this is no activemq.xml")
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    top = XmlElement("", {}, file, 1)
    comments = _Comments(file)
    elements: list[XmlElement] = []
    _listen(parser, content, top, elements, comments)
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise ReadError(file, error.lineno, f"not XML: {expat.ErrorString(error.code)}") from None
    except (LookupError, ValueError) as error:
        raise ReadError(file, 1, f"its encoding cannot be read: {error}") from None
    comments.dismiss()
    return Tree(top.children[0], elements, b"$" in content, tuple(comments.silences), tuple(comments.notes))


def too_large(file: str) -> ReadError:
    """The refusal of a file for its size."""
    return ReadError(file, 1, f"more than {MAX_BYTES // 1024 // 1024} MiB: too large for an activemq.xml")


def _listen(
    parser: expat.XMLParserType, content: bytes, top: XmlElement, elements: list[XmlElement], comments: _Comments
) -> None:
    """Make the parser put what it reads of `content` below `top`, and add every element to `elements`.

    Functions within one another, and not methods: these are called for every tag of a thousand files.
    """
    file = top.file
    opened = [top]
    deepest = MAX_DEPTH + 1

    def start(name: str, attributes: dict[str, str]) -> None:
        local, foreign = _local(name)
        element = XmlElement(local, attributes, file, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, foreign)
        siblings = opened[-1].children
        if isinstance(siblings, list):
            siblings.append(element)
        else:
            opened[-1].children = [element]
        opened.append(element)
        elements.append(element)
        if len(opened) > deepest:
            raise ReadError(file, element.line, f"nested more than {MAX_DEPTH} levels deep: this is no activemq.xml")
        if foreign and local in _TEXTUAL:
            parser.CharacterDataHandler = characters
        if comments.pending:
            comments.hold_for(element)

    def end(_: str) -> None:
        element = opened.pop()
        if element.foreign and element.name in _TEXTUAL:
            parser.CharacterDataHandler = None
        if comments.busy:
            comments.end(element, parser.CurrentLineNumber)

    def characters(text: str) -> None:
        opened[-1].text += text

    def comment(text: str) -> None:
        if text.lstrip().startswith("check:"):
            comments.add(text, parser.CurrentLineNumber)

    def doctype(*_: object) -> None:
        raise ReadError(file, parser.CurrentLineNumber, "a document type is not read; remove <!DOCTYPE …>")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    if b"check:" in content or b"\0" in content:  # in UTF-16 half of the bytes are zero
        parser.CommentHandler = comment
    parser.StartDoctypeDeclHandler = doctype


@lru_cache(maxsize=1024)  # the same few names are in every file
def _local(name: str) -> tuple[str, bool]:
    """The name of an element without its namespace, and whether that is another than ActiveMQ's."""
    namespace, _, local = name.rpartition(" ")
    return local, not namespace.startswith(_OURS) if namespace else local in _SPRING


class _Comments:
    """The comments for `check` of a file, until their elements end."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.pending: list[tuple[tuple[str, ...], str, int]] = []
        self.busy = False
        self._held: list[tuple[XmlElement, list[tuple[tuple[str, ...], str, int]]]] = []
        self.silences: list[Silence] = []
        self.notes: list[str] = []

    def add(self, text: str, line: int) -> None:
        """A comment that begins with `check:`."""
        found = _COMMENT.fullmatch(text)
        rules = tuple(name.strip() for name in found[1].split(",") if name.strip()) if found else ()
        if found is None or not rules:
            self._note(line, "cannot be understood; write <!-- check: ignore[rule] reason -->")
        elif not found[2]:
            self._note(line, f"gives no reason, so nothing is ignored; write it after ignore[{found[1].strip()}]")
        else:
            self.pending.append((rules, " ".join(found[2].split()), line))
            self.busy = True

    def hold_for(self, element: XmlElement) -> None:
        """What is pending is for this element, which begins."""
        self._held.append((element, self.pending))
        self.pending = []

    def end(self, element: XmlElement, line: int) -> None:
        """An element ends here."""
        self.dismiss()
        if self._held and self._held[-1][0] is element:
            last = max(element.line, line)
            self.silences += (Silence(rules, why, element.line, last) for rules, why, _ in self._held.pop()[1])
        self.busy = bool(self._held)

    def dismiss(self) -> None:
        """What is pending stands before no element."""
        for _, _, line in self.pending:
            self._note(line, "stands before no element, so nothing is ignored")
        self.pending = []

    def _note(self, line: int, what: str) -> None:
        self.notes.append(f"{self.file}:{line}: this comment for check {what}.")

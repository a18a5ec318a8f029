"""Reads YAML into a tree in which every key and value knows its place.

PyYAML reads events, and says what is no YAML. What it makes of them is of no use here (6.0.3): of a key given twice
it keeps the last value and says nothing, an alias has the place of its anchor, its composer calls itself for each
level, and `no` is a truth value before anybody can ask what was written. So the events are put together here.
libyaml gives the same events of most texts in a quarter of the time, so it is asked first: see `yaml_readers`.

What comes in may be hostile: the text is capped before it is parsed, and depth, aliases and values are
counted while it is parsed, event by event, so that no nesting reaches a recursive function.
YAML 1.1 (what PyYAML reads) and 1.2 (what editors read) differ in what they make of a bare word: a word
on which they differ is kept as text beside what YAML 1.1 makes of it, so that the error can say both.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from .errors import Report, TextMark, TopologyErrors
from .phrases import code
from .yaml_readers import LibyamlLoader, read_alike
from .yaml_syntax import in_plain_words
from .yaml_tree import Entry, Other, YamlMapping, YamlNode, YamlScalar, YamlSequence, in_quotes, made_of

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 24
MAX_ALIASES = 1_000
MAX_VALUES = 100_000

_START = TextMark(1, 1)
_RESOLVER = yaml.SafeLoader("")
_KINDS = {"bool", "int", "float", "null", "timestamp", "merge"}
# Printable in YAML, but a line or a gap that editors count or show otherwise than PyYAML does.
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")


def read(text: str, report: Report) -> YamlMapping:
    """The mapping that the text holds; raise TopologyErrors where it cannot be read on.

    Duplicate keys, tags, and keys that YAML does not read as text are added to `report`.
    """
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        report.stop(_START, f"more than {MAX_BYTES // 1024} KiB: too large for a topology")
    if bad := _UNREADABLE.search(text):
        report.stop(
            mark_of(text, bad.start()),
            f"the character U+{ord(bad.group()):04X} is invisible or cannot be in YAML; remove it",
        )
    if read_alike(text):
        # Its errors have other words and places, so that a text at fault is read once more, in PyYAML's way.
        trial = Report(report.file)
        with suppress(TopologyErrors):
            root = _TreeBuilder(LibyamlLoader(text), trial).document()
            if not trial.errors:
                return root
    return _TreeBuilder(yaml.SafeLoader(text), report).document()


def mark_of(text: str, index: int) -> TextMark:
    """The place of a character."""
    before = re.split("\r\n|\r|\n", text[:index])
    return TextMark(len(before), len(before[-1]) + 1)


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not been read."""

    node: YamlMapping | YamlSequence
    used_at: TextMark
    anchor: str | None
    key: YamlScalar | None = None
    duplicate: bool = False


class _TreeBuilder:
    """Turns the events of one document into a tree, with a stack of its own."""

    def __init__(self, loader: Any, report: Report) -> None:
        self.report = report
        self.loader = loader
        self.stack: list[_Open] = []
        self.anchors: dict[str, YamlNode | None] = {}
        self.aliases = 0
        self.values = 0
        self.root: YamlNode | None = None

    def document(self) -> YamlMapping:
        documents = 0
        while (event := self._next()) is not None:
            mark = _mark(event.start_mark)
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.report.stop(mark, "a second document begins here; one file holds one topology")
            elif isinstance(event, (AliasEvent, ScalarEvent, MappingStartEvent, SequenceStartEvent)):
                self._count(mark)
                if isinstance(event, AliasEvent):
                    self._alias(event, mark)
                else:
                    self._begin(event, mark)
            elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
                done = self.stack.pop()
                self._remember(done.anchor, done.node)
                self._place(done.node, done.used_at)
        if self.root is None or (isinstance(self.root, YamlScalar) and self.root.value is None):
            self.report.stop(_START, "the file is empty; begin with `title:`, `activemq:` and `sites:`")
        if not isinstance(self.root, YamlMapping):
            self.report.stop(self.root.mark, "a topology is a mapping; begin with `title:`, `activemq:` and `sites:`")
        return self.root

    def _next(self) -> Event | None:
        try:
            event: Event | None = self.loader.get_event()
            return event
        except yaml.MarkedYAMLError as error:
            # A key without a colon is noticed only where the next one begins.
            at_context = "expected ':'" in (error.problem or "")
            mark = (error.context_mark if at_context else None) or error.problem_mark or error.context_mark
            self.report.stop(_mark(mark) if mark else _START, in_plain_words(error))
        except (ValueError, OverflowError):
            # A numeric escape beyond Unicode: PyYAML lets chr() fail.
            place = TextMark(self.loader.line + 1, self.loader.column + 1)
            self.report.stop(place, "this escape names no character of Unicode")

    def _count(self, mark: TextMark) -> None:
        self.values += 1
        if self.values > MAX_VALUES:
            self.report.stop(mark, f"more than {MAX_VALUES:,} values: too large for a topology")

    def _begin(self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent, mark: TextMark) -> None:
        if event.anchor is not None and event.anchor in self.anchors:
            self.report.stop(
                mark, f"the anchor {code('&' + event.anchor)} is already taken; give this one another name"
            )
        if event.tag is not None:
            self.report.add(mark, f"tags such as {code(_short_tag(event.tag))} are not read; remove it")
        if isinstance(event, ScalarEvent):
            scalar = _scalar(event, mark)
            if _UNWRITABLE.search(scalar.text):
                self.report.stop(mark, "an escape in this text names no character that can be written; remove it")
            self._remember(event.anchor, scalar)
            self._place(scalar, mark)
            return
        if len(self.stack) >= MAX_DEPTH:
            self.report.stop(mark, f"nested more than {MAX_DEPTH} levels deep: this is no topology")
        self._refuse_as_key(mark)
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        node = YamlSequence(mark) if isinstance(event, SequenceStartEvent) else YamlMapping(mark)
        self.stack.append(_Open(node, mark, event.anchor))

    def _alias(self, event: AliasEvent, mark: TextMark) -> None:
        name = str(event.anchor)
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            self.report.stop(mark, f"more than {MAX_ALIASES:,} aliases: this is no topology")
        if name not in self.anchors:
            self.report.stop(mark, f"the alias {code('*' + name)} has no anchor {code('&' + name)} before it")
        node = self.anchors[name]
        if node is None:
            self.report.stop(mark, f"the alias {code('*' + name)} stands inside its own anchor")
        self.values += node.size
        if self.values > MAX_VALUES:
            self.report.stop(mark, f"aliases repeat more than {MAX_VALUES:,} values: this is no topology")
        if len(self.stack) + node.height > MAX_DEPTH:
            self.report.stop(mark, f"nested more than {MAX_DEPTH} levels deep by an alias: this is no topology")
        self._place(node, mark)

    def _remember(self, anchor: str | None, node: YamlNode) -> None:
        if anchor is not None:
            self.anchors[anchor] = node

    def _refuse_as_key(self, mark: TextMark) -> None:
        """Stop where a mapping or a list would become a key."""
        if self.stack and isinstance(self.stack[-1].node, YamlMapping) and self.stack[-1].key is None:
            self.report.stop(mark, "a key must be text, not a list or a mapping")

    def _place(self, node: YamlNode, mark: TextMark) -> None:
        """Put a finished node where it belongs: as the root, an item, a key or a value."""
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        parent.node.size += node.size
        parent.node.height = max(parent.node.height, node.height + 1)
        if isinstance(parent.node, YamlSequence):
            parent.node.items.append(Entry(mark, node, mark))
        elif parent.key is None:
            if not isinstance(node, YamlScalar):
                self.report.stop(mark, "a key must be text, not a list or a mapping")
            parent.key = YamlScalar(mark, node.text, node.quoted, node.value)
            self._check_key(parent, parent.key)
        else:
            if not parent.duplicate:
                parent.node.entries[parent.key.text] = Entry(mark, node, parent.key.mark)
            parent.key, parent.duplicate = None, False

    def _check_key(self, parent: _Open, key: YamlScalar) -> None:
        assert isinstance(parent.node, YamlMapping)
        if key.text == "<<" and not key.quoted:
            self.report.add(
                key.mark, "merge keys (`<<`) are not read; write the keys out, or use an alias for a whole value"
            )
            parent.duplicate = True
        elif key.value is None:
            self.report.add(key.mark, "a name is missing before the colon")
            parent.duplicate = True
        elif (first := parent.node.entries.get(key.text)) is not None:
            self.report.add(key.mark, f"{code(key.text)} is given twice here; the first is at {first.key_mark}")
            parent.duplicate = True
        elif not isinstance(key.value, str):
            self.report.add(
                key.mark, f"YAML reads the key {code(key.text)} as {made_of(key)}; write {in_quotes(key)} in quotes"
            )


def _scalar(event: ScalarEvent, mark: TextMark) -> YamlScalar:
    if not event.implicit[0]:
        return YamlScalar(mark, event.value, True, event.value)
    text = event.value
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    kind = tag.rpartition(":")[2]
    return YamlScalar(mark, text, False, _value(kind, text))


def _value(kind: str, text: str) -> str | int | bool | Other | None:
    if kind not in _KINDS or kind == "merge":
        return text
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in ("yes", "true", "on")
    if kind == "timestamp":
        return Other("a date")
    if kind == "int" and re.fullmatch("-?(0|[1-9][0-9]{0,17})", text):
        return int(text)
    return Other("a number")


def _mark(mark: Any) -> TextMark:
    return TextMark(mark.line + 1, mark.column + 1)


def _short_tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!", 1)

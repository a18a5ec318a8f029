"""From an edit to the characters that it replaces in one file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from broker_network.activemq.elements import BROKER, NETWORK_CONNECTOR
from broker_network.network import Source, resolved
from broker_network.rule_support.fix import FileEdit, NewElement, quoted

from .source_text import AttributeSpan, ElementSpan, NotFixable, SourceText

_FILTERS = frozenset(one.name for one in NETWORK_CONNECTOR.children)
_SELECTING = frozenset(("queue", "topic"))
"""Attributes that are not added: an entry without them says in another way which destinations it is for."""


@dataclass(frozen=True, slots=True)
class Splice:
    """Characters `start` to `end` of a text, and what stands in their place.

    `claim` names a place that no other fix may change at the same time, such as a list that is still to be made.
    `reads` is the stretch that `text` is a copy of, which must stay as it is.
    """

    start: int
    end: int
    text: str
    claim: str = ""
    reads: tuple[int, int] = (0, 0)


def splices(text: SourceText, edits: Iterable[FileEdit]) -> list[Splice]:
    """What edits of an XML file or a `.cfg` replace; raise NotFixable where it is not sure what that would be."""
    found: list[Splice] = []
    inserted: dict[tuple[Source, tuple[str, ...]], list[NewElement]] = {}
    for edit in edits:
        if edit.action == "insert" and edit.element is not None:
            inserted.setdefault((edit.source, edit.path), []).append(edit.element)
        else:
            found += _of(text, edit)
    found += (_insert(text, text.node(source), path, elements) for (source, path), elements in inserted.items())
    return found


def _of(text: SourceText, edit: FileEdit) -> list[Splice]:
    if edit.action in ("set-key", "rename-key", "delete-key"):
        return [_of_key(text, edit)]
    node = text.node(edit.source)
    if node.local == BROKER.name:
        _refuse_strange_to_a_broker(edit)
    match edit.action:
        case "set":
            return [_set(text, node, edit.name, edit.value)]
        case "unset":
            return [_unset(text, node, _attribute(text, node, edit.name))]
        case "rename":
            return _rename(text, node, edit)
        case "rename-element":
            return _rename_element(node, node.prefix + edit.value)
        case "delete":
            return [_delete(text, node)]
        case "delete-child":
            return [_delete(text, _child(text, node, edit))]
        case "put-into":
            return _put_into(text, node, edit.value)
    return [_copy(text, node, edit.edits)]


def _refuse_strange_to_a_broker(edit: FileEdit) -> None:
    """Raise NotFixable for what is meant for a connector that is only a URI in an attribute of the broker."""
    attribute = edit.action in ("set", "unset", "rename")
    if edit.action in ("delete", "copy", "put-into") or (attribute and edit.name not in BROKER.by_name):
        raise NotFixable("it is no element of its own, but part of an attribute of <broker>")


def spliced(text: str, changes: Sequence[Splice]) -> str:
    """A text with all changes made; these do not overlap."""
    parts: list[str] = []
    end = 0
    for one in sorted(changes, key=lambda each: (each.start, each.end)):
        parts += (text[end : one.start], one.text)
        end = one.end
    return "".join((*parts, text[end:]))


def _attribute(text: SourceText, node: ElementSpan, name: str) -> AttributeSpan:
    """An attribute, also one with a prefix; raise NotFixable where the tag has none, or a placeholder is in it."""
    found = next((span for key, span in node.attributes.items() if key.rpartition(":")[2] == name), None)
    if found is None:
        raise NotFixable(f"{name} does not stand in the tag itself")
    return found


def _set(text: SourceText, node: ElementSpan, name: str, value: str) -> Splice:
    if span := node.attributes.get(name):
        if not resolved(text.raw(span)):
            raise NotFixable(f"{name} comes from a placeholder; change it where that is filled")
        written = quoted(value) if span.quote == '"' else quoted(value).replace("'", "&apos;")
        return Splice(span.value_start, span.value_end, written)
    if name in _SELECTING:
        raise NotFixable(f"{name} does not stand in the tag itself")
    if any(child.local == "property" and _says(text, child, "name", name) for child in node.children):
        raise NotFixable(f"{name} is given by a <property>")
    if node.attributes:
        last = max(node.attributes.values(), key=lambda span: span.end)
        return Splice(last.end, last.end, f' {name}="{quoted(value)}"', f"attribute {name}")
    at = node.start + 1 + len(node.name)
    return Splice(at, at, f' {name}="{quoted(value)}"', f"attribute {name}")


def _says(text: SourceText, node: ElementSpan, name: str, value: str) -> bool:
    span = node.attributes.get(name)
    return span is not None and text.raw(span) == value


def _unset(text: SourceText, node: ElementSpan, span: AttributeSpan) -> Splice:
    start = span.start
    while text.text[start - 1].isspace():
        start -= 1
    return Splice(start, span.end, "")


def _rename(text: SourceText, node: ElementSpan, edit: FileEdit) -> list[Splice]:
    span = _attribute(text, node, edit.name)
    if edit.value in node.attributes:
        raise NotFixable(f"it has {edit.value} already")
    return [Splice(span.start, span.start + len(text.text[span.start :].partition("=")[0].rstrip()), edit.value)]


def _rename_element(node: ElementSpan, name: str) -> list[Splice]:
    first = Splice(node.start + 1, node.start + 1 + len(node.name), name)
    return [first] if node.empty else [first, Splice(node.close + 2, node.close + 2 + len(node.name), name)]


def _insert(text: SourceText, node: ElementSpan, path: Sequence[str], elements: Sequence[NewElement]) -> Splice:
    """Put new elements behind the children of their holder; holders that are absent are made."""
    if node.local == BROKER.name and path[:1] and path[0] in _FILTERS:
        raise NotFixable("it is no element of its own, but part of an attribute of <broker>")
    missing = list(path)
    while missing and (found := next((one for one in node.children if one.local == missing[0]), None)):
        node = found
        missing.pop(0)
    for name in reversed(missing):
        elements = (NewElement(name, (), tuple(elements)),)
    return _inside(text, node, elements, f"{node.start} {elements[0].name if missing else ''}")


def _inside(text: SourceText, node: ElementSpan, elements: Sequence[NewElement], claim: str) -> Splice:
    """New children of an element, in the order of the alphabet among those of other names, and in its formatting."""
    own = text.indent(node.start)
    name = elements[0].name
    later = next((one for one in node.children if one.local > name), None)
    at_end = later is None or any(one.local == name for one in node.children)
    first = text.indent(node.children[0].start) if node.children else None
    indent = first if node.children else (None if own is None else own + _unit(text, node))
    gap = "" if indent is None else text.newline + indent
    written = gap.join(_printed(one, node.prefix, indent, _unit(text, node), text.newline) for one in elements)
    if node.empty:
        start = text.text.rindex("/", node.start, node.tag_end)
        closing = "" if own is None or indent is None else text.newline + own
        return Splice(start, node.end, f">{gap}{written}{closing}</{node.name}>", claim)
    if later is not None and not at_end:
        return Splice(later.start, later.start, written + gap, claim)
    if node.children:
        at = node.children[-1].end
        return Splice(at, at, gap + written, claim)
    closing = "" if own is None or indent is None else text.newline + own
    rest = text.text[node.tag_end : node.close]
    if rest.strip():  # a comment stands there
        at = node.tag_end + len(rest.rstrip())
        return Splice(at, at, gap + written, claim)
    return Splice(node.tag_end, node.close, gap + written + closing, claim)


def _unit(text: SourceText, node: ElementSpan) -> str:
    """How much farther a child is indented than its parent, around this element."""
    at: ElementSpan | None = node
    while at is not None:
        own = text.indent(at.start)
        inner = text.indent(at.children[0].start) if at.children else None
        if own is not None and inner is not None and inner.startswith(own) and inner != own:
            return inner[len(own) :]
        at = at.parent
    return "  "


def _printed(element: NewElement, prefix: str, indent: str | None, unit: str, newline: str) -> str:
    """An element as text; children in lines of their own where it has an indent."""
    head = f"<{prefix}{element.name}" + "".join(f' {key}="{quoted(value)}"' for key, value in element.attributes)
    if not element.children:
        return f"{head}/>"
    inner = None if indent is None else indent + unit
    gap = "" if inner is None else newline + inner
    inside = "".join(gap + _printed(one, prefix, inner, unit, newline) for one in element.children)
    return f"{head}>{inside}{'' if indent is None else newline + indent}</{prefix}{element.name}>"


def _child(text: SourceText, node: ElementSpan, edit: FileEdit) -> ElementSpan:
    holders = [node]
    for name in edit.path:
        holders = [child for holder in holders for child in holder.children if child.local == name]
    wanted = edit.element
    for child in (child for holder in holders for child in holder.children):
        if wanted and child.local == wanted.name and all(_says(text, child, *one) for one in wanted.attributes):
            return child
    raise NotFixable("what is to be removed is not there")


def _delete(text: SourceText, node: ElementSpan) -> Splice:
    """The element, and its lines where nothing else is on them."""
    indent = text.indent(node.start)
    rest = text.text[node.end :]
    line_end = len(rest) - len(rest.lstrip(" \t"))
    if indent is not None and rest[line_end : line_end + 1] in ("\r", "\n"):
        line_start = node.start - len(indent)
        before = 2 if text.text[line_start - 2 : line_start] == "\r\n" else 1
        return Splice(line_start - before, node.end + line_end, "")
    return Splice(node.start, node.end, "")


def _put_into(text: SourceText, node: ElementSpan, holder: str) -> list[Splice]:
    if node.parent is None:
        raise NotFixable("it is the whole file")
    moved = text.text[node.start : node.end]
    indent, unit = text.indent(node.start), _unit(text, node)
    there = next((one for one in node.parent.children if one.local == holder), None)
    claim = f"{node.parent.start} {holder}"
    if there is None:
        gap = "" if indent is None else text.newline + indent
        deeper = moved if indent is None else gap + unit + moved.replace(gap, gap + unit) + gap
        name = node.prefix + holder
        return [Splice(node.start, node.end, f"<{name}>{deeper}</{name}>", claim)]
    if there.empty:
        raise NotFixable(f"<{holder}/> is empty")
    at = there.children[-1].end if there.children else there.tag_end
    inner = text.indent(there.children[0].start) if there.children else None
    gap = "" if inner is None else text.newline + inner
    return [_delete(text, node), Splice(at, at, gap + moved, claim)]


def _copy(text: SourceText, node: ElementSpan, edits: Sequence[FileEdit]) -> Splice:
    changes = splices(text, edits)
    if any(one.start < node.start or one.end > node.end for one in changes):
        raise NotFixable("a change of the copy is outside of it")
    moved = [Splice(one.start - node.start, one.end - node.start, one.text) for one in changes]
    indent = text.indent(node.start)
    gap = "" if indent is None else text.newline + indent
    return Splice(
        node.end,
        node.end,
        gap + spliced(text.text[node.start : node.end], moved),
        f"{node.start} copy",
        (node.start, node.end),
    )


def _of_key(text: SourceText, edit: FileEdit) -> Splice:
    if edit.source.line == 0:
        gap = "" if not text.text or text.text.endswith(("\n", "\r")) else text.newline
        at = len(text.text)
        return Splice(at, at, f"{gap}{edit.name} = {edit.value}{text.newline}", f"key {edit.name}")
    start = 0
    for number, line in enumerate(text.text.splitlines(keepends=True), start=1):
        if number == edit.source.line:
            return _in_line(line, start, edit)
        start += len(line)
    raise NotFixable("the line is not where it was read")


def _in_line(line: str, start: int, edit: FileEdit) -> Splice:
    key, equals, value = line.partition("=")
    bare = key.lstrip("\ufeff").strip()
    if not equals or (bare != edit.name and not edit.name.endswith(f".{bare}")):
        raise NotFixable("the key is not where it was read")
    if edit.action == "delete-key":
        return Splice(start, start + len(line), "")
    if edit.action == "rename-key":
        at = start + key.index(bare)
        prefix = edit.name[: len(edit.name) - len(bare)]
        if not edit.value.startswith(prefix):
            raise NotFixable("the new key belongs into another file")
        return Splice(at, at + len(bare), edit.value.removeprefix(prefix))
    inside = value.strip()
    at = start + len(key) + 1 + (value.index(inside) if inside else 0)
    return Splice(at, at + len(inside), edit.value)


def overlapping(one: Sequence[Splice], others: Iterator[Splice]) -> bool:
    """Whether two sets of changes touch the same characters in different ways, or claim the same place."""
    return any(_clash(mine, other) for other in others for mine in one)


def _clash(one: Splice, other: Splice) -> bool:
    if one == other:
        return False
    if one.claim and one.claim == other.claim:
        return True
    return (one.start < other.end and other.start < one.end) or _inside_of(one, other) or _inside_of(other, one)


def _inside_of(copy: Splice, other: Splice) -> bool:
    """Whether a change is within what another copies."""
    start, end = copy.reads
    return start < end and start <= other.start and other.end <= end

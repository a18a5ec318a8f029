"""What pydantic finds, said in plain words and at its place in the file.

Its own messages speak of Python's types, know no line, name no key that was meant, and report one mistake several
times where a union or an alias leads to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeGuard
from unicodedata import normalize

from pydantic_core import ErrorDetails

from broker_network.wording import closest
from broker_network.wording import listed as listed_as_they_are

from .errors import MOST_ERRORS, Report, TextMark
from .phrases import MOST_NAMES, code, listed, suggestion
from .shape import Either, ErrorPlace, Fixed, Keyed, KeyShape, Many, Shape, Value, homes, in_words, locate
from .values import ID_PATTERN
from .yaml_tree import KeyPath, YamlMapping, YamlNode, YamlScalar, YamlSequence, find, in_quotes, made_of

_FORM = ("string_pattern_mismatch", "string_too_long")
"""The kinds of errors about the form of a text."""

REWRITTEN = re.compile("[^A-Za-z0-9._:-]")


def without_values(root: YamlMapping, shape: Shape, report: Report) -> list[KeyPath]:
    """Report every key that has no value, and return the paths of them."""
    found: list[KeyPath] = []
    _without_values(root, shape, (), report, found)
    return found


def _without_values(node: YamlNode, shape: Shape | None, path: KeyPath, report: Report, found: list[KeyPath]) -> None:
    if isinstance(node, YamlMapping):
        for name, entry in node.entries.items():
            key = shape.fields.get(name) if isinstance(shape, Fixed) else None
            inner = key.shape if key else shape.item if isinstance(shape, Keyed) else None
            if not isinstance(entry.node, YamlScalar):
                _without_values(entry.node, _chosen(inner, entry.node), (*path, name), report, found)
            elif entry.node.value is None and inner and not (isinstance(shape, Keyed) and shape.bare):
                found.append((*path, name))
                otherwise = "" if key and key.required else ", or remove the key"
                report.add(entry.key_mark, f"{code(name)} has no value; give it one{otherwise}")
    elif isinstance(node, YamlSequence):
        for index, entry in enumerate(node.items):
            inner = shape.item if isinstance(shape, Many) else None
            if isinstance(entry.node, YamlScalar) and entry.node.value is None:
                found.append((*path, index))
                report.add(entry.mark, "an entry of the list is empty; give it a value, or remove it")
            elif not isinstance(entry.node, YamlScalar):
                _without_values(entry.node, _chosen(inner, entry.node), (*path, index), report, found)


def _chosen(shape: Shape | None, node: YamlNode) -> Shape | None:
    if isinstance(shape, Either):
        return shape.options["mapping" if isinstance(node, YamlMapping) else "list"]
    return shape


def explain(
    root: YamlMapping, errors: Iterable[ErrorDetails], known: Sequence[KeyPath], report: Report
) -> list[KeyPath]:
    """Report each of pydantic's errors in words, one for a path; return the paths at fault.

    Where parts were taken out, in `known`, something else is missing for that reason alone: it is not reported.
    """
    placed = [(error, _place(error)) for error in errors]
    unknown = [where for error, where in placed if error["type"] == "extra_forbidden"]
    meant = {(*where.path[:-1], better) for where in unknown[:MOST_ERRORS] if (better := _meant(where))}
    emptied = {path[:-1] for path in known} | {where.path[:-1] for _, where in placed}
    excused = {"missing": meant.union(known), "too_short": emptied}
    misnamed = {where.path[-1] for error, where in placed if where.at_key and error["type"] in _FORM}
    reported: set[KeyPath] = set()
    said: set[tuple[TextMark, str, str | int]] = set()
    paths: list[KeyPath] = []
    for error, where in placed:
        if error["type"] == "repeated":
            where.path += (error["ctx"]["index"],)
        paths.append(where.path)
        if where.path in reported or where.path in excused.get(error["type"], ()):
            continue
        if not where.at_key and error["type"] in _FORM and error["input"] in misnamed:
            # Whoever gives a thing a name that cannot be uses that name elsewhere too.
            continue
        reported.add(where.path)
        at_key = where.at_key or error["type"] in ("missing", "extra_forbidden")
        entry = find(root, where.path)
        mark = entry.key_mark if at_key else entry.mark
        # Through aliases, several paths lead to one mistake.
        if (same := (mark, error["type"], where.path[-1])) in said:
            continue
        said.add(same)
        report.add(mark, "" if report.is_full else _message(error, where, entry.node))
    return paths


def _place(error: ErrorDetails) -> ErrorPlace:
    return locate(error["loc"], unknown_key=error["type"] == "extra_forbidden")


def _message(error: ErrorDetails, where: ErrorPlace, node: YamlNode) -> str:
    kind = error["type"]
    if kind == "missing":
        return _missing(where)
    if kind == "extra_forbidden":
        return _unknown(where)
    shape, text = where.shape, node.text if isinstance(node, YamlScalar) else ""
    if where.at_key:
        keyed = where.shapes[-2]
        assert isinstance(keyed, Keyed)
        shape, text = keyed.key, str(where.path[-1])
    if kind == "said":
        return f"{code(text)} {error['ctx']['why']}"
    if kind == "repeated":
        return f"{code(text)} is in this list twice; remove one"
    if kind == "too_short":
        return f"{_label(where)} is empty; give at least one"
    if isinstance(shape, Value) and kind in _FORM:
        return _unfit(text, shape, where)
    return _takes(where, shape, node)


def _missing(where: ErrorPlace) -> str:
    name, owner = where.path[-1], where.shapes[-2]
    key = owner.fields.get(str(name)) if isinstance(owner, Fixed) else None
    said = f": {_uncapitalized(_first_sentence(key))}" if key and key.description else ""
    return f"{_owner(where)} has no {code(name)}; add it{said}"


def _unknown(where: ErrorPlace) -> str:
    name, owner = str(where.path[-1]), where.shapes[-2]
    known = list(owner.fields) if isinstance(owner, Fixed) else []
    begin = f"{_owner(where)} has no key {code(name)}"
    if (elsewhere := list(homes(name))) and name not in known:
        return f"{begin}; write it {listed_as_they_are(map(_home, elsewhere), MOST_NAMES, last='or')}"
    return f"{begin}; {suggestion(name, known, 'it may have')}"


def _home(path: str) -> str:
    """Where a key belongs, in words."""
    parent, _, _ = path.rpartition(".")
    if not parent:
        return "at the top level of the file, beside `sites`"
    if parent.endswith("[]"):
        return f"in an entry of `{parent.removesuffix('[]')}`"
    return f"under `{parent}`"


def _meant(where: ErrorPlace) -> str | None:
    owner, name = where.shapes[-2], str(where.path[-1])
    if not isinstance(owner, Fixed) or any(homes(name)):
        return None
    return closest(name, owner.fields)


def _takes(where: ErrorPlace, shape: Shape | None, node: YamlNode) -> str:
    """Something of another type, or out of range."""
    label = _label(where)
    if not isinstance(shape, Value):
        hint = f"; write `[{node.text}]`" if isinstance(shape, Many) and _is_word(node) else ""
        return f"{label} takes {in_words(shape)}, not {_seen(node)}{hint}"
    choices = f"{listed(shape.choices, 'or')}" if shape.choices else shape.type
    allowed = f": {shape.allowed}" if shape.allowed else ""
    if isinstance(node, YamlScalar) and not isinstance(node.value, str):
        read = f"YAML reads {code(node.text)[1:-1]} as {made_of(node)}"
        if shape.pattern and re.search(shape.pattern, node.text):
            return f"{read}; write {in_quotes(node)} in quotes"
        if isinstance(node.value, int) and not isinstance(node.value, bool) and shape.type == "a whole number":
            return f"{label} takes {shape.allowed}, not {code(node.text)}"
        if shape.type == "a whole number" and made_of(node) == "a number":
            return f"{label} takes {shape.type} in plain digits, {shape.allowed}, not {code(node.text)}"
        return f"{read}; {label} takes {choices}{allowed}"
    if not isinstance(node, YamlScalar):
        return f"{label} takes {choices}, not {_seen(node)}"
    if shape.type == "a whole number" and re.fullmatch("[0-9]{1,9}", node.text):
        return f"{label} takes {shape.type}: write {node.text} without quotes"
    if shape.choices and (meant := closest(node.text, shape.choices)):
        return f"{label} takes {choices}, not {code(node.text)}; did you mean {code(meant)}?"
    return f"{label} takes {choices}{allowed}, not {code(node.text)}"


def _unfit(text: str, shape: Value, where: ErrorPlace) -> str:
    """A text that is not of the form that its type wants, with the reason and a form that would do."""
    begin = f"{code(text)} is not {shape.type}"
    takes = shape.allowed
    if not text:
        return f"{_label(where)} is an empty text; it takes {shape.type}: {takes}"
    if shape.type == "a name":
        reason = "it becomes part of file names, users and connectors"
        if where.at_key and isinstance(keyed := where.shapes[-2], Keyed):
            begin = f"{code(text)} cannot be the name of {_an(keyed.placeholder)}"
            if keyed.placeholder == "broker" and REWRITTEN.search(text):
                reason = f"ActiveMQ would rewrite it to {code(REWRITTEN.sub('_', text))}, and {reason}"
        return f"{begin}: {reason}. It takes {takes}{_instead(_slug(text), ID_PATTERN, 40)}"
    if shape.type == "a name of a collective":
        reason = "it is the first part of every destination"
        if text.casefold().startswith("activemq"):
            return f"{begin}: destinations that begin with `ActiveMQ` belong to the broker; choose another name"
        if "." in text:
            reason = "a dot would split the names of its destinations"
        return f"{begin}: {reason}. It takes {takes}{_instead(_slug(text), shape.pattern, 40)}"
    if shape.type == "a host name":
        if re.search(r"^[a-z+]+://|:[0-9]+$", text):
            return f"{begin}: write the name alone; ports are `openwire_port` and `stomp_port`"
        return f"{begin}: {takes}{_instead(text.lower().rstrip('.').replace('_', '-'), shape.pattern, 240)}"
    if "\n" in text.rstrip("\n"):
        return f"{begin} on one line; a break is inside"
    if text.endswith("\n"):
        return f"{_label(where)} ends with a line break; write `>-` instead of `>` or `|`"
    return f"{begin}: {takes}"


def _instead(better: str, pattern: str, most: int) -> str:
    return f"; write {code(better)}" if len(better) <= most and re.search(pattern, better) else ""


def _slug(text: str) -> str:
    ascii_text = normalize("NFKD", text[:200]).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", ascii_text).strip("-")


def _label(where: ErrorPlace) -> str:
    """What the value at a place is called: by its key, and for an item by that of its list."""
    if not where.path:
        return "the topology"
    name, owner = where.path[-1], where.shapes[-2]
    if isinstance(owner, Keyed):
        return f"{owner.placeholder} {code(name)}"
    if isinstance(owner, Many):
        return f"an entry of {code(next(piece for piece in reversed(where.path) if isinstance(piece, str)))}"
    return code(name)


def _owner(where: ErrorPlace) -> str:
    """What the mapping around a key is called."""
    owner = ErrorPlace(where.path[:-1], where.shapes[:-1])
    if owner.path and isinstance(owner.path[-1], int):
        return f"this {str(owner.path[-2]).removesuffix('s')}"
    return _label(owner)


def _seen(node: YamlNode) -> str:
    if isinstance(node, YamlMapping):
        return "a mapping"
    if isinstance(node, YamlSequence):
        return "a list"
    return code(node.text) if isinstance(node.value, str) else f"{made_of(node)} ({code(node.text)})"


def _is_word(node: YamlNode) -> TypeGuard[YamlScalar]:
    return isinstance(node, YamlScalar) and bool(re.fullmatch(r"[A-Za-z0-9_.-]{1,60}", node.text))


def _first_sentence(key: KeyShape) -> str:
    return key.description.partition(". ")[0].rstrip(".")


def _uncapitalized(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _an(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"

"""Elements, attributes and values that ActiveMQ does not know, and imports that are not there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from broker_network.activemq.read import XmlElement
from broker_network.activemq.read.attributes import source as at
from broker_network.activemq.schema import Allowed, Attribute, Child, Schema, schema
from broker_network.network import Source
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.fix import FileEdit, Fix, deleting, removing, renaming, sure, undecided
from broker_network.wording import closest

_WRONG = {
    "boolean": "neither true nor false",
    "flag": "neither true nor false",
    "number": "no whole number",
    "size": "no size",
}

_RIGHT = {
    "boolean": "true or false",
    "flag": "true or false",
    "number": "a whole number",
    "size": "a size, such as 64 mb",
}

_PLAIN = re.compile(r"[A-Za-z0-9 .,:;/+-]*")


def _find(case: Case) -> Iterator[Fault]:
    known = schema()
    bits = known.bits(case.release)
    judge = _Judge(known, bits, f"ActiveMQ {case.release}" if case.release else "ActiveMQ")
    names = {one.source: one.name for one in case.network.brokers if one.source}
    for document in case.documents:
        waiting = [document.root]
        while waiting:
            element = waiting.pop()
            if element.name == "broker" and not element.foreign:
                name = names.get(Source(element.file, element.line, element.column), document.broker)
                yield from judge.findings(element, name)
            else:
                waiting.extend(reversed(element.children))
    for broker in case.network.brokers:
        for one in broker.imports:
            if one.found is False:
                yield Fault(
                    broker.name,
                    one.source,
                    f"{one.resource}, which the file imports, is not beside it: the broker does not start.",
                    undecided(
                        "something may need it", "Or put the file there, if it is needed.", *deleting(one.source)
                    ),
                    "resource",
                )


class _Element(NamedTuple):
    """An element as some releases know it.

    `any_text` are the attributes that may have any text: most elements have no others. `held` says for each element
    that may stand inside which elements that one may hold.
    """

    allowed: Allowed
    any_text: frozenset[str]
    held: Mapping[str, frozenset[str]]


class _Judge:
    """Holds elements against the table, as the releases of `bits` know it."""

    def __init__(self, known: Schema, bits: int, who: str) -> None:
        self._known = known
        self._bits = bits
        self._present = frozenset(name for name, one in known.elements.items() if one.releases & bits)
        self._who = who
        self._elements: dict[str, _Element | None] = {}

    def findings(self, broker: XmlElement, name: str) -> Iterator[Fault]:
        """What is wrong with a broker's element and all inside it."""
        waiting = [broker]
        while waiting:
            element = waiting.pop()
            known = self._element(element.name)
            if known is None:
                continue
            if not element.attributes.keys() <= known.any_text:
                yield from self._attributes(element, known.allowed.attributes, name)
            for child in element.children:
                if child.foreign:
                    continue
                held = known.held.get(child.name)
                if held is None:
                    yield self._misplaced(child, element, known.allowed, name)
                    continue
                if child.attributes:
                    yield from self._attributes(child, {}, name)
                for inner in child.children:
                    if inner.name in held and not inner.foreign:
                        waiting.append(inner)
                    elif not inner.foreign:
                        yield self._not_held(inner, child, known.allowed.children[child.name], name)

    def _element(self, name: str) -> _Element | None:
        """What these releases know of an element, put together once for a thousand files; None where nothing."""
        if name not in self._elements:
            self._elements[name] = self._put_together(name)
        return self._elements[name]

    def _put_together(self, name: str) -> _Element | None:
        allowed = self._known.elements.get(name)
        if allowed is None:
            return None
        any_text = [key for key, one in allowed.attributes.items() if one.kind == "text" and one.releases & self._bits]
        held = {
            key: self._present if place.holds is None else self._present & place.holds
            for key, place in allowed.children.items()
            if place.releases & self._bits
        }
        return _Element(allowed, frozenset(any_text), held)

    def _may_hold(self, place: Child, name: str) -> bool:
        return name in self._present and (place.holds is None or name in place.holds)

    def _attributes(self, element: XmlElement, allowed: Mapping[str, Attribute], name: str) -> Iterator[Fault]:
        for attribute, text in element.attributes.items():
            known = allowed.get(attribute)
            if known is not None and known.releases & self._bits:
                if not known.allows(text) and _is_plain(text):
                    yield _finding(
                        element,
                        name,
                        f'{attribute}="{_short(text)}" is {_WRONG[known.kind]}.',
                        f"Give {attribute} {_RIGHT[known.kind]}.",
                        attribute,
                    )
            elif " " not in attribute:
                others = [key for key, one in allowed.items() if one.releases & self._bits]
                close = _closest(attribute, others)
                yield _finding(
                    element,
                    name,
                    f"{self._who} knows no attribute {attribute} of <{element.name}>{self._elsewhere(known)}.",
                    _meant(*(renaming(at(element), attribute, close) if close else removing(at(element), attribute))),
                    attribute,
                )

    def _misplaced(self, child: XmlElement, parent: XmlElement, allowed: Allowed, name: str) -> Fault:
        """An element that stands where a release does not want it, or that no release knows."""
        holders = [
            key
            for key, place in allowed.children.items()
            if place.releases & self._bits and place.holds and self._may_hold(place, child.name)
        ]
        listed = f"{child.name.removesuffix('y')}ies" if child.name.endswith("y") else f"{child.name}s"
        if listed in allowed.children:
            holders = [listed]
        if child.name in self._known.elements and holders:
            return _finding(
                child,
                name,
                f"<{child.name}> stands directly inside <{parent.name}>, where {self._who} does not allow it.",
                sure(FileEdit("put-into", at(child), value=holders[0])),
            )
        known = allowed.children.get(child.name)
        close = _closest(child.name, [key for key, one in allowed.children.items() if one.releases & self._bits])
        return _finding(
            child,
            name,
            f"{self._who} knows no <{child.name}> inside <{parent.name}>{self._elsewhere(known)}.",
            _other_element(child, close),
        )

    def _not_held(self, inner: XmlElement, holder: XmlElement, place: Child, name: str) -> Fault:
        """An element inside of one that lists others."""
        candidates = place.holds if place.holds is not None else self._known.elements
        close = _closest(inner.name, [key for key in candidates if self._may_hold(place, key)])
        known = self._known.elements.get(inner.name)
        old = known if known and (place.holds is None or inner.name in place.holds) else None
        between = next(
            (key for key in sorted(place.holds or ()) if inner.name in self._known.elements[key].children), None
        )
        if between:
            return _finding(
                inner,
                name,
                f"<{inner.name}> stands directly inside <{holder.name}>, where {self._who} does not allow it.",
                sure(FileEdit("put-into", at(inner), value=between)),
            )
        return _finding(
            inner,
            name,
            f"{self._who} knows no <{inner.name}> inside <{holder.name}>{self._elsewhere(old)}.",
            _other_element(inner, close),
        )

    def _elsewhere(self, known: Attribute | Child | Allowed | None) -> str:
        """For what other releases know, which they are."""
        return f"; it is of {self._known.lines(known.releases)}" if known else ""


def _finding(element: XmlElement, broker: str, message: str, fix: Fix | str, attribute: str | None = None) -> Fault:
    return Fault(broker, at(element), message, fix, attribute)


def _meant(*edits: FileEdit) -> Fix:
    return undecided("only you know what is meant", "", *edits)


def _other_element(element: XmlElement, close: str | None) -> Fix:
    if close:
        return _meant(FileEdit("rename-element", at(element), element.name, close))
    return undecided("only you know what is meant", "Or put it where it belongs.", *deleting(at(element)))


def _is_plain(text: str) -> bool:
    """Whether a value is neither left to a placeholder, of whatever form, nor a reference to a bean."""
    return _PLAIN.fullmatch(text) is not None


def _closest(name: str, names: Iterable[str]) -> str | None:
    return closest(name, names, cutoff=0.75)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."


RULE = Rule(__name__, _find, Severity.ERROR, decides="only you know which value is meant")

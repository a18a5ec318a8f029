"""What the reference pages list: keys, commands, attributes, destinations, sources. Each from its one place."""

from __future__ import annotations

import argparse
import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict

from broker_network.activemq.elements import ELEMENTS, ModelAttribute, ModelElement
from broker_network.activemq.releases import LINES, Release, filled, release_data
from broker_network.activemq.schema import schema
from broker_network.design.topology.reference import Key, keys
from broker_network.wording import listed

from .incremental import KEPT, Status, status
from .page import UnknownName

_HERE = Path(__file__).parent
_SOURCES = _HERE.parent / "docs" / "sources.yml"


class KeyGroup(NamedTuple):
    """The keys of one mapping of `topology.yaml`: where it stands, and its keys without that."""

    place: str
    keys: list[tuple[str, Key]]


class Argument(NamedTuple):
    """One argument of a command, as it is written."""

    usage: str
    help: str


class CommandHelp(NamedTuple):
    """One command of `broker-network`."""

    name: str
    usage: str
    description: str
    arguments: list[Argument]


class AttributeRow(NamedTuple):
    """An attribute of an element of `activemq.xml`; all but its `name` and the ids of its `sources` is Markdown."""

    name: str
    type: str
    default: str
    meaning: str
    sources: tuple[str, ...]


class ElementTable(NamedTuple):
    """An element of `activemq.xml` with its attributes; `meaning` is Markdown."""

    name: str
    meaning: str
    attributes: list[AttributeRow]


class _Data(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class MessageKind(_Data):
    """A destination of MCollective: what it is for, who sends to it, who reads it."""

    what: str
    destination: str
    sent_by: str
    read_by: str
    note: str = ""


class CitedSource(_Data):
    """Where a statement comes from."""

    title: str
    where: str = ""
    url: str | None = None


def groups() -> list[KeyGroup]:
    """Every mapping of `topology.yaml` with its keys, in the model's order."""
    found: dict[str, list[tuple[str, Key]]] = {}
    for key in keys():
        place, _, name = key.path.rpartition(".")
        found.setdefault(place, []).append((name, key))
    return [KeyGroup(place, rows) for place, rows in found.items()]


def commands() -> list[CommandHelp]:
    """Every command, from the parser that reads them."""
    from broker_network.cli import parser

    found = []
    for action in parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                usage = " ".join(command.format_usage().removeprefix("usage: ").split())
                arguments = [
                    Argument(", ".join(one.option_strings) or str(one.metavar or one.dest), one.help or "")
                    for one in command._actions
                    if not isinstance(one, argparse._HelpAction)
                ]
                found.append(CommandHelp(name, usage, command.description or "", arguments))
    return found


def elements() -> list[ElementTable]:
    """Every element of `activemq.xml` that the model knows, with its attributes."""
    return [
        ElementTable(
            element.name,
            element.meaning,
            [
                AttributeRow(one.name, one.type.name, _default(element, one), one.meaning, one.sources)
                for one in element.attributes
            ],
        )
        for element in ELEMENTS.values()
    ]


def _default(element: ModelElement, attribute: ModelAttribute) -> str:
    """What leaving an attribute out says: in the oldest line that files can be written for, and what changed since."""
    oldest = Release(*LINES[0], 0)
    first = attribute.default_on(oldest)
    later = [f"from {change.since} `{value}`" for change, value in attribute.changed if change.since > oldest]
    said = f"`{first}`" if first is not None else attribute.default_in_words or "none"
    return ", ".join([said, *later]) + _known_to(element, attribute)


def _known_to(element: ModelElement, attribute: ModelAttribute) -> str:
    """The lines that know an attribute, where some of those that files can be written for do not."""
    allowed = schema().elements[element.name]
    known = allowed.attributes.get(attribute.name) or allowed.children[attribute.name]
    places = {one.line: place for place, one in enumerate(schema().releases)}
    lines = [line for line in LINES if known.releases >> places[line] & 1]
    return "" if len(lines) == len(LINES) else f" ({listed('{}.{}'.format(*line) for line in lines)} only)"


def destinations() -> list[MessageKind]:
    """The destinations of MCollective, as `destinations.yaml` beside this module has them."""
    path = _HERE / "destinations.yaml"
    KEPT.ask(status, path)
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [MessageKind.model_validate_json(json.dumps(entry)) for entry in read]


def sources() -> dict[str, CitedSource]:
    """Every reference of `docs/sources.yml` by its id."""
    return _sources(KEPT.ask(status, _SOURCES))


@lru_cache(maxsize=1)
def _sources(_: Status) -> dict[str, CitedSource]:
    read = yaml.safe_load(filled(_SOURCES.read_text(encoding="utf-8")))
    return {ident: CitedSource.model_validate_json(json.dumps(entry)) for ident, entry in read.items()}


@lru_cache(maxsize=1)  # a page cites dozens of sources
def cves() -> dict[str, CitedSource]:
    """Every CVE of `releases.json` by its number."""
    found = release_data().notices
    return {
        ident: CitedSource(title=ident, where=f"{one.title}: {one}", url=one.sources[0]) for ident, one in found.items()
    }


def source(ident: str) -> CitedSource:
    """The reference of that id, or the CVE of that number; raise UnknownName with the known ids when there is none."""
    known, numbers = sources(), cves()
    found = known.get(ident) or numbers.get(ident)
    if found is None:
        raise UnknownName("source in docs/sources.yml", ident, [*known, *numbers])
    return found

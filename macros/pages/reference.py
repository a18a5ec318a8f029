"""What the reference pages list: keys, commands, attributes, destinations, sources. Each from its one place."""

from __future__ import annotations

import argparse
import json
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict

from ..topology import model
from .page import Unknown

_HERE = Path(__file__).parent
_SOURCES = _HERE.parents[1] / "docs" / "sources.yml"


class Key(NamedTuple):
    """One key of `topology.yaml`. `default` is None where the key must be given."""

    name: str
    type: str
    required: bool
    description: str


class Model(NamedTuple):
    """One mapping of `topology.yaml`: where it stands, what it is, its keys."""

    place: str
    anchor: str
    summary: str
    keys: list[Key]


class Argument(NamedTuple):
    """One argument of a command, as it is written."""

    usage: str
    help: str


class Command(NamedTuple):
    """One command of `python -m macros`."""

    name: str
    usage: str
    description: str
    arguments: list[Argument]


class _Data(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class Attribute(_Data):
    """An attribute or child of `networkConnector`. `changes` are defaults that came with later releases."""

    name: str
    default: str
    meaning: str
    changes: dict[str, str] = {}
    sources: tuple[str, ...] = ()


class MessageKind(_Data):
    """A destination of MCollective: what it is for, who sends to it, who reads it."""

    what: str
    destination: str
    sent_by: str
    read_by: str
    note: str = ""


class Source(_Data):
    """Where a statement comes from."""

    title: str
    where: str = ""
    url: str | None = None


def models() -> list[Model]:
    """Every mapping of `topology.yaml`, outermost first, from the model's own schema."""
    schema = model.Topology.model_json_schema(by_alias=True)
    waiting = [("", schema)]
    found: list[Model] = []
    seen: set[str] = set()
    while waiting:
        place, described = waiting.pop(0)
        keys = []
        for name, field in described["properties"].items():
            for below, reference in _models_in(field, f"{place}.{name}".removeprefix(".")):
                if below not in seen:
                    seen.add(below)
                    waiting.append((below, schema["$defs"][reference]))
            required = name in described.get("required", ())
            keys.append(Key(name, _type(field), required, field.get("description", "")))
        found.append(Model(place, _anchor(place), described.get("description", ""), keys))
    return found


def _models_in(field: dict[str, Any], place: str) -> list[tuple[str, str]]:
    if "$ref" in field:
        return [(place, field["$ref"].rpartition("/")[2])]
    found = [pair for option in field.get("anyOf", ()) for pair in _models_in(option, place)]
    if isinstance(field.get("items"), dict):
        found += _models_in(field["items"], f"{place}[]")
    values = field.get("additionalProperties")
    if isinstance(values, dict):
        found += _models_in(values, f"{place}.<name>")
    for value in field.get("patternProperties", {}).values():
        found += _models_in(value, f"{place}.<name>")
    return found


def _type(field: dict[str, Any]) -> str:
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(_type(one) for one in field["anyOf"] if one.get("type") != "null"))
    if "enum" in field:
        return " or ".join(f"`{value}`" for value in field["enum"])
    if "const" in field:
        return f"`{field['const']}`"
    kind = field.get("type")
    if kind == "array":
        return f"list of {_type(field['items'])}"
    if kind == "integer":
        return f"number from {field['minimum']} to {field['maximum']}" if "maximum" in field else "number"
    if kind == "object" and "properties" not in field:
        return "mapping of names"
    return {"boolean": "`true` or `false`", "string": "text"}.get(str(kind), "mapping")


def _anchor(place: str) -> str:
    return "key-" + (place.replace(".<name>", "").replace("[]", "").replace(".", "-") or "topology")


def commands() -> list[Command]:
    """Every command, from the parser that reads them."""
    from ..cli import parser

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
                found.append(Command(name, usage, command.description or "", arguments))
    return found


@lru_cache(maxsize=8)
def _read(text: str) -> Any:
    return yaml.safe_load(text)


def attributes() -> list[Attribute]:
    """The reference of `networkConnector`, as `network_connector.yaml` beside this module has it."""
    read = _read((_HERE / "network_connector.yaml").read_text(encoding="utf-8"))
    return [Attribute.model_validate_json(json.dumps(entry)) for entry in read]


def destinations() -> list[MessageKind]:
    """The destinations of MCollective, as `destinations.yaml` beside this module has them."""
    read = _read((_HERE / "destinations.yaml").read_text(encoding="utf-8"))
    return [MessageKind.model_validate_json(json.dumps(entry)) for entry in read]


def sources() -> dict[str, Source]:
    """Every reference of `docs/sources.yml` by its id."""
    read = _read(_SOURCES.read_text(encoding="utf-8"))
    return {ident: Source.model_validate_json(json.dumps(entry)) for ident, entry in read.items()}


def source(ident: str) -> Source:
    """The reference of that id; raise Unknown with the known ids when there is none."""
    known = sources()
    if ident not in known:
        raise Unknown("source in docs/sources.yml", ident, list(known))
    return known[ident]

"""The JSON Schema of `topology.yaml`, for editors."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from .model import Topology

SCHEMA_FILE = "topology.schema.json"


@cache
def schema() -> str:
    """The JSON Schema (draft 2020-12) as stable, indented text.

    It says what the model says about shapes and single values. A key without a value is refused when a
    topology is loaded, so the schema knows no null, save for an operator without settings.
    """
    generated = Topology.model_json_schema(by_alias=True, schema_generator=_Generator)
    definitions = {name: _tidy(definition) for name, definition in sorted(generated.pop("$defs").items())}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_FILE, "title": "topology.yaml"}
    whole = head | {key: value for key, value in _tidy(generated).items() if key != "title"} | {"$defs": definitions}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


class _Generator(GenerateJsonSchema):
    """Calls a definition by what it describes: `Broker`, and not `BrokerEntry` as the model does."""

    def normalize_name(self, name: str) -> str:
        """The name of a definition."""
        return super().normalize_name(name).removesuffix("Entry")


def _tidy(definition: dict[str, Any]) -> dict[str, Any]:
    """One object of the schema without pydantic's titles and nulls; no key but the known ones."""
    properties = {name: _without_null(_closed(value)) for name, value in definition["properties"].items()}
    return {key: value for key, value in definition.items() if key != "title"} | {"properties": properties}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in schema.items() if key != "title"}
    if {"type": "null"} not in kept.get("anyOf", []):
        return kept
    if kept.get("default", ...) is None:
        del kept["default"]
    options = [option for option in kept.pop("anyOf") if option != {"type": "null"}]
    return (options[0] | kept) if len(options) == 1 else kept | {"anyOf": options}


def _closed(schema: Any) -> Any:
    """Mappings with keys that the reader chooses take no key of another form."""
    if isinstance(schema, list):
        return [_closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    return closed | {"additionalProperties": False} if "patternProperties" in closed else closed

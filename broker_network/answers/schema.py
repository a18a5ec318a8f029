"""The JSON Schema of answers, from the types of the dataclasses that hold them."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, Literal

from broker_network.network import Destination, Source, Unknown

from .data import VERSION

_SIMPLE = {str: "string", int: "integer", float: "number", bool: "boolean", types.NoneType: "null"}


def schema(answers: Mapping[str, object]) -> dict[str, Any]:
    """One schema for the documents of all commands; `answers` is the type of each command's answer."""
    known: dict[str, Any] = {}
    branches = [
        {
            "type": "object",
            "description": f"What `{command}` writes.",
            "properties": {
                "version": {"const": VERSION},
                "command": {"const": command},
                "answer": _of(answer, known),
            },
            "required": ["version", "command", "answer"],
            "additionalProperties": False,
        }
        for command, answer in answers.items()
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What the commands that ask about a network write with --format json",
        "oneOf": branches,
        "$defs": dict(sorted(known.items())),
    }


def _of(kind: Any, known: dict[str, Any]) -> dict[str, Any]:
    """The schema of a type; what a dataclass comes to is added to `known` once."""
    if kind in _SIMPLE:
        return {"type": _SIMPLE[kind]}
    if kind is Source:
        return {"type": "string", "description": "file:line"}
    if kind is Destination:
        return {"type": "string", "description": "queue or topic, and its name"}
    if kind is Unknown:
        return {"type": "object", "properties": {"unknown": {"type": "string"}}, "required": ["unknown"]}
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (typing.Union, types.UnionType):
        return {"anyOf": [_of(one, known) for one in arguments]}
    if origin in (tuple, list, set, frozenset, Sequence, Iterable):
        if origin is tuple and arguments[-1:] != (Ellipsis,):
            items = [_of(one, known) for one in arguments]
            return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
        return {"type": "array", "items": _of(arguments[0], known)}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": _of(arguments[1], known)}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [one.name.lower() for one in kind]}
    if is_dataclass(kind):
        return _of_dataclass(kind, known)
    raise TypeError(f"no schema for {kind!r}")


def _of_dataclass(kind: Any, known: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__
    if name not in known:
        known[name] = {}
        hints = typing.get_type_hints(kind)
        shown = [field.name for field in fields(kind) if field.repr]
        known[name] = {
            "type": "object",
            "description": inspect.cleandoc(kind.__doc__ or ""),
            "properties": {field: _of(hints[field], known) for field in shown},
            "required": shown,
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{name}"}

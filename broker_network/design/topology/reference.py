"""The keys of `topology.yaml` as rows for the reference page, from the model alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from .phrases import listed
from .shape import Either, Keyed, KeyShape, Many, Shape, Value, in_words, keys_below, topology_shape

# Where a description says what follows from other keys when this one is left out.
_DERIVED = " Default: "


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its path (`sites.<site>.brokers.<broker>.host`), and what it takes, in words.

    `default` is `required` for a key that must be there, and empty where leaving it out means nothing.
    """

    path: str
    type: str
    default: str
    description: str
    allowed: str


def keys() -> tuple[Key, ...]:
    """Every key that the model knows, in the model's order."""
    return tuple(_row(path, key) for path, key in keys_below(topology_shape(), "") if key is not None)


def _row(path: str, key: KeyShape) -> Key:
    description, _, derived = key.description.partition(_DERIVED)
    default = "required" if key.required else derived.rstrip(".") or _literal(key.default)
    return Key(path, _type(key.shape), default, description, _allowed(key.shape))


def _type(shape: Shape) -> str:
    match shape:
        case Value(choices=("true", "false")):
            return "true or false"
        case Value():
            return shape.type
        case Many(Value(choices=choices)) if choices:
            return "a list of words"
        case Many(Value(type=words)):
            return f"a list, each {words}"
        case Many():
            return "a list of mappings"
        case Keyed(placeholder, _, Value(type=words)):
            return f"a mapping from each {placeholder} to {words}"
        case Keyed(placeholder):
            return f"a mapping from each {placeholder} to its settings"
        case Either(options):
            return ", or ".join(map(_type, options.values()))
        case _:
            return in_words(shape)


def _allowed(shape: Shape) -> str:
    match shape:
        case Value(choices=choices) if choices:
            return listed(choices, "or")
        case Value(allowed=allowed):
            return allowed
        case Many(item):
            return _allowed(item)
        case Keyed(_, key):
            return key.allowed
        case Either(options):
            return next(iter(dict.fromkeys(map(_allowed, options.values()))))
        case _:
            return ""


def _literal(default: Any) -> str:
    """A default as it would stand in the file."""
    if default is None or default in ((), {}):
        return ""
    if isinstance(default, BaseModel):
        return ", ".join(f"`{name}: {value}`" for name, value in default.model_dump(by_alias=True).items())
    if isinstance(default, tuple):
        return f"`[{', '.join(default)}]`"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"

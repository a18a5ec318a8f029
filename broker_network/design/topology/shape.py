"""The model as a tree of shapes, for messages and for the reference page: what each key takes, in words.

pydantic (2.14) checks; its errors hold a path and a kind, and no words for readers. A path also holds tags and marks
that stand in no file, and only the model tells which pieces those are. Its JSON Schema would do for the words, but for
how a kind is called and which key stands for a name of the reader's choice; those are marks on the model's types.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import BaseModel, StringConstraints, Tag
from pydantic.fields import FieldInfo

from .model import Topology
from .values import Placeholder, TypeWords
from .yaml_tree import KeyPath


@dataclass(frozen=True, slots=True)
class Value:
    """A single value: its type and what it may be, in words; `choices` or `pattern` where there are such."""

    type: str
    allowed: str = ""
    choices: tuple[str, ...] = ()
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Many:
    """A list of things that are alike."""

    item: Shape


@dataclass(frozen=True, slots=True)
class Keyed:
    """A mapping whose keys the reader chooses; `placeholder` stands for one. `bare` keys may be without a value."""

    placeholder: str
    key: Value
    item: Shape
    bare: bool


@dataclass(frozen=True, slots=True)
class Either:
    """A list or a mapping, by the tags under which pydantic reports them."""

    options: dict[str, Shape]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A mapping whose keys the model knows."""

    fields: dict[str, KeyShape]


@dataclass(frozen=True, slots=True)
class KeyShape:
    """One key of the model, as YAML spells it. `default` is None where it is derived or absent."""

    description: str
    required: bool
    default: Any
    shape: Shape


Shape = Value | Many | Keyed | Either | Fixed


@dataclass(slots=True)
class ErrorPlace:
    """Where an error of pydantic stands: its path in the file, and the shapes along it, beginning with the root."""

    path: KeyPath = ()
    shapes: list[Shape | None] = field(default_factory=list)
    at_key: bool = False

    @property
    def shape(self) -> Shape | None:
        """The shape at the path; None for a key that the model does not know."""
        return self.shapes[-1]


@cache
def topology_shape() -> Fixed:
    """The shape of a whole `topology.yaml`."""
    return _fixed(Topology)


def locate(location: KeyPath, unknown_key: bool) -> ErrorPlace:
    """Follow a location of pydantic, which also holds tags and marks that stand in no file."""
    shape: Shape | None = topology_shape()
    found = ErrorPlace(shapes=[shape])
    for index, piece in enumerate(location):
        last = index == len(location) - 1
        if isinstance(shape, Either):
            shape = found.shapes[-1] = shape.options.get(str(piece))
            continue
        inside_keyed = len(found.shapes) > 1 and isinstance(found.shapes[-2], Keyed)
        if piece == "[key]" and last and inside_keyed and not unknown_key:
            found.at_key = True
            break
        match shape:
            case Fixed(fields):
                shape = fields[str(piece)].shape if piece in fields else None
            case Keyed() | Many():
                shape = shape.item
            case _:
                break
        found.path += (piece,)
        found.shapes.append(shape)
    return found


def in_words(shape: Shape | None) -> str:
    """What a shape is, as in "`count` takes a whole number"."""
    match shape:
        case Value(type=words):
            return words
        case Many():
            return "a list"
        case Either():
            return "a list or a mapping"
        case _:
            return "a mapping"


def homes(name: str) -> Iterator[str]:
    """The paths of all places in the model that have a key of this name."""
    return (path for path, key in keys_below(topology_shape(), "") if key and path.rpartition(".")[2] == name)


def keys_below(shape: Shape, prefix: str) -> Iterator[tuple[str, KeyShape | None]]:
    """Every key at any depth with its path in words, in the model's order; None for a key the reader chooses."""
    match shape:
        case Fixed(fields):
            for name, key in fields.items():
                path = f"{prefix}.{name}" if prefix else name
                yield path, key
                yield from keys_below(key.shape, path)
        case Keyed(placeholder, _, item, _):
            path = f"{prefix}.<{placeholder}>"
            yield path, None
            yield from keys_below(item, path)
        case Many(item):
            yield from keys_below(item, f"{prefix}[]")
        case Either(options):
            for option in options.values():
                yield from keys_below(option, prefix)


def _fixed(model: type[BaseModel]) -> Fixed:
    return Fixed(
        {
            info.alias or name: KeyShape(
                info.description or "",
                info.is_required(),
                info.default if not info.is_required() else None,
                _shape(info.annotation, info.metadata),
            )
            for name, info in model.model_fields.items()
        }
    )


def _shape(annotation: Any, metadata: Iterable[Any]) -> Shape:
    known = list(metadata)
    while get_origin(annotation) is Annotated:
        annotation, *more = get_args(annotation)
        known += more
    if words := _one(TypeWords, known):
        constraints = _one(StringConstraints, known)
        pattern = constraints.pattern if constraints else ""
        return Value(_with_article(words.type), words.allowed, pattern=str(pattern or ""))
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        options = [option for option in arguments if option is not type(None)]
        if len(options) == 1:
            return _shape(options[0], known)
        tagged = ((tag.tag, option) for option in options if (tag := _one(Tag, get_args(option))))
        return Either({tag: _shape(option, ()) for tag, option in tagged})
    if origin is tuple:
        return Many(_shape(arguments[0], ()))
    if origin is dict:
        key = _shape(arguments[0], ())
        placeholder = _one(Placeholder, get_args(arguments[0]))
        assert isinstance(key, Value) and placeholder is not None
        return Keyed(placeholder.name, key, _shape(arguments[1], ()), bare=type(None) in get_args(arguments[1]))
    if origin is Literal:
        return Value("a word", "", tuple(map(str, arguments)))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _fixed(annotation)
    if annotation is bool:
        return Value("true or false", "", ("true", "false"))
    assert annotation is int, annotation
    return Value("a whole number", _range(known))


def _one(wanted: type[Any], metadata: Iterable[Any]) -> Any:
    return next((one for one in metadata if isinstance(one, wanted)), None)


def _range(metadata: Iterable[Any]) -> str:
    bounds: list[Any] = []
    for one in metadata:
        bounds += one.metadata if isinstance(one, FieldInfo) else [one]
    low, high = _one(Ge, bounds), _one(Le, bounds)
    return f"{low.ge} to {high.le}" if low and high else ""


def _with_article(words: str) -> str:
    if words == "text":
        return words
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"

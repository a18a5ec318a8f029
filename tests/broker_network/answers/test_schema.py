"""The JSON Schema of dataclasses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal

import jsonschema
import pytest

from broker_network.answers.data import document
from broker_network.answers.schema import schema
from broker_network.network import Destination, Source, Unknown, queue

Level = Enum("Level", ["LOW", "HIGH"])


@dataclass(frozen=True)
class Row:
    """One row."""

    where: Source
    what: Destination
    count: int | Unknown
    kind: Literal["a", "b"]
    level: Level
    pair: tuple[str, int]
    hidden: str = field(default="", repr=False)


@dataclass(frozen=True)
class Answer:
    """All rows, by name too."""

    rows: tuple[Row, ...]
    by_name: Mapping[str, Row]
    none: str | None = None


ROW = Row(Source("a.xml", 1), queue("q"), Unknown("${n}"), "a", Level.HIGH, ("x", 1))


def valid(value: object, command: str = "ask") -> None:
    jsonschema.validate(document(command, value), schema({"ask": Answer}), jsonschema.Draft202012Validator)


def test_what_is_written_of_an_answer_is_valid() -> None:
    valid(Answer((ROW,), {"one": ROW}))


@pytest.mark.parametrize(
    "changes", [{"kind": "c"}, {"level": "middle"}, {"pair": ("x", 1, 2)}, {"count": "many"}, {"where": 1}], ids=str
)
def test_a_value_of_another_kind_is_not_valid(changes: dict[str, Any]) -> None:
    wrong = document("ask", Answer((ROW,), {}))
    wrong["answer"]["rows"][0].update(changes)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema({"ask": Answer}), jsonschema.Draft202012Validator)


def test_a_document_of_a_command_that_there_is_not_is_not_valid() -> None:
    with pytest.raises(jsonschema.ValidationError):
        valid(Answer((), {}), "other")


def test_every_key_is_required_and_no_other_is_allowed_but_what_is_hidden_is_neither() -> None:
    row = schema({"ask": Answer})["$defs"]["Row"]
    assert row["required"] == ["where", "what", "count", "kind", "level", "pair"]
    assert row["additionalProperties"] is False
    assert row["description"] == "One row."


def test_a_type_that_has_no_schema_is_refused_when_the_schema_is_made() -> None:
    @dataclass
    class Odd:
        """Odd."""

        it: complex

    with pytest.raises(TypeError, match="no schema for"):
        schema({"ask": Odd})

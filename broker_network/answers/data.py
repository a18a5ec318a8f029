"""Answers as data for scripts: what `--format json` writes, and its JSON Schema, from one set of dataclasses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any

from broker_network.activemq.releases import Release
from broker_network.collect import Reading
from broker_network.network import Destination, Source, Unknown
from broker_network.rules import Finding, Severity

from .check import place_of, texts_of

VERSION = 1
"""Increases when a key changes its meaning or is removed. A new key does not increase it."""


@dataclass(frozen=True, slots=True)
class Found:
    """One finding.

    `broker` is null where no single broker is at fault; `file`, `line` and `column` (both from 1) are null where no
    place in a file is. `attribute` is the one the place is about, null for the whole element.
    """

    rule: str
    severity: str
    broker: str | None
    file: str | None
    line: int | None
    column: int | None
    attribute: str | None
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What `check` found: the brokers it looked at, the findings in the order of brokers, files and lines.

    `activemq` is the release that was named, null where none was. `counts` are by severity. `not_read` says, a
    sentence each, what was left out.
    """

    activemq: str | None
    brokers: tuple[str, ...]
    findings: tuple[Found, ...]
    counts: Mapping[str, int]
    not_read: tuple[str, ...]


def checked(found: Sequence[Finding], reading: Reading, release: Release | None) -> Checked:
    """The findings of a reading, each with its place."""
    texts = texts_of(reading)
    rows = []
    for finding in found:
        place = place_of(finding, texts)
        rows.append(
            Found(
                rule=finding.rule,
                severity=str(finding.severity),
                broker=finding.broker,
                file=finding.source.file if finding.source else None,
                line=place.line if place else None,
                column=place.column if place else None,
                attribute=finding.attribute,
                message=finding.message,
                fix=finding.fix,
            )
        )
    return Checked(
        activemq=str(release) if release else None,
        brokers=tuple(broker.name for broker in reading.network.brokers),
        findings=tuple(rows),
        counts={str(severity): sum(one.severity == severity for one in found) for severity in Severity},
        not_read=reading.left_out,
    )


def document(command: str, answer: object) -> dict[str, Any]:
    """The whole document of a command's answer, ready for `json.dumps`."""
    return {"version": VERSION, "command": command, "answer": jsonable(answer)}


def jsonable(value: object) -> Any:
    """A value as JSON holds it: a source as `file:line`, a destination as `queue name`, an unknown as its text."""
    if isinstance(value, (Source, Destination)):
        return str(value)
    if isinstance(value, Unknown):
        return {"unknown": value.text}
    if isinstance(value, Enum):
        return value.name.lower()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: jsonable(getattr(value, field.name)) for field in fields(value) if field.repr}
    if isinstance(value, Mapping):
        return {str(key): jsonable(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [jsonable(one) for one in value]
    return value

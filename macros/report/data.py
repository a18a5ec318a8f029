"""Answers as JSON for scripts: keys are those of `report.schema.json`, and stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from macros.activemq.read import Reading
from macros.activemq.releases import Release
from macros.network import Destination, Source, Unknown
from macros.rules import Finding, Severity

from .findings import place_of, texts_of

VERSION = 1
"""Grows when a key changes its meaning or goes; new keys may come without."""


def findings(found: Sequence[Finding], reading: Reading, release: Release | None) -> dict[str, Any]:
    """What `check` found."""
    texts = texts_of(reading)
    rows = []
    for finding in found:
        place = place_of(finding, texts)
        rows.append(
            {
                "rule": finding.rule,
                "severity": str(finding.severity),
                "broker": finding.broker,
                "file": finding.source.file if finding.source else None,
                "line": place.line if place else None,
                "column": place.column if place else None,
                "attribute": finding.attribute,
                "message": finding.message,
                "fix": finding.fix,
            }
        )
    counts = {str(severity): sum(one.severity == severity for one in found) for severity in Severity}
    return {
        "version": VERSION,
        "command": "check",
        "activemq": str(release) if release else None,
        "brokers": [broker.name for broker in reading.network.brokers],
        "findings": rows,
        "counts": counts,
        "not_read": list(reading.left_out),
    }


def answer(command: str, value: object) -> dict[str, Any]:
    """Any other command's answer: the fields of its dataclasses, by their names."""
    return {"version": VERSION, "command": command, "answer": plain(value)}


def plain(value: object) -> Any:
    """A value of the model as JSON can hold it: a source as `file:line`, a destination as `queue name`."""
    if isinstance(value, (Source, Destination)):
        return str(value)
    if isinstance(value, Unknown):
        return {"unknown": value.text}
    if isinstance(value, Enum):
        return value.name.lower()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one) for one in value]
    return value

"""Answers as data for scripts: what `--format json` writes, and its JSON Schema, from one set of dataclasses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any

from broker_network.guide import rule_page
from broker_network.network import Destination, Source, Unknown
from broker_network.rules import Finding, Severity
from broker_network.wording import bounded

from .check_report import CheckReport, place_of, texts_of
from .edits import EditData, edit_data
from .release_question import ReleaseQuestion
from .unchecked import Unchecked

VERSION = 1
"""Increases when a key changes its meaning or is removed. A new key does not increase it."""


@dataclass(frozen=True, slots=True)
class Found:
    """One finding.

    `broker` is null where no single broker is at fault; `file`, `line` and `column` (both from 1) are null where no
    place in a file is. `attribute` is the one the place is about, null for the whole element. `page` is the page of the
    rule: an address, or a path in the guide where the guide's address is not known. `sure` is whether `--fix` can make
    the fix; else `decision` says what the reader has to decide. `edits` are what `fix` says, empty where words alone
    tell it.
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
    sure: bool
    decision: str
    edits: tuple[EditData, ...]
    page: str


@dataclass(frozen=True, slots=True)
class SilencedFinding:
    """A finding that does not count: the reason, and the file in which the reason stands."""

    finding: Found
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What `check` found: the brokers it looked at, the findings in the order of brokers, files and lines.

    `activemq` is the release that was named, or those of a topology of several, null where none was; `releases` says
    what it would decide. `members` are MCollective's own files. `counts` are by severity. `not_read` says, a sentence
    each, what was left out, and `unchecked` what the files leave open. `config` is the `broker-network.toml` that was
    used, null where none was, and `selected` are the rules or patterns of rules that were asked, empty for all.
    `silenced` are the findings that do not count, `idle_entries` the places of `[[ignore]]` entries that fit none, and
    `hidden` is how many are below the level that was asked for.
    """

    activemq: str | None
    releases: ReleaseQuestion
    brokers: tuple[str, ...]
    members: tuple[str, ...]
    findings: tuple[Found, ...]
    counts: Mapping[str, int]
    not_read: tuple[str, ...]
    unchecked: tuple[Unchecked, ...]
    config: str | None
    selected: tuple[str, ...]
    silenced: tuple[SilencedFinding, ...]
    idle_entries: tuple[Source, ...]
    hidden: int


def checked(report: CheckReport) -> Checked:
    """A report as data, each finding with its place."""
    reading = report.reading
    texts, guide = texts_of(reading), report.config.guide
    return Checked(
        activemq=report.judged,
        releases=report.question,
        brokers=tuple(bounded(broker.name) for broker in reading.network.brokers),
        members=tuple(member.file for member in reading.members),
        findings=tuple(_found(one, texts, guide) for one in report.findings),
        counts={str(severity): sum(one.severity == severity for one in report.findings) for severity in Severity},
        not_read=tuple(map(bounded, reading.left_out)),
        unchecked=tuple(Unchecked(bounded(one.what), bounded(one.tells), one.place) for one in report.unchecked),
        config=report.config.file,
        selected=tuple(rule for rule, _ in report.config.select),
        silenced=tuple(
            SilencedFinding(_found(one.finding, texts, guide), one.reason, one.file) for one in report.silenced
        ),
        idle_entries=report.idle_entries,
        hidden=report.hidden,
    )


def _found(finding: Finding, texts: Mapping[str, bytes], guide: str | None) -> Found:
    place = place_of(finding, texts)
    return Found(
        rule=finding.rule,
        severity=str(finding.severity),
        broker=bounded(finding.broker) if finding.broker is not None else None,
        file=finding.source.file if finding.source else None,
        line=place.line if place else None,
        column=place.column if place else None,
        attribute=finding.attribute,
        message=bounded(finding.message),
        fix=bounded(finding.fix),
        sure=finding.change.sure,
        decision=finding.change.decision,
        edits=tuple(map(edit_data, finding.change.edits)),
        page=rule_page(finding.rule, guide),
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

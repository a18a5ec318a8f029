"""Results of an experiment as a page shows them: releases that gave the same stand together."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from broker_network import evidence
from broker_network.evidence import Count, Record, Variant

from . import addresses
from .incremental import KEPT, statuses


class Row(NamedTuple):
    """One network that was tried: what was counted, and what each verdict is with the trials that gave it."""

    title: str
    configuration: str
    log: tuple[str, ...]
    counts: list[Count]
    verdicts: list[tuple[str, int]]


class AlikeReleases(NamedTuple):
    """Releases with the same counts and verdicts; `trials` are those on each."""

    records: list[Record]
    trials: int
    rows: list[Row]


class Summary(NamedTuple):
    """An experiment in one line: `releases` oldest first, `trials` over all of them."""

    experiment: str
    question: str
    networks: int
    releases: list[str]
    trials: int


def recorded(experiment: str) -> tuple[Record, ...]:
    """The results of an experiment, oldest release first; empty where there is none."""
    KEPT.ask(statuses, evidence.path(experiment, "").parent)
    return evidence.of_experiment(experiment)


def experiments() -> tuple[str, ...]:
    """Every experiment that has a result, in alphabetical order."""
    return KEPT.ask(evidence.experiments)


def files() -> list[tuple[str, str | bytes]]:
    """Every result: where it is published, and the bytes of its file."""
    return [
        (addresses.record(experiment, one.release), evidence.path(experiment, one.release).read_bytes())
        for experiment in experiments()
        for one in recorded(experiment)
    ]


def overview() -> list[Summary]:
    """All experiments that have a result."""
    return [_summary(recorded(experiment)) for experiment in experiments()]


def made_of() -> dict[str, tuple[str, ...]]:
    """The jars that ran as each release, oldest first."""
    found = {record.release: record.made_of for one in experiments() for record in recorded(one)}
    return dict(sorted(found.items(), key=lambda one: tuple(map(int, one[0].split(".")))))


def _summary(records: tuple[Record, ...]) -> Summary:
    latest = records[-1]
    releases = [record.release for record in records]
    trials = sum(record.trials for record in records)
    return Summary(latest.experiment, latest.question, len(latest.variants), releases, trials)


def of_columns(record: Record, columns: Sequence[str]) -> Record:
    """The record with the counts of these columns alone, in their order, or with all where none is named.

    Raises LookupError for a column that it lacks.
    """
    if missing := [column for column in columns if column not in record.columns]:
        raise LookupError(f"{record.experiment} has no column {missing[0]}, only {', '.join(record.columns)}")
    if not columns:
        return record
    return dataclasses.replace(
        record,
        columns={column: record.columns[column] for column in columns},
        variants={
            ident: dataclasses.replace(one, counts={column: one.counts[column] for column in columns})
            for ident, one in record.variants.items()
        },
    )


def counted(records: Sequence[Record], variant: str, column: str) -> Count:
    """The lowest and the highest that a column counted for one variant, over all trials of all releases given.

    Raises LookupError for a variant or a column that a record lacks.
    """
    for record in records:
        if variant not in record.variants:
            known = ", ".join(record.variants)
            raise LookupError(f"{record.experiment} has no variant {variant} on {record.release}, only {known}")
    counts = [of_columns(record, [column]).variants[variant].counts[column] for record in records]
    return Count(min(one.lowest for one in counts), max(one.highest for one in counts))


def alike(records: Iterable[Record]) -> list[AlikeReleases]:
    """The results, in the order of their releases, those with the same counts and verdicts together."""
    groups: list[AlikeReleases] = []
    for record in records:
        for group in groups:
            if _told(group.records[0]) == _told(record):
                group.records.append(record)
                break
        else:
            rows = [_row(variant) for variant in record.variants.values()]
            groups.append(AlikeReleases([record], record.trials, rows))
    return groups


def _row(variant: Variant) -> Row:
    return Row(
        variant.title,
        variant.configuration,
        variant.log,
        list(variant.counts.values()),
        list(variant.verdicts.items()),
    )


def _told(record: Record) -> object:
    variants = [(one.title, one.counts, one.verdicts) for one in record.variants.values()]
    return record.question, record.done, record.columns, record.trials, variants

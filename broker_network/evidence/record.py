"""The result of an experiment on one release: `evidence/<experiment>/<release>.json`."""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import re
import types
import typing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from broker_network import checkout
from broker_network.errors import ReaderError

FOLDER = checkout.ROOT / "evidence"


class EvidenceError(ReaderError):
    """A file of evidence is not what it must be, told with its path."""


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted over all trials: the lowest and the highest number, and their sum where that says something."""

    lowest: int
    highest: int
    total: int | None = None

    def __str__(self) -> str:
        if self.total is not None:
            return str(self.total)
        return str(self.lowest) if self.lowest == self.highest else f"{self.lowest} to {self.highest}"


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the networks that an experiment compares, or of the kinds of networks.

    `configuration` is the part of its brokers' `activemq.xml` that makes the difference, as it was run but for
    addresses. `counts` are by the columns of the record. `verdicts` says of each how many trials gave it. `log` holds
    lines that brokers wrote, without their dates. Where each trial drew networks of a kind, `drawn` names all of them,
    with fingerprints of what was run, and `configuration` is that of the first.
    """

    title: str
    configuration: str
    counts: dict[str, Count]
    verdicts: dict[str, int]
    log: tuple[str, ...]
    drawn: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """What most trials gave; of several as frequent, the first in the alphabet."""
        return min(self.verdicts, key=lambda one: (-self.verdicts[one], one))


@dataclass(frozen=True, slots=True)
class Machine:
    """Where it ran: processors that it could use, and memory in GiB."""

    cores: int
    memory: int

    def __str__(self) -> str:
        return f"{self.cores} {'core' if self.cores == 1 else 'cores'}, {self.memory} GiB of memory"


@dataclass(frozen=True, slots=True)
class Record:
    """What was asked, done, counted and found on one release.

    `made_of` names ActiveMQ's jars that ran as this release. `date` is that of the last trial, `columns` says in
    words what each count is, `variants` are by their ids. `machine` is given where counts depend on it.
    """

    experiment: str
    release: str
    made_of: tuple[str, ...]
    date: str
    question: str
    done: str
    columns: dict[str, str]
    trials: int
    variants: dict[str, Variant]
    machine: Machine | None = None

    @property
    def command(self) -> str:
        """What repeats it."""
        return f"make evidence ONLY={self.experiment} RELEASE={self.release}"


def path(experiment: str, release: str) -> Path:
    """Where a result is kept."""
    return FOLDER / experiment / f"{release}.json"


def experiments() -> tuple[str, ...]:
    """Every experiment that has a result, in alphabetical order."""
    return tuple(sorted({file.parent.name for file in FOLDER.glob("*/*.json")}))


def of_experiment(experiment: str) -> tuple[Record, ...]:
    """The results of an experiment, oldest release first; empty where there is none."""
    found = [load(file) for file in (FOLDER / experiment).glob("*.json")]
    return tuple(sorted(found, key=lambda record: tuple(map(int, record.release.split(".")))))


def load(file: Path) -> Record:
    """Read a result. Raises EvidenceError for anything that is not one, or that stands in the wrong place."""
    try:
        record: Record = _made(Record, json.loads(file.read_text("utf-8")), "")
        _check(record, file)
    except (ValueError, OSError) as error:
        raise EvidenceError(f"{file}: {error}") from error
    return record


def dump(record: Record, file: Path) -> None:
    """Write a result, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".json.new")
    fresh.write_text(json.dumps(_plain(record), indent=1, ensure_ascii=False) + "\n", "utf-8")
    os.replace(fresh, file)


def _plain(value: Any) -> Any:
    """A value as JSON takes it; what has its default is left out."""
    if dataclasses.is_dataclass(value):
        fields = ((one, getattr(value, one.name)) for one in dataclasses.fields(value))
        return {one.name: _plain(held) for one, held in fields if held != one.default}
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _check(record: Record, file: Path) -> None:
    if (record.experiment, record.release) != (file.parent.name, file.stem):
        raise ValueError(f"is about {record.experiment} on {record.release}")
    if not re.fullmatch(r"\d+\.\d+\.\d+", record.release):
        raise ValueError(f"not a release: {record.release}")
    datetime.date.fromisoformat(record.date)
    if record.trials < 1 or not record.variants or not record.made_of:
        raise ValueError("without trials, variants or the jars that ran it says nothing")
    for ident, variant in record.variants.items():
        if set(variant.counts) != set(record.columns):
            raise ValueError(f"{ident} counts {', '.join(variant.counts)} and not {', '.join(record.columns)}")
        if sum(variant.verdicts.values()) != record.trials or min(variant.verdicts.values()) < 1:
            raise ValueError(f"{ident} has not one verdict for each of {record.trials} trials")
        if any(
            count.lowest > count.highest
            or (count.total is not None and not count.lowest <= count.total / record.trials <= count.highest)
            for count in variant.counts.values()
        ):
            raise ValueError(f"{ident} has counts that cannot be")


def _made(wanted: Any, value: Any, place: str) -> Any:
    """A value of JSON as the type that is wanted. Raises ValueError that names the place of what does not fit."""
    origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
    if dataclasses.is_dataclass(wanted) and isinstance(wanted, type):
        fields = typing.get_type_hints(wanted)
        needed = {one.name for one in dataclasses.fields(wanted) if one.default is dataclasses.MISSING}
        if not isinstance(value, dict) or not needed <= set(value) <= set(fields):
            given = ", ".join(value) if isinstance(value, dict) else repr(value)
            raise ValueError(f"{place or 'the file'} must have {', '.join(fields)}, and has {given}")
        return wanted(**{name: _made(fields[name], one, f"{place}.{name}") for name, one in value.items()})
    if origin is dict and isinstance(value, dict):
        return {name: _made(arguments[1], one, f"{place}.{name}") for name, one in value.items()}
    if origin is tuple and isinstance(value, list):
        return tuple(_made(arguments[0], one, f"{place}[{number}]") for number, one in enumerate(value))
    if origin is types.UnionType:
        return _made(arguments[0], value, place)
    if origin is not None or type(value) is not wanted:
        raise ValueError(f"{place} must be {getattr(wanted, '__name__', wanted)}, and is {value!r}")
    return value

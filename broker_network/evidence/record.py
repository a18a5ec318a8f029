"""The result of an experiment on one release: `evidence/<experiment>/<release>.json`."""

from __future__ import annotations

import datetime
import json
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

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
class Hardware:
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
    machine: Hardware | None = None

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
    """Read a result, again only when the file has changed.

    Raises EvidenceError, with the file and the field, for anything that is not one, or that stands in the wrong place.
    """
    try:
        status = file.stat()
    except OSError as error:
        raise EvidenceError(f"{file}: {error.strerror}") from error
    return _load(file, status.st_mtime_ns, status.st_size)


_RECORD = TypeAdapter(Record)


@lru_cache(maxsize=1024)
def _load(file: Path, _modified: int, _size: int) -> Record:
    try:
        record = _RECORD.validate_json(file.read_bytes(), strict=True, extra="forbid")
        _check(record, file)
    except ValidationError as error:
        said = (f"{'.'.join(map(str, one['loc'])) or 'the file'}: {one['msg']}" for one in error.errors())
        raise EvidenceError(f"{file}: {'; '.join(said)}") from error
    except (ValueError, OSError) as error:
        raise EvidenceError(f"{file}: {error}") from error
    return record


def dump(record: Record, file: Path) -> None:
    """Write a result, whole or not at all. What has its default is left out."""
    file.parent.mkdir(parents=True, exist_ok=True)
    plain = _RECORD.dump_python(record, mode="json", exclude_defaults=True)
    fresh = file.with_suffix(".json.new")
    fresh.write_text(json.dumps(plain, indent=1, ensure_ascii=False) + "\n", "utf-8")
    os.replace(fresh, file)


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

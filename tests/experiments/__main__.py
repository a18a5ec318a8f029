"""Take evidence: run experiments on real brokers, and record what they gave.

    python -m tests.experiments [--only ID ...] [--release RELEASE ...] [--trials N]

Without `--only` and `--release` all that has no result yet is run, on every release of the lab. What is named is run
again. A run that was stopped goes on after the last trial that was finished. Where `ACTIVEMQ_HOME` names an unpacked
distribution, its release is the only one.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import json
import os
import signal
import sys
import time
from pathlib import Path

from broker_network.errors import ReaderError
from broker_network.evidence import Record, dump, load, path
from broker_network.lab import fetch
from tests.support.paths import ROOT

from . import find
from .experiment import Experiment, Trial, as_json, of_json

UNFINISHED = ROOT / ".cache" / "evidence"


def main(arguments: list[str] | None = None) -> int:
    """Run what is asked for; return an exit status."""
    try:
        return _run(arguments)
    except ReaderError as error:
        print(error, file=sys.stderr)
        return 1


def _run(arguments: list[str] | None) -> int:
    known = find()
    parser = argparse.ArgumentParser(prog="python -m tests.experiments", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", action="append", default=[], choices=sorted(known), help="an experiment, run again")
    parser.add_argument(
        "--release", action="append", default=[], choices=fetch.every_release(), help="a release, run again"
    )
    parser.add_argument("--trials", type=int, help="fewer trials than the experiment asks for; the result says so")
    chosen = parser.parse_args(arguments)
    again = bool(chosen.only or chosen.release)
    wanted = [
        (name, release)
        for release in chosen.release or fetch.every_release()
        for name in chosen.only or known
        if again or not path(name, release).exists()
    ]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that brokers end too
    records = [_record(name, _shortened(known[name], chosen.trials), release) for name, release in wanted]
    _summarize(records)
    return 0


def _shortened(experiment: Experiment, trials: int | None) -> Experiment:
    return experiment if trials is None else dataclasses.replace(experiment, trials=min(trials, experiment.trials))


def _record(name: str, experiment: Experiment, release: str) -> Record:
    kept = UNFINISHED / name / f"{release}.json"
    trials = _finished(experiment, kept)
    if experiment.timed and (busy := _busy()) > 0.2:
        print(f"{name}: others keep {busy:.0%} of this machine busy; times will be too long", flush=True)
    while len(trials) < experiment.trials:
        print(f"{name} on {release}: trial {len(trials) + 1} of {experiment.trials}", flush=True)
        trials.append(experiment.trial(release, len(trials) + 1))
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(".new")
        fresh.write_text(json.dumps([as_json(trial) for trial in trials]), "utf-8")
        os.replace(fresh, kept)
    record = experiment.record(name, release, datetime.date.today().isoformat(), trials)
    dump(record, path(name, release))
    kept.unlink(missing_ok=True)
    return load(path(name, release))


def _busy(seconds: float = 3) -> float:
    """The share of its processors' time that the machine spends on others while this process waits."""

    def spent() -> tuple[int, int]:
        numbers = [int(one) for one in Path("/proc/stat").read_text("ascii").splitlines()[0].split()[1:9]]
        return sum(numbers), sum(numbers[3:5])

    (all_before, idle_before) = spent()
    time.sleep(seconds)
    (all_after, idle_after) = spent()
    return 1 - (idle_after - idle_before) / max(1, all_after - all_before)


def _finished(experiment: Experiment, kept: Path) -> list[Trial]:
    """The trials of a run that was stopped, unless they are of other options or columns."""
    if not kept.exists():
        return []
    trials = [of_json(one) for one in json.loads(kept.read_text("utf-8"))]
    same = all(
        set(trial) == set(experiment.options)
        and all(set(outcome.counts) == set(experiment.columns) for outcome in trial.values())
        for trial in trials
    )
    return trials[: experiment.trials] if same else []


def _summarize(records: list[Record]) -> None:
    if not records:
        print("Everything has its result. To repeat one: make evidence ONLY=<experiment> RELEASE=<release>")
    for record in records:
        print(f"\n{record.experiment} on ActiveMQ {record.release}, {record.trials} trials")
        for variant in record.variants.values():
            counts = ", ".join(f"{column} {count}" for column, count in variant.counts.items())
            print(f"  {variant.title}: {variant.verdict} ({counts})")


if __name__ == "__main__":
    sys.exit(main())

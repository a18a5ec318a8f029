from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from broker_network import evidence
from broker_network.evidence import Count, EvidenceError, Hardware, Record, Variant

RECORD = Record(
    experiment="an-experiment",
    release="6.2.6",
    made_of=("activemq-broker-6.2.6.jar",),
    date="2026-01-31",
    question="Does it?",
    done="Something.",
    columns={"arrived": "requests that arrived, of 5"},
    trials=3,
    variants={"one": Variant("one way", "<a/>", {"arrived": Count(4, 5)}, {"yes": 2, "no": 1}, ("a line",))},
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "an-experiment" / "6.2.6.json"


@pytest.mark.parametrize(
    "name", [str(path.relative_to(evidence.record.FOLDER)) for path in evidence.record.FOLDER.glob("*/*")]
)
def test_every_file_of_evidence_is_a_result(name: str) -> None:
    assert evidence.load(evidence.record.FOLDER / name)


@pytest.mark.parametrize(
    "path", sorted(evidence.record.FOLDER.glob("*/*.json")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_every_result_is_written_as_it_was_read(path: Path, file: Path) -> None:
    evidence.dump(evidence.load(path), file)
    assert file.read_bytes() == path.read_bytes()


def test_a_result_is_read_again_only_when_its_file_has_changed(file: Path) -> None:
    evidence.dump(RECORD, file)
    assert evidence.load(file) is evidence.load(file)
    changed = dataclasses.replace(RECORD, question="Does it still?")
    evidence.dump(changed, file)
    assert evidence.load(file) == changed


def test_a_result_that_is_not_there_is_refused(file: Path) -> None:
    with pytest.raises(EvidenceError, match=r"6\.2\.6\.json: No such file"):
        evidence.load(file)


def test_a_result_is_read_as_it_was_written(file: Path) -> None:
    evidence.dump(RECORD, file)
    assert evidence.load(file) == RECORD
    assert [path.name for path in file.parent.iterdir()] == ["6.2.6.json"]


def test_a_result_that_depends_on_the_machine_says_on_which_it_was_taken(file: Path) -> None:
    timed = dataclasses.replace(RECORD, machine=Hardware(2, 23))
    evidence.dump(timed, file)
    assert evidence.load(file) == timed
    assert str(timed.machine) == "2 cores, 23 GiB of memory"


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("trials", 4, "one has not one verdict for each of 4 trials"),
        ("trials", "3", "trials: Input should be a valid integer"),
        ("release", "6.2.7", "is about an-experiment on 6.2.7"),
        ("date", "yesterday", "yesterday"),
        ("columns", {}, "one counts arrived and not "),
        ("made_of", [], "it says nothing"),
        ("more", 1, "more: Unexpected keyword argument"),
        ("machine", {"cores": 2}, r"machine\.memory: Field required"),
        (
            "variants",
            {
                "one": {
                    "title": "",
                    "configuration": "",
                    "counts": {"arrived": {"lowest": 4, "highest": 5, "total": 99}},
                    "verdicts": {"yes": 3},
                    "log": [],
                }
            },
            "counts that cannot be",
        ),
    ],
)
def test_what_is_no_result_is_refused_with_the_reason(file: Path, key: str, value: Any, said: str) -> None:
    evidence.dump(RECORD, file)
    data = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**data, key: value}), "utf-8")
    with pytest.raises(EvidenceError, match=said):
        evidence.load(file)


def test_what_is_drawn_and_a_sum_are_read_as_they_were_written(file: Path) -> None:
    variant = Variant("many", "<a/>", {"arrived": Count(4, 5, 14)}, {"yes": 3}, (), ("many-1-1 0123456789ab",))
    record = dataclasses.replace(RECORD, variants={"many": variant})
    evidence.dump(record, file)
    assert evidence.load(file) == record
    assert str(variant.counts["arrived"]) == "14"


def test_the_verdict_is_that_of_most_trials() -> None:
    assert RECORD.variants["one"].verdict == "yes"


def test_a_count_that_is_the_same_in_all_trials_is_one_number() -> None:
    assert str(Count(5, 5)) == "5"
    assert str(Count(4, 5)) == "4 to 5"


def test_a_result_names_the_command_that_repeats_it() -> None:
    assert RECORD.command == "make evidence ONLY=an-experiment RELEASE=6.2.6"

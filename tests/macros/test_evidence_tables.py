from __future__ import annotations

import dataclasses

import pytest

from broker_network import evidence
from broker_network.evidence import Count, Record, Variant
from macros.evidence_tables import alike, counted, made_of, of_columns, overview

ONE = Record(
    experiment="an-experiment",
    release="5.18.3",
    made_of=("activemq-broker-5.18.3.jar",),
    date="2026-01-31",
    question="Does it?",
    done="Something.",
    columns={"arrived": "requests that arrived, of 5"},
    trials=3,
    variants={"one": Variant("one way", "<a/>", {"arrived": Count(4, 5)}, {"yes": 2, "no": 1}, ())},
)


def test_releases_that_gave_the_same_stand_together() -> None:
    same = dataclasses.replace(ONE, release="6.2.6", date="2026-02-01", made_of=("other.jar",))
    (group,) = alike([ONE, same])
    assert [record.release for record in group.records] == ["5.18.3", "6.2.6"]


def test_a_release_that_gave_something_else_stands_apart() -> None:
    variant = dataclasses.replace(ONE.variants["one"], verdicts={"yes": 3})
    other = dataclasses.replace(ONE, release="6.2.6", variants={"one": variant})
    assert [group.records for group in alike([ONE, other])] == [[ONE], [other]]


def test_a_row_says_every_verdict_with_its_trials() -> None:
    (group,) = alike([ONE])
    assert group.trials == 3
    assert group.rows[0].verdicts == [("yes", 2), ("no", 1)]
    assert [str(count) for count in group.rows[0].counts] == ["4 to 5"]


def test_an_overview_names_every_experiment_with_its_releases_and_all_their_trials() -> None:
    found = {one.experiment: one for one in overview()}
    assert list(found) == list(evidence.experiments())
    for name, one in found.items():
        records = evidence.of_experiment(name)
        assert one.releases == [record.release for record in records]
        assert one.trials == sum(record.trials for record in records)


def test_each_release_is_told_with_the_jars_that_ran_as_it_oldest_first() -> None:
    found = made_of()
    assert all(any(jar.startswith("activemq-") for jar in jars) for jars in found.values())
    assert list(found) == sorted(found, key=lambda release: tuple(map(int, release.split("."))))


def test_columns_can_be_chosen_and_stand_in_the_order_asked_for() -> None:
    counts = {**ONE.variants["one"].counts, "lost": Count(0, 1)}
    variant = dataclasses.replace(ONE.variants["one"], counts=counts)
    record = dataclasses.replace(ONE, columns={**ONE.columns, "lost": "lost"}, variants={"one": variant})
    chosen = of_columns(record, ["lost", "arrived"])
    assert list(chosen.columns) == list(chosen.variants["one"].counts) == ["lost", "arrived"]
    assert list(of_columns(record, ["lost"]).variants["one"].counts) == ["lost"]
    assert of_columns(record, []) == record
    with pytest.raises(LookupError, match="has no column found, only arrived, lost"):
        of_columns(record, ["found"])


def test_a_count_for_a_sentence_spans_all_trials_of_all_releases() -> None:
    variant = dataclasses.replace(ONE.variants["one"], counts={"arrived": Count(2, 4)})
    other = dataclasses.replace(ONE, release="6.2.6", variants={"one": variant})
    assert counted([ONE, other], "one", "arrived") == Count(2, 5)
    with pytest.raises(LookupError, match=r"an-experiment has no variant two on 5\.18\.3, only one"):
        counted([ONE, other], "two", "arrived")
    with pytest.raises(LookupError, match="has no column lost"):
        counted([ONE], "one", "lost")

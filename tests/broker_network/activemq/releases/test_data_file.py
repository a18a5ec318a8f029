"""What `releases.json` may hold: the one file that a newcomer edits to add a release, a fault or a CVE."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from broker_network import evidence
from broker_network.activemq.releases import FILE, PUBLISHED, SCHEMA_FILE, Release, release_data, text_of
from broker_network.activemq.releases.data_file import parse

READ: dict[str, Any] = json.loads(text_of(FILE))
SCHEMA: dict[str, Any] = json.loads(text_of(SCHEMA_FILE))


def changed(**changes: object) -> dict[str, Any]:
    return {**json.loads(text_of(FILE)), **changes}


def test_the_file_follows_its_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(READ, SCHEMA)


@pytest.mark.parametrize(
    "wrong",
    [
        {"checked": "yesterday"},
        {"default": "6.2"},
        {"cves": [{**READ["cves"][0], "id": "2026-1"}]},
        {"cves": [{**READ["cves"][0], "severity": "bad"}]},
        {"faults": [{**READ["faults"][0], "needs": {"listens": {}}}]},
        {"faults": [{**READ["faults"][0], "affected": [{"from": "6.2.7"}]}]},
        {"faults": [{key: value for key, value in READ["faults"][0].items() if key != "remedy"}]},
    ],
)
def test_what_is_misspelt_or_missing_is_against_the_schema(wrong: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(changed(**wrong), SCHEMA)


@pytest.mark.parametrize("kind", ["changes", "faults", "cves"])
def test_an_id_is_given_once(kind: str) -> None:
    ids = [one["id"] for one in READ[kind]]
    assert len(ids) == len(set(ids))


def test_releases_stand_in_order_and_in_their_line() -> None:
    assert list(PUBLISHED) == sorted(set(PUBLISHED))
    for line in release_data().lines:
        assert {one.release.line_name for one in line.releases} == {line.line}
        days = [one.date[:7] for one in line.releases]
        assert days == sorted(days)


def test_nothing_is_newer_than_the_day_on_which_it_was_checked() -> None:
    day = release_data().checked.isoformat()
    assert all(one.date <= day for line in release_data().lines for one in line.releases)


@pytest.mark.parametrize("affecting", release_data().affecting, ids=lambda one: str(one.ident))
def test_what_is_fixed_is_fixed_in_a_release_that_is_no_longer_affected(affecting: Any) -> None:
    assert not any(map(affecting.is_in, affecting.fixed_in))
    assert all(one in PUBLISHED for one in affecting.fixed_in if one >= PUBLISHED[0])


def test_each_fault_and_cve_says_where_it_is_known_from() -> None:
    assert all(one.sources for one in release_data().affecting)
    assert all(one.sources for one in release_data().changes.values())
    named = {one.experiment for one in release_data().defects.values() if one.experiment}
    assert named <= set(evidence.experiments())


@pytest.mark.parametrize(
    "number",
    [
        *("2023-46604", "2024-32114", "2026-34197", "2026-39304", "2026-42588", "2026-46605", "2026-49270"),
        *("2026-49432", "2026-49434", "2026-50734", "2026-50750", "2026-53916", "2026-53917", "2026-54475"),
        *("2026-61487", "2025-66168", "2026-40046", "2026-40466", "2026-41043", "2026-41044", "2026-42253"),
        *("2026-45505", "2026-49157", "2026-49877", "2026-52760", "2026-59878"),
        *("2026-74761", "2025-27533", "2026-33227"),
    ],
)
def test_the_cves_of_brokers_since_2023_are_there(number: str) -> None:
    assert f"CVE-{number}" in release_data().notices


@pytest.mark.parametrize(
    ("change", "first"),
    [("remote-user-name", "5.16.4"), ("shipped-frame-size", "5.19.9"), ("temp-store-discards", "5.19.9")],
)
def test_a_change_is_known_with_the_release_that_brought_it(change: str, first: str) -> None:
    assert release_data().changes[change].came_with[0] == Release.parse(first)


def test_a_release_that_somebody_adds_is_known_without_a_change_of_code() -> None:
    lines = json.loads(text_of(FILE))["lines"]
    lines[-1]["releases"].append({"release": "6.3.4", "date": "2026-11"})
    assert parse(changed(lines=lines)).lines[-1].releases[-1].release == Release(6, 3, 4)

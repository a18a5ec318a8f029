"""SARIF that code hosts take."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from macros import cli
from macros.rules import rules

FAULTY = Path(__file__).parents[2] / "examples/faulty/three-brokers"


def sarif(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    cli.main(["check", str(FAULTY), "--format", "sarif"])
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_every_result_names_a_rule_that_is_described(capsys: pytest.CaptureFixture[str]) -> None:
    (run,) = sarif(capsys)["runs"]  # type: ignore[misc,attr-defined]
    described = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert described == [rule.id for rule in rules()]
    assert run["results"]
    assert all(described[one["ruleIndex"]] == one["ruleId"] for one in run["results"])


def test_every_place_is_in_its_file(capsys: pytest.CaptureFixture[str]) -> None:
    (run,) = sarif(capsys)["runs"]  # type: ignore[misc,attr-defined]
    for result in run["results"]:
        for location in result.get("locations", ()):
            place = location["physicalLocation"]
            lines = Path(place["artifactLocation"]["uri"]).read_text(encoding="utf-8").splitlines()
            region = place["region"]
            assert region["endColumn"] <= len(lines[region["startLine"] - 1]) + 1

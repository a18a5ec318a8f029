"""SARIF that code hosts take."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from broker_network import cli
from broker_network.rules import rules
from tests.support.paths import FAULTY


def run(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    cli.main(["check", str(FAULTY), "--format", "sarif"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)["runs"][0]
    return found


def test_every_result_names_a_rule_that_is_described(capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys)
    described = [rule["id"] for rule in found["tool"]["driver"]["rules"]]
    assert described == [rule.id for rule in rules()]
    assert found["results"]
    assert all(described[one["ruleIndex"]] == one["ruleId"] for one in found["results"])


def test_every_place_is_in_its_file(capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys)
    for result in found["results"]:
        for location in result.get("locations", ()):
            place = location["physicalLocation"]
            lines = Path(place["artifactLocation"]["uri"]).read_text(encoding="utf-8").splitlines()
            region = place["region"]
            assert region["endColumn"] <= len(lines[region["startLine"] - 1]) + 1

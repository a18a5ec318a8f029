"""SARIF that code hosts take."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from broker_network import cli
from broker_network.answers.check_report import CheckReport
from broker_network.answers.sarif import as_sarif
from broker_network.collect import read_files
from broker_network.config_file import Config
from broker_network.rules import Finding, Severity, Silenced, rules
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


def test_the_summary_is_among_the_notifications(capsys: pytest.CaptureFixture[str]) -> None:
    (invocation,) = run(capsys)["invocations"]
    said = [one["message"]["text"] for one in invocation["toolExecutionNotifications"]]
    assert said[0].startswith("Read: 3 brokers in 3 files.")
    assert said[-1].startswith("2 errors, ")


def test_what_is_silenced_is_a_suppressed_result_with_its_reason() -> None:
    finding = Finding("schema", Severity.ERROR, None, None, "It is wrong.", "Fix it.")
    silenced = (
        Silenced(finding, "ours", "a.xml", in_source=True),
        Silenced(finding, "so be it", "b.toml", in_source=False),
    )
    results = as_sarif(CheckReport((), read_files({}), silenced=silenced))["runs"][0]["results"]
    assert [one["suppressions"] for one in results] == [
        [{"kind": "inSource", "justification": "ours"}],
        [{"kind": "external", "justification": "so be it"}],
    ]


def test_rules_link_to_the_guide_where_its_address_is_known() -> None:
    def described(guide: str | None) -> dict[str, Any]:
        (run,) = as_sarif(CheckReport((), read_files({}), config=Config(guide=guide)))["runs"]
        found: dict[str, Any] = run["tool"]["driver"]["rules"][0]
        return found

    assert described("https://guide.example.net/")["helpUri"].startswith("https://guide.example.net/reference/rules/#")
    assert "helpUri" not in described(None)

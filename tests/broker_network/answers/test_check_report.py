"""What `check` found, for all formats."""

from __future__ import annotations

from broker_network.answers.check_report import report_of
from broker_network.config_file import Config
from broker_network.rules import Case, Severity, check
from tests.support.findings import reading


def test_a_report_shows_what_its_config_asks_for() -> None:
    case = Case(reading(), config=Config(min_level="error"))
    report = report_of(case)
    assert {one.severity for one in report.findings} <= {Severity.ERROR}
    assert report.hidden == len(check(case)) - len(report.findings) > 0
    assert report.unchecked == ()

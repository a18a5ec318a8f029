"""Web consoles, and how far they are open."""

from __future__ import annotations

from macros.rules import Severity
from tests.rules.finding import before, findings


def test_other_imports_are_no_console() -> None:
    assert not findings("console-exposed", before("console-exposed", "jetty.xml", "camel.xml"))


def test_before_5_16_the_console_listens_everywhere() -> None:
    severities = [
        findings("console-exposed", before("console-exposed"), release)[0].severity for release in ("5.15.9", "5.18.3")
    ]
    assert severities == [Severity.WARNING, Severity.NOTE]


def test_jolokia_without_a_password_is_named() -> None:
    (finding,) = findings("console-exposed", before("console-exposed"), "6.1.1")
    assert "CVE-2024-32114" in finding.message

"""A rule says once what its findings are called, how much they hurt and when it is asked."""

from __future__ import annotations

from broker_network.collect import read_files
from broker_network.rule_support import Case, Fault, Finding, Rule, Severity

WITHOUT_MCOLLECTIVE = Case(read_files({"a.xml": b'<broker brokerName="a"/>'}))
WITH_MCOLLECTIVE = Case(read_files({"a.xml": b'<broker brokerName="a"/>', "server.cfg": b"collectives = x\n"}))

USUAL = Fault("a", None, "Wrong.", "Fix it.")
WORSE = Fault("a", None, "Very wrong.", "Fix it.", "name", severity=Severity.ERROR)


def rule(about_mcollective: bool = False) -> Rule:
    return Rule("somewhere.too_wrong", lambda _: (USUAL, WORSE), Severity.NOTE, about_mcollective)


def test_a_rule_is_called_as_its_package() -> None:
    assert rule().id == "too-wrong"


def test_a_finding_has_the_rules_id_and_severity_unless_the_fault_has_its_own() -> None:
    assert list(rule().findings(WITHOUT_MCOLLECTIVE)) == [
        Finding("too-wrong", Severity.NOTE, "a", None, "Wrong.", "Fix it."),
        Finding("too-wrong", Severity.ERROR, "a", None, "Very wrong.", "Fix it.", "name"),
    ]


def test_a_rule_about_mcollective_is_asked_only_where_mcollective_is_present() -> None:
    assert not list(rule(about_mcollective=True).findings(WITHOUT_MCOLLECTIVE))
    assert len(list(rule(about_mcollective=True).findings(WITH_MCOLLECTIVE))) == 2

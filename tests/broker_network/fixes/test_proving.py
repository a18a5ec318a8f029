"""A fix is kept only where a new check shows that it works."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from broker_network import rules
from broker_network.rule_support.fix import Fix, setting
from broker_network.rules import Case, Finding, Severity, Silenced
from tests.support.fixing import encoded, fixed_files
from tests.support.rule_sets import broker, case_of, connector, to

FILES = {"a.xml": broker("a", connector("x", to("b"), 'networkTTL="9"')), "b.xml": broker("b")}


def finding_that(case: Case, ident: str, **attributes: str) -> Finding:
    """An invented finding at the connector of `a`, whose fix sets attributes."""
    source = case.network.brokers[0].network_connectors[0].source
    return Finding(ident, Severity.NOTE, "a", source, ident, "", change=Fix(setting(source, **attributes)))


def inventing(monkeypatch: pytest.MonkeyPatch, *found: tuple[str, str, str, str]) -> None:
    """Let a check find (id, attribute, value, text): what is found while a text is in the file, and its fix."""

    def examine(case: Case) -> tuple[tuple[Finding, ...], tuple[Silenced, ...]]:
        return tuple(every(case)), ()

    def every(case: Case) -> Iterator[Finding]:
        for ident, attribute, value, text in found:
            if text in case.documents[0].content.decode():
                yield finding_that(case, ident, **{attribute: value})

    monkeypatch.setattr("broker_network.fixes.proving.examine", examine)


def test_a_fix_that_works_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    inventing(monkeypatch, ("one", "networkTTL", "1", '"9"'))
    fixed, files = fixed_files(case_of(FILES), encoded(FILES))
    assert [one.rule for one in fixed.fixed] == ["one"]
    assert b'networkTTL="1"' in files["a.xml"]


def test_a_fix_that_brings_another_finding_is_not_made_and_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    inventing(monkeypatch, ("one", "networkTTL", "1", '"9"'), ("two", "networkTTL", "9", '"1"'))
    fixed, files = fixed_files(case_of(FILES), encoded(FILES))
    assert (fixed.fixed, files) == ([], encoded(FILES))
    assert [why for _, why in fixed.kept] == ["the change would bring two: two"]


def test_a_fix_that_does_not_hold_costs_no_other_one(monkeypatch: pytest.MonkeyPatch) -> None:
    inventing(
        monkeypatch,
        ("bad", "networkTTL", "8", "networkConnector"),
        ("good", "dynamicOnly", "true", 'TTL="9">'),
    )
    fixed, files = fixed_files(case_of(FILES), encoded(FILES))
    assert [one.rule for one in fixed.fixed] == ["good"]
    assert [(one.rule, why) for one, why in fixed.kept] == [("bad", "the change would not fix it")]
    assert b"dynamicOnly" in files["a.xml"]


def test_what_a_fix_makes_possible_is_made_in_the_next_round(monkeypatch: pytest.MonkeyPatch) -> None:
    inventing(monkeypatch, ("one", "networkTTL", "2", '"9"'), ("one", "networkTTL", "1", '"2"'))
    fixed, files = fixed_files(case_of(FILES), encoded(FILES))
    assert fixed.fixed == []  # the same rule finds as much at the same broker as before
    assert files == encoded(FILES)


def test_a_fix_that_takes_messages_away_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    linked = {**FILES, "server.cfg": "collectives = mcollective\n"}
    linked["a.xml"] = broker("a", connector("x", to("b"), 'duplex="true" conduitSubscriptions="false" networkTTL="9"'))
    inventing(monkeypatch, ("one", "networkTTL", "0", '"9"'))
    fixed, _ = fixed_files(case_of(linked), encoded(linked))
    assert [why for _, why in fixed.kept] == ["messages that arrive now would no longer arrive for sure"]


def test_a_fix_that_needs_a_decision_is_never_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def examine(case: Case) -> tuple[tuple[Finding, ...], tuple[Silenced, ...]]:
        one = finding_that(case, "one", networkTTL="1")
        return (replace(one, change=replace(one.change, decision="you know")),), ()

    monkeypatch.setattr("broker_network.fixes.proving.examine", examine)
    fixed, files = fixed_files(case_of(FILES), encoded(FILES))
    assert (fixed.fixed, fixed.kept, files) == ([], [], encoded(FILES))


@pytest.mark.parametrize("rule", rules.rules(), ids=lambda rule: rule.id)
def test_fixing_again_changes_nothing(rule: rules.Rule) -> None:
    _, files = fixed_files(case_of(rule.before, rule.shown_on), encoded(rule.before))
    texts = {name: content.decode() for name, content in files.items()}
    again, _ = fixed_files(case_of(texts, rule.shown_on), files)
    assert again.files == {}

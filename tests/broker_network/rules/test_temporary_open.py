"""Temporary destinations that are open."""

from __future__ import annotations

from broker_network.rules import Severity
from tests.support.rule_sets import before, findings


def test_a_release_with_the_fix_is_not_told_of() -> None:
    for release in ("5.19.9", "6.2.8", "6.3.0"):
        assert not findings("temporary-open", before("temporary-open"), release)


def test_a_release_without_it_is_warned_of() -> None:
    assert [one.severity for one in findings("temporary-open", before("temporary-open"), "6.2.6")] == [Severity.WARNING]
    assert [one.severity for one in findings("temporary-open", before("temporary-open"))] == [Severity.NOTE]


def test_rights_that_the_files_do_not_tell_are_not_judged() -> None:
    ldap = '<broker brokerName="a"><plugins><authorizationPlugin><map><cachedLDAPAuthorizationMap/></map>'
    assert not findings("temporary-open", {"a.xml": f"{ldap}</authorizationPlugin></plugins></broker>"})

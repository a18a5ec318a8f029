"""Users of one name."""

from __future__ import annotations

from tests.support.rule_sets import after, before, findings


def test_the_same_entry_twice_changes_nothing() -> None:
    files = before("duplicate-user", 'groups="servers"', 'groups="operators"')
    assert not findings("duplicate-user", files)


def test_names_differ_by_case() -> None:
    assert not findings("duplicate-user", after("duplicate-user", 'username="web"', 'username="Alice"'))

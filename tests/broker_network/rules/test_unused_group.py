"""Near misses of the rule `unused-group`."""

from __future__ import annotations

import pytest

from tests.support.rule_sets import before, findings


@pytest.mark.parametrize("group", ["alice", "everyone", "${group}", "operators"])
def test_a_group_of_the_users_own_name_and_usual_or_unknown_groups_are_left_alone(group: str) -> None:
    assert not findings("unused-group", before("unused-group", "auditors", group))


def test_a_group_that_only_temporary_destinations_name_is_used() -> None:
    temporary = (
        "</authorizationEntries><tempDestinationAuthorizationEntry>"
        '<tempDestinationAuthorizationEntry read="auditors"/></tempDestinationAuthorizationEntry>'
    )
    assert not findings("unused-group", before("unused-group", "</authorizationEntries>", temporary))


def test_a_group_that_another_broker_names_is_used_there() -> None:
    here = before("unused-group")
    there = {"b.xml": here["a.xml"].replace('"a"', '"b"').replace('read="operators"', 'read="operators,auditors"')}
    assert not findings("unused-group", here | there)


def test_a_user_without_any_right_is_told_by_another_rule() -> None:
    files = before("unused-group", "operators,auditors", "auditors")
    assert not findings("unused-group", files)
    assert findings("group-mismatch", files)


def test_a_group_is_told_once_at_a_broker() -> None:
    user = '<authenticationUser username="bob" password="${bob}" groups="operators,auditors"/></users>'
    (found,) = findings("unused-group", before("unused-group", "</users>", user))
    assert "auditors" in found.message and found.attribute == "groups"

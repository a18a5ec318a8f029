"""Rights of the wrong kind, and those that are twice for a reason."""

from __future__ import annotations

from tests.support.rule_sets import after, before, findings


def test_directed_requests_are_a_queue() -> None:
    files = before(
        "acl-kind", 'topic="mcollective.>" read="mcollective"', 'topic="mcollective.nodes" read="mcollective"'
    )
    assert len(findings("acl-kind", files)) == 2


def test_both_kinds_may_be_given_to_be_sure() -> None:
    assert not findings("acl-kind", after("acl-kind", "mcollective.>", "mcollective.nodes"))


def test_one_topic_twice_is_right_where_a_wider_entry_has_the_queue() -> None:
    groups = 'read="mcollective" write="mcollective" admin="mcollective"'
    wide = f'<authorizationEntry queue=">" {groups}/></authorizationEntries>'
    assert not findings("acl-kind", before("acl-kind", "</authorizationEntries>", wide))


def test_advisories_are_topics_however_often() -> None:
    assert not findings("acl-kind", before("acl-kind", "mcollective.>", "ActiveMQ.Advisory.>"))

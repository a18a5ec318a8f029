"""Rights that cancel each other for a composite destination."""

from __future__ import annotations

from tests.support.rule_sets import before, findings


def test_one_entry_for_all_topics_cannot_cancel() -> None:
    whole = '<authorizationEntry topic="ActiveMQ.Advisory.>" read="bridges" admin="bridges,monitors"/>'
    narrow = '<authorizationEntry topic="ActiveMQ.Advisory.>" admin="bridges,monitors"/>'
    assert not findings("composite-rights", before("composite-rights", narrow, whole))


def test_one_topic_alone_is_no_composite() -> None:
    assert not findings("composite-rights", before("composite-rights", '<queue physicalName="eu.nodes"/>', ""))


def test_the_same_groups_in_another_order_are_not_the_same() -> None:
    files = before("composite-rights", 'read="bridges"/>', 'read="monitors,bridges"/>')
    assert findings("composite-rights", files)

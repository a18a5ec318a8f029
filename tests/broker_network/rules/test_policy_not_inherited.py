"""What a narrower entry loses, and what it means to leave out."""

from __future__ import annotations

from tests.support.rule_sets import before, findings


def test_advisories_are_meant_to_have_nothing_of_the_others() -> None:
    files = before("policy-not-inherited", 'queue=">"', 'topic=">"')
    files = {name: text.replace('queue="orders.>"', 'topic="ActiveMQ.Advisory.>"') for name, text in files.items()}
    assert not findings("policy-not-inherited", files)


def test_a_topic_loses_nothing_of_a_queue() -> None:
    assert not findings("policy-not-inherited", before("policy-not-inherited", 'queue="orders.>"', 'topic="orders.>"'))


def test_a_default_that_is_written_out_is_no_loss() -> None:
    wide = before("policy-not-inherited", 'producerFlowControl="false"', 'producerFlowControl="true"')
    assert not findings("policy-not-inherited", wide)

"""Brokers without a disk to spill to."""

from __future__ import annotations

from tests.support.rule_sets import before, findings


def test_the_default_has_a_disk() -> None:
    assert not findings("no-spooling", before("no-spooling", ' persistent="false"', ""))


def test_a_placeholder_may_be_true() -> None:
    assert not findings("no-spooling", before("no-spooling", '"false" sched', '"${persistent}" sched'))


def test_a_broker_of_other_applications_is_not_asked() -> None:
    assert not findings("no-spooling", {"a.xml": '<broker brokerName="a" persistent="false"/>'})

"""Limits that reach the bridges' subscription."""

from __future__ import annotations

from tests.support.rule_sets import before, findings


def test_a_broker_that_no_bridge_asks_may_limit() -> None:
    assert not findings("advisory-limit", before("advisory-limit", ' duplex="true"', ""))


def test_a_constant_limit_below_zero_is_none() -> None:
    constant = '<constantPendingMessageLimitStrategy limit="-1"/>'
    limit = '<prefetchRatePendingMessageLimitStrategy multiplier="2"/>'
    assert not findings("advisory-limit", before("advisory-limit", limit, constant))
    assert findings("advisory-limit", before("advisory-limit", limit, constant.replace("-1", "1000")))


def test_a_limit_for_other_topics_does_not_reach_it() -> None:
    assert not findings("advisory-limit", before("advisory-limit", 'topic=">"', 'topic="*.*.agent"'))

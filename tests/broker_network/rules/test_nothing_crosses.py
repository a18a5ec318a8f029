"""Near misses of the rule `nothing-crosses`."""

from __future__ import annotations

from tests.support.rule_sets import NO_QUEUES, findings, included, topics_and_queues


def test_an_exclusion_narrower_than_what_is_included_lets_the_rest_across() -> None:
    narrow = '<excludedDestinations><queue physicalName="uk.*"/></excludedDestinations>'
    assert not findings("nothing-crosses", topics_and_queues(NO_QUEUES, narrow + included("queue uk.>")))
    wide = '<excludedDestinations><queue physicalName="uk.&gt;"/></excludedDestinations>'
    assert len(findings("nothing-crosses", topics_and_queues(NO_QUEUES, wide + included("queue uk.*")))) == 1

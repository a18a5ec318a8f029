"""Near misses of the rule `duplex-both-ends`."""

from __future__ import annotations

from tests.support.rule_sets import NO_QUEUES, NO_TOPICS, broker, connector, findings, to


def test_duplex_at_both_ends_is_fine_for_different_destinations() -> None:
    files = {
        "a.xml": broker("a", connector("a-b", to("b"), 'duplex="true"', NO_QUEUES)),
        "b.xml": broker("b", connector("b-a", to("a"), 'duplex="true"', NO_TOPICS)),
    }
    assert not findings("duplex-both-ends", files)


def test_two_one_way_connectors_are_not_duplex_at_both_ends() -> None:
    files = {"a.xml": broker("a", connector("a-b", to("b"))), "b.xml": broker("b", connector("b-a", to("a")))}
    assert not findings("duplex-both-ends", files)


def test_a_one_way_connector_back_over_a_duplex_link_is_one_too_many() -> None:
    files = {
        "a.xml": broker("a", connector("a-b", to("b"))),
        "b.xml": broker("b", connector("b-a", to("a"), 'duplex="true"')),
    }
    assert [one.broker for one in findings("duplex-both-ends", files)] == ["a"]

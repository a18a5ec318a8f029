"""Behavior of policies: one entry holds, the most specific."""

from __future__ import annotations

import pytest

from broker_network.network import Broker, PendingMessageLimit, PolicyEntry, Unknown, queue, topic
from broker_network.routes import common, drops_copies, policy_of


def broker(*patterns: str) -> Broker:
    """A broker with an entry for each pattern of queues, and a default one for an empty text."""
    return Broker("a", policy_entries=tuple(PolicyEntry(queue(one) if one else None) for one in patterns))


def held(*patterns: str) -> str | None:
    """The pattern of the entry that holds for `mcollective.reply.x`."""
    found = policy_of(broker(*patterns), queue("mcollective.reply.x"))
    assert not isinstance(found, Unknown)
    return None if found is None else str(found.destination)


def test_the_most_specific_entry_holds_in_any_order() -> None:
    assert held(">", "*.reply.>", "mcollective.>") == held("mcollective.>", "*.reply.>", ">")
    assert held(">", "*.reply.>") == "queue *.reply.>"
    assert held("mcollective.reply.x", "*.reply.>") == "queue mcollective.reply.x"


def test_the_default_entry_holds_where_no_other_does() -> None:
    assert held("orders.>", "") == "None"
    assert held("orders.>") is None


def test_a_queue_takes_nothing_from_topics() -> None:
    assert policy_of(Broker("a", policy_entries=(PolicyEntry(topic(">")),)), queue("a")) is None


def test_an_entry_with_a_placeholder_may_be_the_one() -> None:
    assert isinstance(policy_of(broker(">", "${collective}.>"), queue("a")), Unknown)


def test_of_two_entries_for_one_pattern_only_what_both_say_is_known() -> None:
    one = PolicyEntry(topic(">"), producer_flow_control=False, max_page_size=5000)
    other = PolicyEntry(topic(">"), producer_flow_control=False, pending_message_limit=PendingMessageLimit("x"))
    for entries in ((one, other), (other, one)):
        found = policy_of(Broker("a", policy_entries=entries), topic("a"))
        assert isinstance(found, PolicyEntry)
        assert found.producer_flow_control is False
        assert isinstance(found.max_page_size, Unknown)
        assert found.pending_message_limit not in (None, PendingMessageLimit("x"))


def test_what_one_entry_says_and_another_leaves_at_the_same_default_is_known() -> None:
    entries = (PolicyEntry(topic(">"), enable_audit=True), PolicyEntry(topic(">")))
    assert drops_copies(Broker("a", policy_entries=entries), topic("a")) is True


@pytest.mark.parametrize("first", [True, False])
def test_copies_are_not_known_where_two_entries_differ_in_the_audit(first: bool) -> None:
    entries = (PolicyEntry(topic(">"), enable_audit=first), PolicyEntry(topic(">"), enable_audit=not first))
    assert drops_copies(Broker("a", policy_entries=entries), topic("a")) is None


def test_one_entry_is_what_it_says() -> None:
    entry = PolicyEntry(topic(">"), producer_flow_control=True, memory_limit="1mb")
    assert common([entry]) == common([entry, entry]) == entry

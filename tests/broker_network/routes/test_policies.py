"""Behavior of policies: one entry holds, the most specific."""

from __future__ import annotations

from broker_network.network import Broker, PolicyEntry, Unknown, queue, topic
from broker_network.routes import policy_of


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

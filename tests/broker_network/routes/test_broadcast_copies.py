"""How many copies of a broadcast arrive, and where their number is a range."""

from __future__ import annotations

from typing import Any

import pytest

from broker_network.mcollective.destinations import broadcast
from broker_network.network import PolicyEntry, Unknown, topic
from broker_network.routes import Delivery
from tests.support.route_networks import (
    AUDITED,
    connector,
    network,
    pairs,
    routing,
)


def test_a_policy_for_topics_lets_each_subscriber_have_one_copy() -> None:
    for policy, copies in ((AUDITED, 1), ((PolicyEntry(topic(">"), enable_audit=False),), 2), ((), 2)):
        made = [("b", connector("b", "hub", duplex=True, conduit_subscriptions=False))]
        found = routing(network(made, policy=policy)).reach("hub", "b", "mcollective").broadcast
        assert (found.copies, found.fewest) == (copies, copies)
    perhaps = (PolicyEntry(topic(">"), enable_audit=Unknown("${audit}")),)
    found = routing(network(made, policy=perhaps)).reach("hub", "b", "mcollective").broadcast
    assert (found.copies, found.fewest) == (2, 1)


def test_duplex_declared_at_both_ends_copies_for_the_second_subscriber_on() -> None:
    both = network([("a", connector("a", "b", duplex=True)), ("b", connector("b", "a", duplex=True))])
    for servers, copies in ((1, 1), (2, 2), (9, 2)):
        found = routing(both, servers={"c": {"b": servers}}).reach("a", "b", "c")
        assert found.complete and found.broadcast.copies == copies


def test_a_circle_with_ttl_2_copies_where_no_policy_prevents_it() -> None:
    triangle = [("a", "b"), ("b", "c"), ("c", "a")]
    servers = {"c": dict.fromkeys("abc", 2)}
    assert routing(pairs(triangle, 2), servers=servers).reach("a", "b", "c").broadcast.copies == 2
    assert routing(pairs(triangle, 2, AUDITED), servers=servers).reach("a", "b", "c").once
    assert routing(pairs(triangle, 1), servers=servers).reach("a", "b", "c").once


def test_in_a_circle_without_a_policy_the_number_of_copies_is_a_range() -> None:
    circle = [("a", "b"), ("b", "c"), ("c", "a")]
    found = routing(pairs(circle, 2), servers={"c": {"b": 2, "c": 2}}).reach("a", "b", "c").broadcast
    assert found.fewest == 1 < found.copies


def test_of_three_bridges_side_by_side_the_number_of_copies_is_a_range() -> None:
    beside = [("a", connector("a", "b", name=f"n{number}")) for number in range(3)]
    found = routing(network(beside), servers={"c": {"b": 2}}).reach("a", "b", "c").broadcast
    assert found.delivery is Delivery.ALWAYS and found.fewest == 1 < found.copies


@pytest.mark.parametrize(("size", "fewest"), [(None, 3), (1000, 3), (10, 1), (Unknown("${size}"), 1)])
def test_where_few_copies_are_on_their_way_at_a_time_one_that_waits_is_lost_to_another(
    size: int | Unknown | None, fewest: int
) -> None:
    """Two servers at the broker between: it gets two copies, and the bridge behind it holds a subscription for each."""
    settings: dict[str, Any] = {
        "duplex": True,
        "network_ttl": 2,
        "conduit_subscriptions": False,
        "prefetch_size": size,
    }
    of = network([("a", connector("a", "b", **settings)), ("b", connector("b", "c", **settings))])
    found = routing(of, servers={"c": {"b": 2, "c": 1}}).arrival("broadcast", "a", "c", broadcast("c"))
    assert (found.delivery, found.fewest, found.copies) == (Delivery.ALWAYS, fewest, 3)

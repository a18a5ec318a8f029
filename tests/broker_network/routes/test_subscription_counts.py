"""Behaviour of demand: what bridges hold for the servers and clients there are, and the TTL that they need."""

from __future__ import annotations

from dataclasses import replace

import pytest

from broker_network.design.planning import plan
from broker_network.network import Unknown
from broker_network.routes import BridgeDemand, Population, Routing, demand, hosts_of, populations_of, ttl_needed
from tests.support.networks import commanded_from, planned, ring, star
from tests.support.route_networks import AUDITED, connector, network, pairs, routing

NOC = [Population("hub", "m", clients=3), *(Population(f"leaf{i}", "m", servers=100) for i in (1, 2))]


def told(found: tuple[BridgeDemand, ...]) -> dict[str, tuple[int, int, int]]:
    """What is held, by sender, receiver and the connector's kind."""
    return {
        f"{one.bridge.sender} {one.bridge.receiver} {(one.bridge.connector.name or '').rpartition('-')[2]}": (
            one.topics,
            one.queues,
            one.replies,
        )
        for one in found
    }


def test_a_hub_holds_a_subscription_for_each_server_and_for_each_topic_of_a_leaf() -> None:
    found = demand(routing(pairs(star(2), 1, AUDITED)), NOC, agents=5)
    assert told(found) == {
        "hub leaf1 topics": (5, 0, 0),
        "hub leaf1 queues": (0, 100, 0),
        "hub leaf2 topics": (5, 0, 0),
        "hub leaf2 queues": (0, 100, 0),
        "leaf1 hub queues": (0, 0, 3),
        "leaf2 hub queues": (0, 0, 3),
    }
    assert all(one.exact for one in found) and found[0].total == 5


def test_with_ttl_2_every_leaf_holds_those_of_all_others_too() -> None:
    found = told(demand(routing(pairs(star(2), 2, AUDITED)), NOC, agents=5))
    assert found["leaf1 hub queues"] == (0, 100, 3)
    assert found["leaf1 hub topics"] == (5, 0, 0)


def test_a_connector_that_is_not_conduit_holds_a_subscription_for_every_server_and_topic() -> None:
    of = network([("leaf1", connector("leaf1", "hub", duplex=True, conduit_subscriptions=False))])
    assert told(demand(routing(of), NOC[:2], agents=5))["hub leaf1 hub"] == (500, 100, 0)
    conduit = network([("leaf1", connector("leaf1", "hub", duplex=True))])
    assert told(demand(routing(conduit), NOC[:2], agents=5))["hub leaf1 hub"] == (5, 1, 0)


def test_what_files_leave_open_is_the_most_and_not_exact() -> None:
    of = pairs(star(2), 1, consumer_ttl=Unknown("${ttl}"))
    by_bridge = {(one.bridge.sender, one.bridge.receiver, one.queues): one.exact for one in demand(routing(of), NOC)}
    assert by_bridge["hub", "leaf1", 100] and not by_bridge["leaf1", "hub", 100]


def test_the_ttl_needed_is_that_of_the_shortest_ways() -> None:
    asked = routing(pairs([("a", "b"), ("b", "c")], 1))
    found = ttl_needed(asked, [Population("a", "m", clients=1), Population("c", "m", servers=1)])
    assert [(one.broker, one.message, one.consumer, one.enough) for one in found] == [
        ("a", 1, 2, False),
        ("a", 2, 2, False),
        ("b", 2, 1, False),
        ("b", 2, 2, False),
    ]


def test_a_ttl_that_is_not_known_may_be_enough() -> None:
    (one,) = ttl_needed(
        routing(network([("a", connector("a", "b", message_ttl=Unknown("${t}"), consumer_ttl=1))])),
        [Population("a", "m", clients=1), Population("b", "m", servers=1)],
    )
    assert one.enough
    assert replace(one, message=2).enough is None
    assert replace(one, message=2, consumer=2).enough is False


@pytest.mark.parametrize("links", [star(3), ring(4), ring(6)], ids=["star", "ring of 4", "ring of 6"])
def test_what_a_plan_writes_is_enough_for_its_inventory(links: list[tuple[str, str]]) -> None:
    for one in (planned(links), plan(commanded_from(links[0][1], links), "test")):
        asked = Routing(one.network, hosts_of(one.inventory), decreases=True)
        needs = ttl_needed(asked, populations_of(one.inventory))
        assert needs and all(need.enough for need in needs)
        most = {link.dialing: link.ttl for link in one.inventory.links}
        assert all(max(need.message, need.consumer) <= max(most.values()) for need in needs)


def test_brokers_that_are_not_there_are_left_out() -> None:
    assert demand(routing(pairs(star(1))), [Population("nowhere", "m", servers=1)]) == ()

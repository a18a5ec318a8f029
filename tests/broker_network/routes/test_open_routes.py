"""Routes that are open by filters and TTL alone."""

from __future__ import annotations

import pytest

from broker_network.network import Network, queue, topic
from broker_network.routes import bridges
from broker_network.routes.open_routes import routes_from
from tests.support.route_networks import connector, hosts, network, pairs

CHAIN = [("a", "b"), ("b", "c"), ("c", "d")]


def reached(of: Network, sender: str = "a", destination: str = "c.nodes") -> dict[str, int]:
    """How many bridges are crossed to each broker that messages get to."""
    found = routes_from(sender, bridges(of, hosts(of)), queue(destination))
    return {broker: route.hops for broker, route in found.items()}


@pytest.mark.parametrize("ttl", [1, 2, 3])
def test_messages_get_as_far_as_the_ttl_allows(ttl: int) -> None:
    assert reached(pairs(CHAIN, ttl)) == {broker: hops for hops, broker in enumerate("abcd") if hops <= ttl}


def test_without_limit_they_get_everywhere() -> None:
    assert set(reached(pairs(CHAIN, -1))) == set("abcd")


def test_consumer_ttl_stops_the_subscription_as_message_ttl_stops_the_message() -> None:
    for message, consumer in ((1, 2), (2, 1)):
        links = [
            (near, connector(near, far, duplex=True, message_ttl=message, consumer_ttl=consumer))
            for near, far in CHAIN[:2]
        ]
        assert set(reached(network(links))) == {"a", "b"}


def test_a_message_on_the_way_of_a_filter_does_not_cross() -> None:
    closed = network([("a", connector("a", "b", duplex=True, excluded_destinations=(queue("c.>"),)))])
    assert set(reached(closed)) == {"a"}
    assert set(reached(closed, destination="d.nodes")) == {"a", "b"}


def test_a_one_way_connector_carries_messages_from_the_side_that_dials() -> None:
    one_way = network([("a", connector("a", "b"))])
    assert set(reached(one_way)) == {"a", "b"}
    assert set(reached(one_way, "b")) == {"b"}


def test_the_shortest_route_is_found_in_a_circle() -> None:
    circle = pairs([*CHAIN, ("d", "a")], ttl=3)
    assert reached(circle) == {"a": 0, "b": 1, "d": 1, "c": 2}
    assert set(routes_from("a", bridges(circle, hosts(circle)), topic("c.x.agent"))) == set("abcd")

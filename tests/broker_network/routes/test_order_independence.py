"""Bridges that hold a subscription in whatever order brokers subscribed."""

from __future__ import annotations

import itertools

from hypothesis import HealthCheck, given, settings

from broker_network.network import Network, topic
from broker_network.routes.order_independence import order_independent
from broker_network.routes.subscriptions import Subscribers, subscribe
from tests.support.route_networks import odd_networks, pairs, routing

TOPIC = topic("c.discovery.agent")


def held(of: Network, subscribed: list[str]) -> dict[str, list[str]]:
    found = order_independent(routing(of).interpretations[-1], TOPIC, subscribed)
    return {broker: sorted({one.receiver for one in directions}) for broker, directions in found.items()}


def test_a_bridge_to_a_broker_with_subscribers_holds_one() -> None:
    assert held(pairs([("a", "b")]), ["b"]) == {"a": ["b"]}
    assert held(pairs([("a", "b")]), []) == {}


def test_news_goes_on_where_no_longer_path_can_have_been_first() -> None:
    assert held(pairs([("a", "b"), ("b", "c")], 2), ["c"]) == {"a": ["b"], "b": ["c"]}
    chain = [("w", "x"), ("x", "y"), ("y", "z")]
    assert "w" not in held(pairs(chain, 2), ["y", "z"]), "that of z may have been first, and goes no farther than x"
    assert held(pairs(chain, 3), ["y", "z"])["w"] == ["x"]


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(odd_networks(4))
def test_what_is_said_to_be_held_is_held_in_every_order(of: Network) -> None:
    interpretation = routing(of).interpretations[-1]
    if any(one.suppress_topics for one in interpretation.directions):
        return  # Of bridges side by side one holds it for all of them.
    names = [broker.name for broker in of.brokers]
    sure = order_independent(interpretation, TOPIC, names)
    for order in itertools.islice(itertools.permutations(names), 12):
        found = subscribe(interpretation, TOPIC, tuple(map(Subscribers, order))).at
        for broker, directions in sure.items():
            holding = {id(one.direction) for one in found.get(broker, ())}
            assert {id(one) for one in directions} <= holding, (order, broker)

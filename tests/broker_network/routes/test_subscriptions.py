"""What bridges hold once consumers have subscribed."""

from __future__ import annotations

from broker_network.network import Network, queue, topic
from broker_network.routes.subscriptions import Subscribers, Subscriptions, subscribe
from tests.support.route_networks import TOPICS, connector, network, pairs, routing

TOPIC, NODES = topic("c.discovery.agent"), queue("c.nodes")
CHAIN = [("a", "b"), ("b", "c")]


def held(of: Network, *consumers: Subscribers, to: object = TOPIC, apart: bool = False) -> Subscriptions:
    return subscribe(routing(of).interpretations[-1], to, consumers, apart=apart)  # type: ignore[arg-type]


def test_demand_travels_away_from_the_consumer_as_far_as_its_ttl() -> None:
    assert set(held(pairs(CHAIN, 1), Subscribers("c")).at) == {"b"}
    assert set(held(pairs(CHAIN, 2), Subscribers("c")).at) == {"a", "b"}


def test_a_merging_bridge_holds_one_for_all_and_keeps_no_selector() -> None:
    merging = network([("a", connector("a", "b"))])
    (one,) = held(merging, Subscribers("b", 3, selective=True), to=NODES).at["a"]
    assert (one.weight, one.selective) == (1, False)
    apart = network([("a", connector("a", "b", conduit_subscriptions=False))])
    found = held(apart, Subscribers("b", 3, selective=True), to=NODES).at["a"]
    assert sum(one.weight for one in found) == 3 and all(one.selective for one in found)


def test_a_subscription_never_comes_back_to_a_broker_that_it_has_passed() -> None:
    ring = pairs([("a", "b"), ("b", "c"), ("c", "a")], 3)
    for all_held in held(ring, Subscribers("a"), apart=True).at.values():
        for one in all_held:
            assert len(set(one.path)) == len(one.path) and one.direction.sender not in one.path


def test_of_two_bridges_side_by_side_one_is_suppressed_unless_all_are_kept() -> None:
    twice = network([("a", connector("a", "b", name=name)) for name in ("one", "two")])
    assert len(held(twice, Subscribers("b")).at["a"]) == 1
    assert len(held(twice, Subscribers("b"), apart=True).at["a"]) == 2


def test_what_is_included_for_good_is_held_without_a_consumer() -> None:
    static = connector("a", "b", statically_included_destinations=(queue("c.nodes"),), excluded_destinations=TOPICS)
    (one,) = held(network([("a", static)]), to=NODES).at["a"]
    assert one.static and not one.selective

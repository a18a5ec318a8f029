"""In a circle of links the copy that comes first may be one that TTL stops; who then gets nothing is told."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broker_network.network import Network, topic
from broker_network.routes import Arrival, Delivery, Routing, Why
from tests.support.route_networks import AUDITED, QUEUES, circles, connector, network, pairs, routing
from tests.support.simulator import Player

TOPIC = topic("c.discovery.agent")
CIRCLE = [("a", "b"), ("b", "c"), ("c", "a")]
TAIL = [("d", "b"), ("e", "d")]


def arrival(asked: Routing, sender: str, receiver: str) -> Arrival:
    return asked.arrival("broadcast", sender, receiver, TOPIC)


def raced(of: Network, *servers: str) -> set[tuple[str, str]]:
    """Whose broadcasts are told to depend on which copy is the faster, where servers are at all brokers or at some."""
    names = [broker.name for broker in of.brokers]
    asked = routing(of, servers={"c": dict.fromkeys(servers or names, 1)})
    return {(one, two) for one in names for two in servers or names if Why.RACE in arrival(asked, one, two).why}


def test_a_copy_that_took_the_long_way_ends_before_the_end_of_a_tail() -> None:
    assert raced(pairs(CIRCLE + TAIL, 3, AUDITED)) == {("a", "e"), ("c", "e")}


def test_it_is_told_too_where_nothing_says_where_servers_are() -> None:
    found = arrival(routing(pairs(CIRCLE + TAIL, 3, AUDITED)), "a", "e")
    assert (found.delivery, found.why, found.copies) == (Delivery.SOMETIMES, (Why.RACE,), 1)


@pytest.mark.parametrize(
    ("links", "ttl"),
    [
        (CIRCLE + TAIL, 4),
        (CIRCLE + TAIL, -1),
        (TAIL + CIRCLE[:2], 3),
        ([("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("e", "f"), ("f", "a")], 3),
        ([(one, two) for one in "abcd" for two in "abcd" if one < two], 2),
        ([(leaf, hub) for leaf in "abc" for hub in "xy"] + [("x", "y")], 2),
    ],
    ids=["longest-way", "unlimited", "no-circle", "ring", "mesh", "two-hubs"],
)
def test_who_loses_no_race_is_told_to_get_every_broadcast(links: list[tuple[str, str]], ttl: int) -> None:
    assert raced(pairs(links, ttl, AUDITED)) == set()


def test_of_two_neighbors_that_are_linked_one_surely_has_a_copy_that_took_the_short_way() -> None:
    """Each might get the copy that came over the other first, but not both."""
    diamond = [("s", "x"), ("s", "y"), ("x", "y"), ("x", "b"), ("y", "b"), ("b", "c")]
    assert raced(pairs(diamond, 3, AUDITED), *"xybc") == set()


def test_a_broker_that_passes_on_every_copy_lets_no_short_one_be_dropped() -> None:
    found = arrival(routing(pairs(CIRCLE + TAIL, 3)), "a", "e")
    assert (found.delivery, found.fewest, found.copies) == (Delivery.ALWAYS, 1, 1)


def test_where_all_servers_are_at_the_end_of_the_tail_nothing_goes_the_long_way() -> None:
    assert raced(pairs(CIRCLE + TAIL, 3, AUDITED), "e") == set()


def test_a_bridge_that_in_no_order_holds_a_subscription_may_still_be_the_faster() -> None:
    """Of 60 broadcasts from c to e 58 came on 6.2.6 (`evidence/circles-with-tails`)."""
    assert ("c", "e") in raced(pairs(CIRCLE + TAIL, 3, AUDITED), "b", "c", "d", "e")


@st.composite
def placed(draw: st.DrawFn) -> tuple[Network, list[str]]:
    """A network with circles, and the brokers with a server."""
    made = draw(circles())
    names = [broker.name for broker in made.brokers]
    return made, draw(st.just(names) | st.lists(st.sampled_from(names), unique=True, min_size=1))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(placed())
def test_in_circles_with_tails_what_is_said_holds_in_whatever_order_copies_come(
    case: tuple[Network, list[str]],
) -> None:
    made, servers = case
    asked = routing(made, servers={"c": dict.fromkeys(servers, 1)})
    plays = []
    for seed in range(4):
        player = Player(made, TOPIC, seed, decreases=True)
        for broker in random.Random(seed).sample(servers, len(servers)):
            player.subscribe(broker, broker)
        plays.append(player)
    for sender in asked.brokers:
        got = [player.on_topic(sender) for player in plays for _ in range(8)]
        for receiver in servers:
            said = arrival(asked, sender, receiver)
            came = {one[receiver] for one in got}
            where = (sender, receiver, said.delivery, said.why, came)
            assert said.delivery is not Delivery.ALWAYS or came == {1}, where
            assert said.delivery is not Delivery.NEVER or came == {0}, where


@pytest.mark.timed
def test_a_thousand_brokers_with_circles_are_asked_in_seconds() -> None:
    """Regions of three brokers in a circle around a hub; and one circle of all."""
    hubs = [f"hub{number}" for number in range(250)]
    regions = [(one, "noc") for one in hubs]
    for hub in hubs:
        regions += [(hub, f"{hub}-x"), (f"{hub}-x", f"{hub}-y"), (f"{hub}-y", hub), (f"{hub}-z", f"{hub}-y")]
    ring = [(f"b{number}", f"b{(number + 1) % 1000}") for number in range(1000)]
    for links in (regions, ring):
        made = network(
            [
                (one, connector(one, two, duplex=True, network_ttl=5, excluded_destinations=QUEUES))
                for one, two in links
            ],
            policy=AUDITED,
        )
        asked = routing(made, servers={"c": {broker.name: 1 for broker in made.brokers}})
        start = time.process_time()
        for other in made.brokers:
            arrival(asked, links[0][0], other.name)
        assert time.process_time() - start < 3

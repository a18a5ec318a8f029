"""Where the order of subscribing decides whether broadcasts arrive."""

from __future__ import annotations

from typing import Any

from broker_network.mcollective.destinations import broadcast
from broker_network.routes import Delivery, Why
from tests.support.networks import ring
from tests.support.route_networks import (
    AUDITED,
    connector,
    network,
    pairs,
    routing,
)


def test_who_subscribes_first_decides_where_a_conduit_bridge_may_not_pass_news_on() -> None:
    chain = pairs([("w", "x"), ("x", "y"), ("y", "z")], 2, AUDITED)
    found = routing(chain, servers={"c": {"y": 2, "z": 2}}).reach("w", "y", "c")
    assert found.broadcast.delivery is Delivery.SOMETIMES and found.broadcast.why == (Why.ORDER,)
    assert found.directed.once
    assert routing(chain, servers={"c": {"y": 2}}).reach("w", "y", "c").once
    assert routing(chain, servers={"c": {"x": 2, "y": 2, "z": 2}}).reach("w", "y", "c").once


def test_of_equal_bridges_that_suppress_duplicates_the_one_that_heard_first_may_lead_nowhere() -> None:
    equal: dict[str, Any] = {
        "decrease_network_consumer_priority": False,
        "conduit_subscriptions": False,
        "suppress_duplicate_queue_subscriptions": True,
        "duplex": True,
        "message_ttl": 1,
    }
    short = [(near, connector(near, "b1", **equal, consumer_ttl=1)) for near in ("b0", "b2")]
    long = ("b0", connector("b0", "b2", **equal, consumer_ttl=2))
    found = routing(network([*short, long]), servers={"c": {"b1": 1}}).reach("b1", "b2", "c")
    assert found.reply.delivery is Delivery.SOMETIMES and Why.ORDER in found.reply.why
    without = routing(network(short), servers={"c": {"b1": 1}}).reach("b1", "b2", "c")
    assert without.reply.once


def test_a_server_that_subscribed_first_may_hide_one_that_its_bridge_stands_for() -> None:
    """In a ring of six with TTL 2: the second broker learns of the fourth's servers unless the fifth's came first."""
    ring_of_six = pairs(ring(6), 2, AUDITED)
    names = [broker.name for broker in ring_of_six.brokers]
    servers = {names[at]: 1 for at in (0, 3, 4, 5)}
    found = routing(ring_of_six, servers={"c": servers}).arrival("broadcast", names[1], names[3], broadcast("c"))
    assert (found.delivery, found.why) == (Delivery.SOMETIMES, (Why.ORDER,))


CIRCLE_WITH_A_TAIL = [("a", "b"), ("b", "c"), ("c", "a"), ("d", "b"), ("e", "d")]


def test_news_that_took_the_longer_way_and_came_first_may_have_passed_too_many_brokers() -> None:
    """Seen on 6.2.6 in one of three runs: the tail then never learned of the circle's servers."""
    of = pairs(CIRCLE_WITH_A_TAIL, 3, AUDITED)
    found = routing(of, servers={"c": {"a": 2, "c": 1, "e": 1}}).arrival("broadcast", "e", "a", broadcast("c"))
    assert (found.delivery, found.why) == (Delivery.SOMETIMES, (Why.ORDER,))
    enough = routing(pairs(CIRCLE_WITH_A_TAIL, 4, AUDITED), servers={"c": {"a": 2, "c": 1, "e": 1}})
    assert enough.arrival("broadcast", "e", "a", broadcast("c")).once


def test_what_is_said_without_knowing_where_servers_are_holds_wherever_they_are() -> None:
    """In a chain with too little TTL, the second broker learns of the third's servers if no farther ones came first."""
    chain = [("w", "x"), ("x", "y"), ("y", "z")]
    found = routing(pairs(chain, 2, AUDITED)).arrival("broadcast", "w", "y", broadcast("c"))
    assert (found.delivery, found.why) == (Delivery.SOMETIMES, (Why.ORDER,))
    assert routing(pairs(chain, 3, AUDITED)).arrival("broadcast", "w", "y", broadcast("c")).once

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

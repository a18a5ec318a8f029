"""What one direction of a bridge lets across and learns of."""

from __future__ import annotations

from broker_network.network import NetworkConnector, queue, topic
from broker_network.routes import BridgeDirection
from tests.support.route_networks import connector, network, routing

NODES, TOPIC = queue("c.nodes"), topic("c.discovery.agent")


def direction(one: NetworkConnector) -> BridgeDirection:
    (only,) = routing(network([("a", one)])).directions
    return only


def test_filters_decide_what_is_let_across() -> None:
    open_to_all = direction(connector("a", "b"))
    assert open_to_all.admits(NODES) and open_to_all.admits(TOPIC)
    excluding = direction(connector("a", "b", excluded_destinations=(queue(">"),)))
    assert excluding.admits(TOPIC) and not excluding.admits(NODES)


def test_it_learns_of_subscriptions_to_what_it_includes() -> None:
    including = direction(connector("a", "b", dynamically_included_destinations=(queue("c.>"),)))
    assert including.listens_to(NODES) and not including.listens_to(TOPIC)


def test_a_destination_filter_takes_the_place_of_what_is_included() -> None:
    filtered = direction(connector("a", "b", destination_filter="Queue.c.>,Topic.d.>"))
    assert filtered.listens_to(NODES) and not filtered.listens_to(TOPIC)
    whole = direction(connector("a", "b", destination_filter="ActiveMQ.Advisory.Consumer.Queue.c.>"))
    assert whole.listens_to(NODES)


def test_a_static_bridge_learns_of_nothing_and_holds_what_is_written() -> None:
    static = direction(connector("a", "b", static_bridge=True, statically_included_destinations=(queue("c.>"),)))
    assert not static.listens_to(NODES)
    assert static.static_patterns(NODES) == (queue("c.>"),)
    assert static.static_patterns(TOPIC) == ()

"""What blocks a message at each bridge, with its line."""

from __future__ import annotations

from dataclasses import replace

from broker_network.network import (
    Network,
    Source,
    queue,
    topic,
)
from broker_network.reach import Blocks
from broker_network.routes import Delivery
from tests.support.route_networks import AUDITED, CHAIN, actions, connector, engine, network, pairs, said, traced


def test_a_ttl_that_is_too_low_is_named_with_its_line_and_raised_where_it_counts() -> None:
    of = pairs(CHAIN, 1, AUDITED)
    placed = Network(
        tuple(
            replace(
                broker,
                network_connectors=tuple(
                    replace(one, source=Source(f"{broker.name}.xml", line))
                    for line, one in enumerate(broker.network_connectors, start=10)
                ),
            )
            for broker in of.brokers
        )
    )
    found = traced(engine(placed), "directed", "a", "c", "m")
    assert found.verdict.arrival.delivery is Delivery.NEVER
    obstacles = [(o.blocks, o.attribute, o.value, str(o.source)) for hop in found.crossings for o in hop.obstacles]
    assert obstacles == [
        (Blocks.CONSUMER_TTL, "consumerTTL", 1, "a.xml:11"),
        (Blocks.MESSAGE_TTL, "messageTTL", 1, "b.xml:11"),
    ]
    assert said(found) == [("a", "consumerTTL", 2), ("b", "messageTTL", 2)]


def test_an_exclusion_is_named_and_lifted() -> None:
    of = network([("a", connector("a", "b", excluded_destinations=(queue("m.>"), topic("x"))))])
    found = traced(engine(of), "directed", "a", "b", "m")
    assert actions(found) == [("remove", queue("m.>"))]
    assert [o.pattern for hop in found.crossings for o in hop.obstacles] == [queue("m.>")]


def test_a_lost_selector_is_kept_by_connectors_that_are_not_conduit() -> None:
    of = network([(leaf, connector(leaf, "hub", duplex=True)) for leaf in ("b", "c")], policy=AUDITED)
    found = traced(engine(of, servers={"m": {"b": 1, "c": 1}}), "directed", "hub", "b", "m")
    assert found.verdict.arrival.delivery is Delivery.SOMETIMES and not found.arrives
    assert [o.blocks for hop in found.crossings for o in hop.obstacles] == [Blocks.SELECTOR]
    assert said(found) == [("c", "conduitSubscriptions", False)], "it is the other leaf's subscription that takes any"

"""Behaviour of routes, on networks whose outcome is known from running them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from macros.network import Broker, Network, NetworkConnector, queue, topic
from macros.routes import Bridge, bridges, permits, reach
from tests.networks import mesh, ring, star

HOSTS = {f"{name}.example": name for name in (*(f"s{i}" for i in range(6)), "hub", *(f"leaf{i}" for i in range(1, 6)))}


def network(links: list[tuple[str, str]], ttl: int, **attributes: object) -> tuple[Bridge, ...]:
    """Bridges of brokers joined by the pair of connectors, all with one TTL."""
    names = list(dict.fromkeys(end for link in links for end in link))
    brokers = []
    for name in names:
        connectors = []
        for dialing, listening in links:
            if dialing == name:
                both = NetworkConnector(
                    f"{dialing}-{listening}",
                    f"static:(tcp://{listening}.example:61616)",
                    duplex=True,
                    consumer_ttl=ttl,
                    message_ttl=ttl,
                )
                both = replace(both, **attributes)  # type: ignore[arg-type]
                connectors += [
                    replace(both, excluded_destinations=(queue(">"),)),
                    replace(both, excluded_destinations=(topic(">"),), conduit_subscriptions=False),
                ]
        brokers.append(Broker(name, network_connectors=tuple(connectors)))
    return bridges(Network(tuple(brokers)), HOSTS)


@pytest.mark.parametrize(
    ("links", "ttl", "pairs"),
    [
        pytest.param(star(3), 1, {("hub", "leaf1"): True, ("leaf1", "leaf2"): False}, id="star, TTL 1"),
        pytest.param(star(3), 2, {("hub", "leaf1"): True, ("leaf1", "leaf2"): True}, id="star, TTL 2"),
        pytest.param(ring(4), 1, {("s0", "s1"): True, ("s0", "s2"): False}, id="ring of 4, TTL 1"),
        pytest.param(ring(4), 2, {("s0", "s1"): True, ("s0", "s2"): True}, id="ring of 4, TTL 2"),
        pytest.param(mesh(4), 1, {("s0", "s3"): True, ("s1", "s2"): True}, id="mesh of 4, TTL 1"),
    ],
)
def test_reach_is_what_was_measured(links: list[tuple[str, str]], ttl: int, pairs: dict[tuple[str, str], bool]) -> None:
    crossing = network(links, ttl)
    for (one, other), expected in pairs.items():
        assert reach(one, other, "mcollective", crossing).complete == expected
        assert reach(other, one, "mcollective", crossing).complete == expected


def test_clients_and_servers_of_one_broker_need_no_bridge() -> None:
    found = reach("hub", "hub", "mcollective", ())
    assert found.complete and found.broadcast is not None and found.broadcast.hops == 0


def test_a_one_way_connector_carries_messages_away_from_the_broker_that_declares_it() -> None:
    found = reach("leaf1", "hub", "mcollective", network(star(1), 1, duplex=False))
    assert found.broadcast is not None and found.directed is not None and found.reply is None


def test_network_ttl_wins_over_the_split_attributes() -> None:
    assert reach("leaf1", "leaf2", "mcollective", network(star(2), 1, network_ttl=2)).complete


def test_an_unlimited_ttl_reaches_any_distance() -> None:
    chain = [(f"s{i}", f"s{i + 1}") for i in range(5)]
    assert reach("s0", "s5", "mcollective", network(chain, -1)).complete
    assert not reach("s0", "s5", "mcollective", network(chain, 4)).complete


def test_the_smaller_of_message_and_consumer_ttl_decides() -> None:
    assert not reach("leaf1", "leaf2", "mcollective", network(star(2), 2, consumer_ttl=1)).complete
    assert not reach("leaf1", "leaf2", "mcollective", network(star(2), 2, message_ttl=1)).complete


def test_a_filter_blocks_what_it_does_not_include() -> None:
    only = (topic("one.>"), queue("one.>"))
    crossing = network(star(1), 1, dynamically_included_destinations=only)
    assert reach("hub", "leaf1", "one", crossing).complete
    assert reach("hub", "leaf1", "two", crossing).broadcast is None


@pytest.mark.parametrize(
    ("excluded", "static", "dynamic", "expected"),
    [
        ((), (), (), True),
        ((queue("a.>"),), (queue("a.b"),), (), False),
        ((), (queue("a.b"),), (queue("c"),), True),
        ((), (), (queue("c"),), False),
        ((), (queue("c"),), (), True),
    ],
    ids=[
        "no filter",
        "exclusion first",
        "static before dynamic",
        "not on the list",
        "a static list alone admits others",
    ],
)
def test_filters_apply_in_the_order_of_the_source(
    excluded: tuple[object, ...], static: tuple[object, ...], dynamic: tuple[object, ...], expected: bool
) -> None:
    connector = NetworkConnector(
        "n",
        "static:(tcp://h:1)",
        excluded_destinations=excluded,  # type: ignore[arg-type]
        statically_included_destinations=static,  # type: ignore[arg-type]
        dynamically_included_destinations=dynamic,  # type: ignore[arg-type]
    )
    assert permits(connector, queue("a.b")) is expected


def test_static_uris_are_a_bridge_each_and_a_masterslave_pair_is_one() -> None:
    def count(uri: str) -> int:
        broker = Broker("hub", network_connectors=(NetworkConnector("n", uri),))
        return len(bridges(Network((broker, Broker("s0"), Broker("s1"))), HOSTS))

    assert count("static:(tcp://s0.example:1,tcp://s1.example:1)") == 2
    assert count("masterslave:(tcp://s0.example:1,tcp://s1.example:1)") == 1
    assert count("multicast://default") == 0
    assert count("static:(tcp://elsewhere:1)") == 0

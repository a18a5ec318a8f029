"""Behaviour of bridges: which there are, and what their filters let across."""

from __future__ import annotations

import pytest

from broker_network.network import Broker, Destination, Network, NetworkConnector, Unknown, queue
from broker_network.routes import Declared, Elsewhere, bridges, permits, survey
from tests.support.route_networks import connector, hosts, network

HOSTS = {"s0.example": "s0", "s1.example": "s1"}


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
    excluded: tuple[Destination, ...],
    static: tuple[Destination, ...],
    dynamic: tuple[Destination, ...],
    expected: bool,
) -> None:
    one = NetworkConnector(
        "n",
        "static:(tcp://h:1)",
        excluded_destinations=excluded,
        statically_included_destinations=static,
        dynamically_included_destinations=dynamic,
    )
    assert permits(one, queue("a.b")) is expected


@pytest.mark.parametrize(
    ("uri", "count"),
    [
        ("static:(tcp://s0.example:1,tcp://s1.example:1)", 2),
        ("masterslave:(tcp://s0.example:1,tcp://s1.example:1)", 1),
        ("static:(tcp://s0.example:1,tcp://s0.example:2)", 1),
        ("multicast://default", 0),
        ("static:(tcp://elsewhere:1)", 0),
    ],
)
def test_static_uris_are_a_bridge_for_each_broker_and_a_masterslave_pair_is_one(uri: str, count: int) -> None:
    broker = Broker("hub", network_connectors=(NetworkConnector("n", uri),))
    assert len(bridges(Network((broker, Broker("s0"), Broker("s1"))), HOSTS)) == count


def test_whom_a_connector_dials_may_not_be_known() -> None:
    broker = Broker("hub", network_connectors=(NetworkConnector("n", "static:(tcp://${far}:1)"),))
    assert [type(one) for one in survey(Network((broker,)), {})] == [Elsewhere]


def test_a_broker_has_no_bridge_to_itself() -> None:
    assert bridges(network([("a", connector("a", "a"))]), {"a": "a"}) == ()


def test_a_network_ttl_wins_over_the_split_attributes() -> None:
    of = network([("a", connector("a", "b", network_ttl=5, message_ttl=3, consumer_ttl=1))])
    (bridge,) = bridges(of, hosts(of))
    assert (bridge.message_ttl, bridge.consumer_ttl) == (5, 5)


def test_a_ttl_that_is_a_placeholder_stays_one() -> None:
    of = network([("a", connector("a", "b", message_ttl=Unknown("${ttl}")))])
    assert bridges(of, hosts(of))[0].message_ttl == Unknown("${ttl}")


def test_the_way_back_over_a_connector_of_unknown_duplex_is_in_doubt() -> None:
    of = network([("a", connector("a", "b", duplex=Unknown("${duplex}")))])
    found = [one for one in survey(of, hosts(of)) if isinstance(one, Declared)]
    assert [(one.bridge.sender, one.doubt and one.doubt.attribute) for one in found] == [("a", None), ("b", "duplex")]
    assert len(bridges(of, hosts(of))) == 1


def test_of_two_connectors_of_one_name_to_one_broker_either_may_be_refused() -> None:
    of = network([("a", connector("a", "b", name="NC")), ("a", connector("a", "b", name="NC", duplex=True))])
    assert {one.doubt and one.doubt.attribute for one in survey(of, hosts(of)) if isinstance(one, Declared)} == {"name"}

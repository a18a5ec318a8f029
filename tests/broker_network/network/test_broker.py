"""What a network of brokers can hold, and what it leaves open."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from broker_network.network import Broker, Network, NetworkConnector, Source, TransportConnector


def test_where_an_element_was_read_makes_no_difference() -> None:
    one = NetworkConnector("n", "static:(tcp://b:1)", source=Source("a.xml", 3))
    assert one == NetworkConnector("n", "static:(tcp://b:1)", source=Source("b.xml", 9))
    assert one == NetworkConnector("n", "static:(tcp://b:1)")


def test_nothing_of_a_network_can_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Broker("a").name = "b"  # type: ignore[misc]


def test_what_is_not_said_is_none_and_no_default() -> None:
    connector = NetworkConnector("n", "static:(tcp://b:1)")
    unsaid = {field.name: getattr(connector, field.name) for field in fields(connector) if field.name.endswith("_ttl")}
    assert set(unsaid.values()) == {None}
    assert unsaid


def test_a_broker_is_found_by_its_name_and_one_that_is_not_there_is_none_of_them() -> None:
    network = Network((Broker("a"), Broker("b", transport_connectors=(TransportConnector("s", "stomp://h:1"),))))
    assert network.broker("b") is network.brokers[1]
    with pytest.raises(KeyError):
        network.broker("c")

"""Each broker, put together from what was decided about it."""

from __future__ import annotations

from typing import Any

from broker_network.design.planning.brokers import SSL_CONTEXT
from tests.support.networks import planned, star, tunneled


def test_brokers_come_in_the_order_of_the_topology_each_with_its_heap() -> None:
    made = planned(star(3))
    names = [broker.name for broker in made.network.brokers]
    assert names == [name for name, _ in made.inventory.heaps] == ["leaf1-1", "hub-1", "leaf2-1", "leaf3-1"]


def test_key_stores_are_named_only_where_something_is_encrypted() -> None:
    assert planned([("a", "b")]).network.broker("a-1").ssl_context == SSL_CONTEXT
    plain = {"links": "plain", "clients": "plain"}
    assert planned([("a", "b")], security=plain).network.broker("a-1").ssl_context is None
    assert tunneled([("a", "b")]).network.broker("a-1").ssl_context == SSL_CONTEXT, "for clients"


def test_a_heap_that_the_topology_names_holds() -> None:
    own = {"a": {"brokers": {"a-1": {"host": "a.example.net", "heap": 999}}}}
    assert dict(planned([("a", "b")], sites=own).inventory.heaps)["a-1"] == 999


def test_a_broker_that_only_relays_has_no_listener_for_members() -> None:
    sites: dict[str, Any] = {"relay": {"clients": {}, "servers": {}}}
    relayed = planned([("relay", "a"), ("b", "relay")], sites=sites)
    kinds = [one.name for one in relayed.network.broker("relay-1").transport_connectors]
    assert kinds == ["openwire"]


def test_no_broker_opens_a_console_or_a_port_for_jmx() -> None:
    for broker in planned(star(2)).network.brokers:
        assert not broker.web_console
        assert broker.management is not None
        assert broker.management.create_connector is False


def test_every_broker_keeps_its_secrets_out_of_its_file() -> None:
    for broker in planned(star(2)).network.brokers:
        assert broker.properties_files == ("file:${activemq.conf}/credentials.properties",)
        assert all(user.password == f"${{{user.username}.password}}" for user in broker.users)

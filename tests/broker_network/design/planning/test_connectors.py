"""Listeners and bridges of one broker."""

from __future__ import annotations

from typing import Any

import pytest

from broker_network.design.planning import Plan, connectors
from broker_network.network import Broker, TransportConnector, parse, queue, topic
from tests.support.networks import planned, star, tunneled

STANDBY = {"host": "b2.example.net", "address": "10.2.0.12"}


def broker(plan: Plan, name: str) -> Broker:
    return plan.network.broker(name)


def listener(plan: Plan, name: str, kind: str) -> TransportConnector:
    return next(one for one in broker(plan, name).transport_connectors if one.name == kind)


def plain(links: list[tuple[str, str]], **changes: Any) -> Plan:
    return planned(links, **{"security": {"links": "plain", "clients": "plain"}, **changes})


def test_ports_follow_the_transport_unless_the_topology_names_them() -> None:
    encrypted, open_ = planned([("a", "b")]), plain([("a", "b")])
    assert [parse(listener(encrypted, "b-1", kind).uri).port for kind in ("openwire", "stomp")] == [61617, 61614]
    assert [parse(listener(open_, "b-1", kind).uri).port for kind in ("openwire", "stomp")] == [61616, 61613]
    own = {"b": {"brokers": {"b-1": {"host": "b.example.net", "openwire_port": 7000, "stomp_port": 7001}}}}
    named = planned([("a", "b")], sites=own)
    assert [parse(listener(named, "b-1", kind).uri).port for kind in ("openwire", "stomp")] == [7000, 7001]
    assert all(":7000" in one.uri for one in broker(named, "a-1").network_connectors)


def test_who_is_dialed_by_nobody_has_no_listener_for_brokers() -> None:
    plan = planned([("a", "b")])
    assert [one.name for one in broker(plan, "a-1").transport_connectors] == ["stomp"]


def test_both_ends_of_a_one_way_link_have_a_listener_and_a_pair_of_connectors() -> None:
    topology_links = [{"from": "a", "to": "b", "duplex": False}]
    plan = planned([("a", "b")], links=topology_links)
    for name in ("a-1", "b-1"):
        assert "openwire" in {one.name for one in broker(plan, name).transport_connectors}
        assert [one.duplex for one in broker(plan, name).network_connectors] == [False, False]


@pytest.mark.parametrize("leaves", [1, 5])
def test_a_listener_for_brokers_has_room_for_each_link_to_come_back_before_it_is_gone(leaves: int) -> None:
    assert f"maximumConnections={4 * leaves}&" in listener(planned(star(leaves)), "hub-1", "openwire").uri


def test_a_listener_for_members_has_room_for_each_to_come_back_before_it_is_gone() -> None:
    sites = {"a": {"clients": {}, "servers": {"web": {"count": 100}}}}
    expected = connectors.RECONNECTING * 100 + connectors.SPARE_CONNECTIONS
    plan = planned([("a", "b")], sites=sites)
    assert f"maximumConnections={expected}&" in listener(plan, "a-1", "stomp").uri


def test_every_encrypted_listener_asks_for_a_certificate_and_takes_no_old_tls() -> None:
    for one in broker(planned([("a", "b")]), "b-1").transport_connectors:
        assert "needClientAuth=true" in one.uri
        assert "enabledProtocols=TLSv1.2,TLSv1.3" in one.uri


def test_no_listener_takes_frames_without_bound() -> None:
    for plan in (planned([("a", "b")]), plain([("a", "b")]), tunneled([("a", "b")])):
        for one in broker(plan, "b-1").transport_connectors:
            assert f"wireFormat.maxFrameSize={connectors.MAX_FRAME_BYTES}" in one.uri


def test_one_connector_carries_topics_conduit_and_the_other_queues_each_with_its_selector() -> None:
    topics, queues = broker(planned([("a", "b")]), "a-1").network_connectors
    assert (topics.conduit_subscriptions, queues.conduit_subscriptions) == (True, False)
    assert (topics.excluded_destinations, queues.excluded_destinations) == ((queue(">"),), (topic(">"),))
    assert topics.dynamically_included_destinations == (topic("mcollective.*.agent"),)
    assert queues.dynamically_included_destinations == (queue("mcollective.nodes"), queue("mcollective.reply.>"))


def test_a_standby_is_dialed_after_its_primary() -> None:
    sites = {"b": {"brokers": {"b-1": {"host": "b1.example.net", "store": "/srv/mq", "standby": STANDBY}}}}
    (uri,) = {one.uri for one in broker(planned([("a", "b")], sites=sites), "a-1").network_connectors}
    assert uri == "masterslave:(ssl://b1.example.net:61617,ssl://b2.example.net:61617)"


def test_through_a_tunnel_the_inner_address_is_dialed_and_listened_at() -> None:
    plan = tunneled([("a", "b")])
    (inner,) = (host.inner_address for host in plan.inventory.hosts_of("b-1"))
    assert {one.uri for one in broker(plan, "a-1").network_connectors} == {f"static:(tcp://{inner}:61616)"}
    assert parse(listener(plan, "b-1", "openwire").uri).host == inner


def test_no_file_holds_a_password_but_only_what_stands_for_it() -> None:
    for one in broker(planned([("a", "b")]), "a-1").network_connectors:
        assert one.password == "${bridge-a-1-b-1.password}"

from __future__ import annotations

from broker_network.network.index import index_of
from tests.support.networks import planned, star


def test_a_broker_knows_who_dials_it() -> None:
    index = index_of(*planned(star(2)))
    assert index.dialing == {("hub-1", 61617): ("leaf1-1", "leaf2-1")}


def test_when_each_side_opens_its_own_half_both_are_dialed() -> None:
    plan = planned([], sites={"a": {}, "b": {}}, links=[{"from": "a", "to": "b", "duplex": False}])
    assert index_of(*plan).dialing == {("a-1", 61617): ("b-1",), ("b-1", 61617): ("a-1",)}


def test_a_broker_that_nobody_dials_has_no_port_for_brokers() -> None:
    index = index_of(*planned(star(1)))
    assert index.ports_of("leaf1-1", "openwire") == ()
    assert index.stomp_port("leaf1-1") == 61614
    assert index.ports_of("hub-1", "openwire") == (61617,)


def test_a_broker_dialed_with_and_without_tls_has_a_port_for_each() -> None:
    links = [{"from": "a", "to": "hub"}, {"from": "b", "to": "hub", "transport": "plain"}]
    index = index_of(*planned([], sites={name: {} for name in ("a", "b", "hub")}, links=links))
    assert index.ports_of("hub-1", "openwire") == (61617, 61616)
    assert index.dialing == {("hub-1", 61617): ("a-1",), ("hub-1", 61616): ("b-1",)}


def test_a_standby_host_is_a_second_name_of_its_broker() -> None:
    standby = {"a-1": {"host": "one.example.net", "standby": {"host": "two.example.net"}, "store": "/srv/mq"}}
    index = index_of(*planned([], sites={"a": {"brokers": standby}}))
    assert index.host_names("a-1") == ("one.example.net", "two.example.net")

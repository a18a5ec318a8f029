from __future__ import annotations

from macros.lookup import lookup
from tests.networks import planned, star


def test_a_broker_knows_who_dials_it() -> None:
    around = lookup(*planned(star(2)))
    assert around.dialing == {"hub-1": ("leaf1-1", "leaf2-1")}


def test_when_each_side_opens_its_own_half_both_are_dialed() -> None:
    plan = planned([], sites={"a": {}, "b": {}}, links=[{"from": "a", "to": "b", "duplex": False}])
    assert lookup(*plan).dialing == {"a-1": ("b-1",), "b-1": ("a-1",)}


def test_a_broker_that_nobody_dials_has_no_port_for_brokers() -> None:
    around = lookup(*planned(star(1)))
    assert around.port("leaf1-1", "openwire") is None
    assert around.port("leaf1-1", "stomp") == 61614
    assert around.port("hub-1", "openwire") == 61617


def test_a_standby_host_is_a_second_name_of_its_broker() -> None:
    standby = {"a-1": {"host": "one.example.net", "standby": {"host": "two.example.net"}, "store": "/srv/mq"}}
    around = lookup(*planned([], sites={"a": {"brokers": standby}}))
    assert around.host_names("a-1") == ("one.example.net", "two.example.net")

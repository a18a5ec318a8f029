"""What is done on hosts around the brokers, and when."""

from __future__ import annotations

from tests.support.networks import tunneled
from tests.support.transitions import (
    between,
    firewalls,
)


def test_tunnels_are_there_before_the_brokers_that_need_them_and_as_long_as_any_does() -> None:
    plain, inside = tunneled([("a", "b")], security={}), tunneled([("a", "b")])
    there, back = between(plain, inside).steps, between(inside, plain).steps
    place = "broker1.a.example.net"
    assert [step.work for step in there if step.place == place] == ["firewall", "tunnels"]
    assert next(step for step in there if step.work == "tunnels").detail[0] == "give it the inner address 10.255.0.1"
    assert firewalls(there)[-1].detail == ("close TCP 61617 for 10.1.0.11",)
    assert [step.work for step in back if step.place == place] == ["tunnels", "firewall"]
    assert firewalls(back)[-1].detail[0] == "close TCP 61616 in the tunnel for 10.255.0.1"


def test_a_network_whose_tunnels_stay_has_no_work_on_them() -> None:
    inside = tunneled([("a", "b")])
    assert not between(inside, inside).steps

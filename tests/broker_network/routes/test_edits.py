"""Changes of a network, as data."""

from __future__ import annotations

from dataclasses import replace

from broker_network.network import (
    Authentication,
    AuthenticationUser,
    Broker,
    Destination,
    Network,
    NetworkConnector,
    queue,
)
from broker_network.routes import Denial, Edit, Grant, Rights, apply
from broker_network.routes.permissions import lets_in
from tests.support.route_networks import pairs


def test_a_change_leaves_all_else_as_it_was() -> None:
    of = pairs([("a", "b"), ("b", "c")])
    one: NetworkConnector = of.brokers[0].network_connectors[1]
    value: Destination = queue("x")
    changed = apply(of, [Edit("a", (0, 1), one, "dynamicallyIncludedDestinations", "add", value)])
    assert changed.brokers[0].network_connectors[1] == replace(one, dynamically_included_destinations=(value,))
    assert changed.brokers[1:] == of.brokers[1:]
    assert changed.brokers[0].network_connectors[0] == of.brokers[0].network_connectors[0]


def test_a_grant_gives_one_account_one_right_and_no_other_account_any() -> None:
    users = (AuthenticationUser("one", "x", ("all",)), AuthenticationUser("two", "x", ("all",)))
    broker = Broker("b", users=users, authentication=Authentication("simple"), authorization="map")
    grant = Grant(Denial("b", "one", "read", queue("m.nodes")))
    (changed,) = apply(Network((broker,)), [grant]).brokers
    rights = Rights(changed)
    assert rights.may("one", "read", queue("m.nodes")) is True
    assert rights.may("one", "write", queue("m.nodes")) is False
    assert rights.may("two", "read", queue("m.nodes")) is False


def test_a_login_is_granted_with_the_password_that_the_bridge_gives() -> None:
    broker = Broker("b", authentication=Authentication("simple"))
    grant = Grant(Denial("b", "bridge", "log in"), "secret")
    (changed,) = apply(Network((broker,)), [grant]).brokers
    assert lets_in(changed, "bridge", "secret") is True
    assert lets_in(changed, "bridge", "other") is False
    assert "secret" not in repr(grant)

"""Connections that brokers end for want of a right, in networks of two or three brokers."""

from __future__ import annotations

import dataclasses
from typing import Literal

import pytest
from hypothesis import HealthCheck, assume, given, settings

from broker_network import examples
from broker_network.design.planning import PlanRefused, plan
from broker_network.design.topology import Topology
from broker_network.exposure import AccessMap, unstable
from broker_network.network import (
    Authentication,
    AuthenticationUser,
    AuthorizationEntry,
    Broker,
    Destination,
    Network,
    queue,
    topic,
)
from broker_network.reach import Reachability
from broker_network.routes import Delivery, Routing, hosts_of
from tests.support.networks import mesh, planned, topologies
from tests.support.route_networks import hosts, pairs

USERS = tuple(AuthenticationUser(name, "secret", (f"{name}s", "everyone")) for name in ("bridge", "operator", "server"))
EVERYTHING = (
    AuthorizationEntry(topic("ActiveMQ.Advisory.>"), ("bridges",), ("bridges",), ("everyone",)),
    AuthorizationEntry(topic("c.*.agent"), ("servers", "bridges"), ("operators", "bridges"), ("everyone",)),
    AuthorizationEntry(queue("c.nodes"), ("servers", "bridges"), ("operators", "bridges"), ("everyone",)),
    AuthorizationEntry(queue("c.reply.>"), ("operators", "bridges"), ("servers", "bridges"), ("everyone",)),
)


def guarded(links: list[tuple[str, str]], **entries: tuple[AuthorizationEntry, ...]) -> AccessMap:
    """Brokers that know the same users; `entries` are the rights of brokers that differ."""
    of = pairs(links, user_name="bridge", password="secret", bridge_temp_destinations=False)

    def guard(broker: Broker) -> Broker:
        return dataclasses.replace(
            broker,
            authentication=Authentication("simple"),
            users=USERS,
            authorization="map",
            authorization_entries=entries.get(broker.name, EVERYTHING),
        )

    made = Network(tuple(map(guard, of.brokers)))
    return AccessMap(made, hosts(made))


def without(group: str, action: Literal["read", "write"], destination: str) -> tuple[AuthorizationEntry, ...]:
    """All rights but one."""

    def less(entry: AuthorizationEntry) -> AuthorizationEntry:
        left = tuple(one for one in (entry.read if action == "read" else entry.write) if one != group)
        return dataclasses.replace(entry, read=left) if action == "read" else dataclasses.replace(entry, write=left)

    return tuple(less(one) if one.destination == queue(destination) else one for one in EVERYTHING)


def test_where_bridges_may_do_what_is_asked_nothing_ends() -> None:
    assert not unstable(guarded([("leaf", "hub")]))


@pytest.mark.parametrize("name", examples.names())
def test_in_no_example_a_connection_ends(name: str) -> None:
    network, inventory = examples.load(name)
    assert not unstable(AccessMap(network, hosts_of(inventory), inventory))


def test_what_messages_cannot_come_back_for_is_not_asked() -> None:
    """In a mesh a request passes one link: a third broker never sends it on to where nobody may write it."""
    sites = {"s0": {"clients": {"ops": {"operators": ["op-s0"], "collectives": ["two"]}}}}
    made = planned(mesh(3), collectives=["one", "two"], sites=sites)
    assert not unstable(AccessMap(made.network, hosts_of(made.inventory), made.inventory))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(topologies())
def test_in_no_planned_network_a_connection_ends(topology: Topology) -> None:
    try:
        made = plan(topology, "test")
    except PlanRefused:
        assume(False)
    assert not unstable(AccessMap(made.network, hosts_of(made.inventory), made.inventory))


@pytest.mark.parametrize(("action", "destination"), [("read", "c.nodes"), ("write", "c.reply.>")])
def test_a_right_that_a_bridge_lacks_ends_its_connection_in_both_directions(
    action: Literal["read", "write"], destination: str
) -> None:
    access = guarded([("leaf", "hub"), ("other", "hub")], leaf=without("bridges", action, destination))
    ended = {(one.sender, one.receiver, one.connector.name) for one in unstable(access)}
    assert ended == {("leaf", "hub", "leaf-hub-queues"), ("hub", "leaf", "leaf-hub-queues")}


def test_a_right_that_nobody_beyond_asks_for_may_lack() -> None:
    nobody_reads = without("servers", "read", "c.nodes")
    access = guarded([("leaf", "hub")], leaf=nobody_reads, hub=without("bridges", "read", "c.nodes"))
    assert not unstable(access)


def verdicts(asked: Reachability, client: str, server: str) -> dict[str, Delivery]:
    """What becomes of each kind of message."""
    asked_about = asked.questions(client, server, "c")
    return {one.message: asked.verdict(one).arrival.delivery for one in asked_about}


def test_what_crosses_such_a_connection_is_not_known_and_the_rest_is() -> None:
    access = guarded([("leaf", "hub"), ("other", "hub")], leaf=without("bridges", "write", "c.nodes"))
    routing = Routing(access.network, access.hosts, servers={"c": {"leaf": 1, "other": 1}}, decreases=True)
    asked = Reachability(access, routing)
    assert verdicts(asked, "hub", "leaf") == {
        "broadcast": Delivery.ALWAYS,
        "directed": Delivery.NEVER,
        "reply": Delivery.UNKNOWN,
    }
    assert set(verdicts(asked, "hub", "other").values()) == {Delivery.ALWAYS}


def test_what_makes_a_bridge_unstable_is_what_its_account_lacks() -> None:
    access = guarded([("leaf", "hub")], leaf=without("bridges", "write", "c.nodes"))
    asked = Reachability(access, Routing(access.network, access.hosts, decreases=True))
    (_, _, reply) = asked.questions("hub", "leaf", "c")
    lacks = [(one.broker, one.user, one.action, one.destination) for one in asked.verdict(reply).denials]
    assert lacks == [("leaf", "bridge", "write", queue("c.nodes"))]


def test_without_the_right_to_learn_of_subscriptions_nothing_crosses() -> None:
    deaf = tuple(one for one in EVERYTHING if one.destination != topic("ActiveMQ.Advisory.>"))
    access = guarded([("leaf", "hub")], leaf=deaf)
    asked = Reachability(access, Routing(access.network, access.hosts, decreases=True))
    found = verdicts(asked, "hub", "leaf")
    assert {found["broadcast"], found["directed"]} == {Delivery.NEVER}


def test_a_bridge_that_is_not_let_in_never_comes_up_and_is_not_unstable() -> None:
    access = guarded([("leaf", "hub")], leaf=without("bridges", "write", "c.nodes"))
    strangers = tuple(dataclasses.replace(one, username=f"{one.username}2") for one in USERS)
    brokers = tuple(dataclasses.replace(one, users=strangers) for one in access.network.brokers)
    assert not unstable(dataclasses.replace(access, network=Network(brokers)))


def test_a_pattern_that_is_included_statically_needs_a_right_on_all_that_it_selects() -> None:
    """A bridge subscribes to it as soon as it is up; the broker then ends the connection, again and again."""
    included: dict[Destination, bool] = {
        queue("c.nodes"): True,
        queue("c.reply.>"): True,
        queue("c.>"): False,
        topic("c.>"): False,
    }
    for one, may in included.items():
        access = guarded([("leaf", "hub")])
        leaf = access.network.broker("leaf")
        connectors = (
            dataclasses.replace(
                leaf.network_connectors[0], excluded_destinations=(), statically_included_destinations=(one,)
            ),
            leaf.network_connectors[1],
        )
        brokers = (dataclasses.replace(leaf, network_connectors=connectors), access.network.broker("hub"))
        lacking = unstable(AccessMap(Network(brokers), access.hosts))
        assert {bridge.connector.name for bridge in lacking} == (set() if may else {"leaf-hub-topics"}), one
        denied = {(one.broker, one.user, one.action, one.destination) for found in lacking.values() for one in found}
        assert denied == (set() if may else {(end, "bridge", "read", one) for end in ("leaf", "hub")})

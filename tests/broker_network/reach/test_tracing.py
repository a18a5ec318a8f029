"""A trace: the way bridge by bridge, and the rights along it."""

from __future__ import annotations

from dataclasses import replace

from broker_network.network import (
    Authentication,
    AuthenticationUser,
    AuthorizationEntry,
    Network,
    queue,
    topic,
)
from broker_network.reach import reachability, trace
from broker_network.routes import Delivery, Grant, hosts_of
from tests.support.networks import planned
from tests.support.route_networks import AUDITED, connector, engine, network, pairs, traced

CHAIN = [("a", "b"), ("b", "c")]


def test_a_message_that_arrives_is_followed_hop_by_hop() -> None:
    found = traced(engine(pairs(CHAIN, 2, AUDITED)), "directed", "a", "c", "m")
    assert found.arrives and found.changes == () and found.denials == ()
    hops = [
        (hop.bridge.sender, hop.bridge.receiver, hop.bridge.connector.name, hop.message_left) for hop in found.crossings
    ]
    assert hops == [("a", "b", "a-b-queues", 1), ("b", "c", "b-c-queues", 0)]
    assert [hop.consumer_left for hop in found.crossings] == [0, 1]
    assert all(hop.bridge.dialing == hop.bridge.sender for hop in found.crossings)
    back = traced(engine(pairs(CHAIN, 2, AUDITED)), "reply", "a", "c", "m")
    assert back.question.sender == "c" and not any(hop.bridge.dialing == "c" for hop in back.crossings)


def test_an_account_without_the_right_is_named_with_the_entries_that_do_not_give_it() -> None:
    one = replace(
        connector("a", "b", conduit_subscriptions=False, user_name="bridge"),
        password="x",
        bridge_temp_destinations=False,
    )
    users = (AuthenticationUser("bridge", "x", ("bridges",)), AuthenticationUser("web", "x", ("servers",)))
    entry = AuthorizationEntry(queue("m.nodes"), read=("servers",), write=("ops",))
    heard = AuthorizationEntry(topic("ActiveMQ.Advisory.>"), read=("bridges",))
    of = network([("a", one)])
    closed = Network(
        tuple(
            replace(
                broker,
                users=users,
                authentication=Authentication("simple"),
                authorization="map",
                authorization_entries=(entry, heard),
            )
            for broker in of.brokers
        )
    )
    found = traced(engine(closed), "directed", "a", "b", "m", client_user="web", server_user="web")
    assert found.verdict.links.delivery is Delivery.ALWAYS and not found.arrives
    lacks = [(one.broker, one.user, one.action, one.entries) for one in found.denials]
    assert lacks == [
        ("a", "web", "write", (entry,)),
        ("a", "bridge", "read", (entry,)),
        ("b", "bridge", "write", (entry,)),
    ]
    granted = [one.denial for one in found.changes if isinstance(one, Grant)]
    assert [(one.broker, one.user, one.action) for one in granted] == [one[:3] for one in lacks]
    silent = Network(tuple(replace(broker, authorization_entries=(entry,)) for broker in closed.brokers))
    refused = traced(engine(silent), "directed", "a", "b", "m").denials
    assert ("b", "bridge", "read") in {(one.broker, one.user, one.action) for one in refused if one.entries == ()}


def test_in_a_planned_network_every_account_on_the_way_has_its_rights() -> None:
    one = planned([("leaf1", "hub"), ("leaf2", "hub")])
    asked = reachability(one.network, hosts_of(one.inventory), one.inventory, decreases=True)
    for client in asked.routing.brokers:
        for group in one.inventory.server_groups:
            for question in asked.questions(client, group.brokers[0], "mcollective"):
                assert question.client_user and question.server_user
                assert trace(asked, question).arrives, question

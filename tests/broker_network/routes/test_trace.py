"""Behaviour of a trace: the hops, what blocks them, and changes that really let the message through."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broker_network.mcollective.destinations import MESSAGES, Message
from broker_network.network import (
    Authentication,
    AuthenticationUser,
    AuthorizationEntry,
    Destination,
    Network,
    NetworkConnector,
    Source,
    Unknown,
    queue,
    topic,
)
from broker_network.routes import Blocks, Change, Delivery, Trace, apply, hosts_of, servers_of, trace
from broker_network.routes.reach import Routing
from tests.support.networks import planned
from tests.support.route_networks import AUDITED, connector, network, odd_networks, pairs, routing


def said(found: Trace) -> list[tuple[str, str, object]]:
    """The changes, without the elements they are of."""
    return [(change.broker, change.attribute, change.value) for change in found.changes]


CHAIN = [("a", "b"), ("b", "c")]


def test_a_message_that_arrives_is_followed_hop_by_hop() -> None:
    found = trace(routing(pairs(CHAIN, 2, AUDITED)), "directed", "a", "c", "m")
    assert found.arrives and found.changes == () and found.refusals == ()
    hops = [(hop.bridge.sender, hop.bridge.receiver, hop.bridge.connector.name, hop.message_left) for hop in found.hops]
    assert hops == [("a", "b", "a-b-queues", 1), ("b", "c", "b-c-queues", 0)]
    assert [hop.consumer_left for hop in found.hops] == [0, 1]
    assert all(hop.dialed_by_sender for hop in found.hops)
    back = trace(routing(pairs(CHAIN, 2, AUDITED)), "reply", "a", "c", "m")
    assert back.sender == "c" and not any(hop.dialed_by_sender for hop in back.hops)


def test_a_ttl_that_is_too_low_is_named_with_its_line_and_raised_where_it_counts() -> None:
    of = pairs(CHAIN, 1, AUDITED)
    placed = Network(
        tuple(
            replace(
                broker,
                network_connectors=tuple(
                    replace(one, source=Source(f"{broker.name}.xml", line))
                    for line, one in enumerate(broker.network_connectors, start=10)
                ),
            )
            for broker in of.brokers
        )
    )
    found = trace(routing(placed), "directed", "a", "c", "m")
    assert found.arrival.delivery is Delivery.NEVER
    obstacles = [(o.blocks, o.attribute, o.value, str(o.source)) for hop in found.hops for o in hop.obstacles]
    assert obstacles == [
        (Blocks.CONSUMER_TTL, "consumerTTL", 1, "a.xml:11"),
        (Blocks.MESSAGE_TTL, "messageTTL", 1, "b.xml:11"),
    ]
    assert said(found) == [("a", "consumerTTL", 2), ("b", "messageTTL", 2)]


def test_where_a_network_ttl_is_written_it_is_what_to_change() -> None:
    of = network([(near, connector(near, far, network_ttl=1, conduit_subscriptions=False)) for near, far in CHAIN])
    found = trace(routing(of), "directed", "a", "c", "m")
    assert said(found) == [("a", "networkTTL", 2), ("b", "networkTTL", 2)]
    assert {obstacle.attribute for hop in found.hops for obstacle in hop.obstacles} == {"networkTTL"}


def test_a_missing_inclusion_is_added_as_the_pattern_for_all_of_its_kind() -> None:
    of = pairs([("a", "b")], dynamically_included_destinations=(topic("other.>"), queue("other.>")))
    asked = routing(of)
    wanted = {"broadcast": topic("m.*.agent"), "directed": queue("m.nodes"), "reply": queue("m.reply.>")}
    for message in MESSAGES:
        found = trace(asked, message, "a", "b", "m")
        assert [(change.action, change.value) for change in found.changes] == [("add", wanted[message])]
        assert Blocks.NOT_INCLUDED in {obstacle.blocks for hop in found.hops for obstacle in hop.obstacles}


def test_an_exclusion_is_named_and_lifted() -> None:
    of = network([("a", connector("a", "b", excluded_destinations=(queue("m.>"), topic("x"))))])
    found = trace(routing(of), "directed", "a", "b", "m")
    assert [(change.action, change.value) for change in found.changes] == [("remove", queue("m.>"))]
    assert [o.pattern for hop in found.hops for o in hop.obstacles] == [queue("m.>")]


def test_a_one_way_connector_is_made_duplex() -> None:
    found = trace(routing(network([("a", connector("a", "b"))])), "reply", "a", "b", "m")
    assert said(found) == [("a", "duplex", True)]
    assert found.hops[0].obstacles[0].blocks is Blocks.ONE_WAY
    assert not found.hops[0].dialed_by_sender


def test_without_a_connector_there_is_nothing_to_change() -> None:
    found = trace(routing(network([("a", connector("a", "b"))], "c")), "directed", "a", "c", "m")
    assert found.unlinked and found.changes == () and found.arrival.delivery is Delivery.NEVER
    assert not trace(routing(network([], "a")), "directed", "a", "a", "m").unlinked


def test_a_lost_selector_is_kept_by_connectors_that_are_not_conduit() -> None:
    of = network([(leaf, connector(leaf, "hub", duplex=True)) for leaf in ("b", "c")], policy=AUDITED)
    found = trace(routing(of, servers={"m": {"b": 1, "c": 1}}), "directed", "hub", "b", "m")
    assert found.arrival.delivery is Delivery.SOMETIMES and not found.arrives
    assert [o.blocks for hop in found.hops for o in hop.obstacles] == [Blocks.SELECTOR]
    assert said(found) == [("c", "conduitSubscriptions", False)], "it is the other leaf's subscription that takes any"


def test_a_larger_consumer_ttl_makes_order_not_matter() -> None:
    chain = pairs([("w", "x"), ("x", "y"), ("y", "z")], 2, AUDITED)
    found = trace(routing(chain, servers={"m": {"y": 2, "z": 2}}), "broadcast", "w", "y", "m")
    assert found.arrival.delivery is Delivery.SOMETIMES
    assert said(found) == [("w", "consumerTTL", 3)]


def test_of_what_is_not_known_nothing_is_changed() -> None:
    found = trace(routing(pairs(CHAIN, 1, message_ttl=Unknown("${t}"))), "directed", "a", "b", "m")
    assert found.arrives
    found = trace(routing(pairs(CHAIN, 2, message_ttl=Unknown("${t}"))), "directed", "a", "c", "m")
    assert (found.arrival.delivery, found.changes) == (Delivery.UNKNOWN, ())


def test_an_account_without_the_right_is_named_with_the_entries_that_do_not_give_it() -> None:
    one = connector("a", "b", conduit_subscriptions=False, user_name="bridge", bridge_temp_destinations=False)
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
    found = trace(routing(closed), "directed", "a", "b", "m", client_user="web", server_user="web")
    assert found.arrival.delivery is Delivery.ALWAYS and not found.arrives
    lacks = [(one.broker, one.user, one.action, one.entries) for one in found.refusals]
    assert lacks == [
        ("a", "web", "write", (entry,)),
        ("a", "bridge", "read", (entry,)),
        ("b", "bridge", "write", (entry,)),
    ]
    silent = Network(tuple(replace(broker, authorization_entries=(entry,)) for broker in closed.brokers))
    refused = trace(routing(silent), "directed", "a", "b", "m").refusals
    assert ("b", "bridge", "read") in {(one.broker, one.user, one.action) for one in refused if one.entries == ()}


def test_in_a_planned_network_every_account_on_the_way_has_its_rights() -> None:
    one = planned([("leaf1", "hub"), ("leaf2", "hub")])
    asked = Routing(one.network, hosts_of(one.inventory), servers=servers_of(one.inventory), decreases=True)
    for message in MESSAGES:
        for client in asked.brokers:
            site = client.removesuffix("-1")
            for group in one.inventory.server_groups:
                found = trace(
                    asked,
                    message,
                    client,
                    group.brokers[0],
                    "mcollective",
                    identity=f"op-{site}.{site}",
                    client_user=f"op-{site}",
                    server_user=group.user,
                )
                assert found.arrives, found


thorough = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@thorough
@given(odd_networks(4), st.sampled_from(MESSAGES))
def test_changes_let_the_message_through_and_none_can_be_left_out(of: Network, message: Message) -> None:
    asked = routing(of)
    names = list(asked.brokers)
    for client in names:
        for server in names:
            found = trace(asked, message, client, server, "c")
            assert found.arrival == asked.reach(client, server, "c").of(message)
            assert found.arrives == (found.arrival.delivery is Delivery.ALWAYS)
            if found.arrives:
                assert found.changes == ()
            if found.changes:
                assert through(asked, found, found.changes)
                for change in found.changes:
                    without = [one for one in found.changes if one is not change]
                    assert not without or not through(asked, found, without)
            if found.arrival.delivery is Delivery.NEVER and found.hops:
                assert [hop for hop in found.hops if hop.obstacles]


def through(asked: Routing, found: Trace, changes: list[Change] | tuple[Change, ...]) -> bool:
    """Whether the message always arrives after these changes."""
    changed = asked.changed(apply(asked.network, changes))
    after = changed.arrival(found.message, found.sender, found.receiver, found.destination)
    return after.delivery is Delivery.ALWAYS


def test_a_change_leaves_all_else_as_it_was() -> None:
    of = pairs(CHAIN)
    one: NetworkConnector = of.brokers[0].network_connectors[1]
    value: Destination = queue("x")
    changed = apply(of, [Change("a", (0, 1), one, "dynamicallyIncludedDestinations", "add", value)])
    assert changed.brokers[0].network_connectors[1] == replace(one, dynamically_included_destinations=(value,))
    assert changed.brokers[1:] == of.brokers[1:]
    assert changed.brokers[0].network_connectors[0] == of.brokers[0].network_connectors[0]

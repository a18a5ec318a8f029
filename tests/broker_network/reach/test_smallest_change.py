"""The smallest change: what it is of, that it lets messages through, and that nothing of it can be left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broker_network.mcollective.destinations import MESSAGES, Message
from broker_network.network import (
    Authentication,
    AuthenticationUser,
    AuthorizationEntry,
    Network,
    Unknown,
    queue,
    topic,
)
from broker_network.reach import Blocks, Reachability, Trace
from broker_network.routes import Delivery, Edit, Grant, apply
from tests.support.route_networks import (
    AUDITED,
    CHAIN,
    actions,
    connector,
    engine,
    network,
    odd_networks,
    pairs,
    said,
    traced,
)


def test_where_a_network_ttl_is_written_it_is_what_to_change() -> None:
    of = network([(near, connector(near, far, network_ttl=1, conduit_subscriptions=False)) for near, far in CHAIN])
    found = traced(engine(of), "directed", "a", "c", "m")
    assert said(found) == [("a", "networkTTL", 2), ("b", "networkTTL", 2)]
    assert {obstacle.attribute for hop in found.crossings for obstacle in hop.obstacles} == {"networkTTL"}


def test_a_missing_inclusion_is_added_as_the_pattern_for_all_of_its_kind() -> None:
    of = pairs([("a", "b")], dynamically_included_destinations=(topic("other.>"), queue("other.>")))
    asked = engine(of)
    wanted = {"broadcast": topic("m.*.agent"), "directed": queue("m.nodes"), "reply": queue("m.reply.>")}
    for message in MESSAGES:
        found = traced(asked, message, "a", "b", "m")
        assert actions(found) == [("add", wanted[message])]
        assert Blocks.NOT_INCLUDED in {obstacle.blocks for hop in found.crossings for obstacle in hop.obstacles}


def test_a_one_way_connector_is_made_duplex() -> None:
    found = traced(engine(network([("a", connector("a", "b"))])), "reply", "a", "b", "m")
    assert said(found) == [("a", "duplex", True)]
    assert found.crossings[0].obstacles[0].blocks is Blocks.ONE_WAY
    assert found.crossings[0].bridge.dialing == found.question.receiver


def test_without_a_connector_there_is_nothing_to_change() -> None:
    found = traced(engine(network([("a", connector("a", "b"))], "c")), "directed", "a", "c", "m")
    assert not found.crossings and found.changes == () and found.verdict.arrival.delivery is Delivery.NEVER
    assert traced(engine(network([], "a")), "directed", "a", "a", "m").arrives


def test_a_larger_consumer_ttl_makes_order_not_matter() -> None:
    chain = pairs([("w", "x"), ("x", "y"), ("y", "z")], 2, AUDITED)
    found = traced(engine(chain, servers={"m": {"y": 2, "z": 2}}), "broadcast", "w", "y", "m")
    assert found.verdict.arrival.delivery is Delivery.SOMETIMES
    assert said(found) == [("w", "consumerTTL", 3)]


def test_of_what_is_not_known_nothing_is_changed() -> None:
    found = traced(engine(pairs(CHAIN, 1, message_ttl=Unknown("${t}"))), "directed", "a", "b", "m")
    assert found.arrives
    found = traced(engine(pairs(CHAIN, 2, message_ttl=Unknown("${t}"))), "directed", "a", "c", "m")
    assert (found.verdict.arrival.delivery, found.changes) == (Delivery.UNKNOWN, ())


def test_a_login_is_granted_before_the_rights_that_it_is_for() -> None:
    rights = AuthorizationEntry(queue("m.nodes"), read=("servers",), write=("ops",))
    of = network([("a", connector("a", "b", conduit_subscriptions=False, user_name="bridge", password="x"))])
    closed = Network(
        tuple(
            replace(
                broker,
                users=(AuthenticationUser("web", "x", ("servers",)),),
                authentication=Authentication("simple"),
                authorization="map",
                authorization_entries=(rights,),
            )
            for broker in of.brokers
        )
    )
    found = traced(engine(closed), "directed", "a", "b", "m")
    assert [(one.broker, one.user, one.action) for one in found.denials] == [
        ("a", "bridge", "log in"),
        ("b", "bridge", "log in"),
    ]
    assert [(one.denial.broker, one.denial.action) for one in found.changes if isinstance(one, Grant)] == [
        ("a", "log in"),
        ("b", "log in"),
        ("a", "read"),
        ("b", "write"),
        ("b", "read"),
    ]
    assert "'x'" not in repr(found.changes), "a password is never told"


thorough = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@thorough
@given(odd_networks(4), st.sampled_from(MESSAGES))
def test_changes_let_the_message_through_and_none_can_be_left_out(of: Network, message: Message) -> None:
    asked = engine(of)
    names = list(asked.routing.brokers)
    for client in names:
        for server in names:
            found = traced(asked, message, client, server, "c")
            assert found.verdict.arrival == asked.routing.reach(client, server, "c").of(message)
            assert found.arrives == (found.verdict.arrival.delivery is Delivery.ALWAYS)
            if found.arrives:
                assert found.changes == ()
            if found.changes:
                assert let_through(asked, found, found.changes)
                for change in found.changes:
                    without = [one for one in found.changes if one is not change]
                    assert not without or not let_through(asked, found, without)
            if found.verdict.arrival.delivery is Delivery.NEVER and found.crossings:
                assert [hop for hop in found.crossings if hop.obstacles]


def let_through(asked: Reachability, found: Trace, changes: Sequence[Edit | Grant]) -> bool:
    """Whether the message always arrives after these changes."""
    return asked.changed(apply(asked.routing.network, changes)).verdict(found.question).arrives

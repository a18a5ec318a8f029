"""The verdict on a message: links, less what rights, logins and unstable bridges take."""

from __future__ import annotations

from dataclasses import replace

import pytest

from broker_network import examples
from broker_network.network import (
    Authentication,
    AuthenticationUser,
    AuthorizationEntry,
    Broker,
    Network,
    queue,
    topic,
)
from broker_network.reach import Question, Reachability, Verdict, reachability
from broker_network.routes import Delivery, Why, hosts_of
from tests.support.route_networks import engine, pairs

USERS = (
    AuthenticationUser("bridge", "x", ("bridges",)),
    AuthenticationUser("web", "x", ("servers",)),
    AuthenticationUser("ops", "x", ("operators",)),
)
ENTRIES = (
    AuthorizationEntry(topic("ActiveMQ.Advisory.>"), read=("bridges",)),
    AuthorizationEntry(topic("c.>"), read=("bridges", "servers"), write=("bridges", "operators")),
    AuthorizationEntry(queue("c.nodes"), read=("bridges", "servers"), write=("bridges", "operators")),
    AuthorizationEntry(queue("c.reply.>"), read=("bridges", "operators"), write=("bridges", "servers")),
)


def guarded(links: list[tuple[str, str]], **changes: dict[str, object]) -> Network:
    """Links whose bridges have an account everywhere; `changes` are of single brokers."""
    of = pairs(links, 2, user_name="bridge", password="x", bridge_temp_destinations=False)

    def guard(broker: Broker) -> Broker:
        known = {
            "authentication": Authentication("simple"),
            "users": USERS,
            "authorization": "map",
            "authorization_entries": ENTRIES,
        }
        return replace(broker, **{**known, **changes.get(broker.name, {})})  # type: ignore[arg-type]

    return Network(tuple(map(guard, of.brokers)))


def verdicts(asked: Reachability, client: str, server: str, **users: str) -> list[Verdict]:
    return [asked.verdict(one) for one in asked.questions(client, server, "c", **users)]  # type: ignore[arg-type]


def test_where_accounts_may_do_all_that_is_needed_links_decide() -> None:
    asked = engine(guarded([("leaf", "hub")]))
    for found in verdicts(asked, "hub", "leaf"):
        assert found.arrival == found.links and found.arrives and not found.denials


def test_over_a_bridge_that_is_not_let_in_nothing_arrives_and_the_login_is_named() -> None:
    asked = engine(guarded([("leaf", "hub")], hub={"users": USERS[1:]}))
    for found in verdicts(asked, "hub", "leaf"):
        assert (found.arrival.delivery, found.arrival.why) == (Delivery.NEVER, (Why.DENIED,))
        assert found.links.delivery is Delivery.ALWAYS
        assert [(one.broker, one.user, one.action) for one in found.denials] == [("hub", "bridge", "log in")]


def test_a_bridge_that_is_not_let_in_takes_no_requests_of_others() -> None:
    """Its conduit twin would: the way over another bridge is certain, for there is no other."""
    of = guarded([("leaf", "hub"), ("other", "hub")], other={"users": USERS[1:]})
    merging = replace(
        of,
        brokers=tuple(
            replace(
                one,
                network_connectors=tuple(replace(c, conduit_subscriptions=None) for c in one.network_connectors),
            )
            for one in of.brokers
        ),
    )
    (directed,) = [one for one in verdicts(engine(merging), "hub", "leaf") if one.question.message == "directed"]
    assert directed.links.delivery is Delivery.SOMETIMES
    assert directed.arrival.delivery is Delivery.ALWAYS


def test_the_way_around_a_bridge_that_may_not_carry_is_found() -> None:
    asked = engine(guarded([("leaf", "hub"), ("leaf", "middle"), ("middle", "hub")]))
    direct = asked.verdict(Question("broadcast", "hub", "leaf", "c"))
    assert direct.arrival.route is not None and direct.arrival.route.hops == 1
    brokers = tuple(
        replace(
            one,
            network_connectors=tuple(
                replace(c, user_name="stranger") if c.name == "leaf-hub-topics" else c for c in one.network_connectors
            ),
        )
        for one in asked.routing.network.brokers
    )
    around = asked.changed(Network(brokers)).verdict(Question("broadcast", "hub", "leaf", "c"))
    assert around.arrives and around.arrival.route is not None and around.arrival.route.hops == 2


def test_what_files_do_not_tell_of_accounts_is_not_known() -> None:
    untold = {"authentication": Authentication("jaas", users_known=False), "users": ()}
    asked = engine(guarded([("leaf", "hub")], hub=untold))
    for found in verdicts(asked, "hub", "leaf"):
        assert (found.arrival.delivery, found.arrival.why) == (Delivery.UNKNOWN, (Why.UNTOLD,))


def test_the_rights_of_whoever_is_named_are_asked_too() -> None:
    asked = engine(guarded([("leaf", "hub")]))
    for found in verdicts(asked, "hub", "leaf", client_user="web"):
        assert (found.arrival.delivery, found.arrival.why) == (Delivery.NEVER, (Why.ACCOUNT,))
        assert [(one.broker, one.user) for one in found.denials] == [("hub", "web")]
    assert all(one.arrives for one in verdicts(asked, "hub", "leaf", client_user="ops", server_user="web"))


@pytest.mark.parametrize("name", examples.names())
def test_in_an_example_no_right_is_missing_where_links_let_a_message_through(name: str) -> None:
    network, inventory = examples.load(name)
    asked = reachability(network, hosts_of(inventory), inventory, decreases=True)
    assert asked.pairs()
    for pair in asked.pairs():
        for found in map(asked.verdict, asked.questions(*pair)):
            assert found.arrival == found.links and not found.denials, found


def test_a_broker_that_is_not_there_is_told() -> None:
    with pytest.raises(KeyError):
        engine(guarded([("leaf", "hub")])).verdict(Question("broadcast", "hub", "nowhere", "c"))

"""What accounts and bridges may do, and where files do not tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from broker_network.network import (
    Authentication,
    AuthenticationUser,
    AuthorizationEntry,
    Broker,
    NetworkConnector,
    Source,
    TransportConnector,
    queue,
    topic,
)
from broker_network.routes import Bridge, Denial, RightsIndex, carries, denials
from broker_network.routes.permissions import asks_for_certificate, every, lets_in, logs_in

ALICE = AuthenticationUser("alice", "secret", ("ops",))


def broker(*users: AuthenticationUser, known: bool = True, anonymous: tuple[str, ...] | None = None) -> Broker:
    return Broker("a", authentication=Authentication("simple", known, anonymous), users=users)


@pytest.mark.parametrize(
    ("user", "password", "answer"),
    [
        ("alice", "secret", True),
        ("alice", "wrong", False),
        ("bob", "secret", False),
        (None, None, False),
        ("alice", "${alice.password}", None),
        ("${user}", "other", None),
    ],
)
def test_a_login_is_accepted_with_the_password_of_the_file(
    user: str | None, password: str | None, answer: object
) -> None:
    assert lets_in(broker(ALICE), user, password) is answer


def test_a_broker_that_asks_for_nothing_accepts_everybody() -> None:
    assert lets_in(Broker("a"), None, None) is True


def test_who_gives_no_name_is_accepted_where_the_broker_says_so() -> None:
    assert lets_in(broker(ALICE, anonymous=("guests",)), None, None) is True


def test_where_users_are_kept_elsewhere_nobody_knows() -> None:
    assert lets_in(broker(known=False), "alice", "secret") is None
    assert lets_in(Broker("a", authentication=Authentication("other", users_known=False)), "alice", "x") is None


def test_two_placeholders_are_one_password_only_where_they_are_the_same_text() -> None:
    kept = broker(AuthenticationUser("alice", "${alice.password}", ()))
    assert lets_in(kept, "alice", "${alice.password}") is True
    assert lets_in(kept, "alice", "${other.password}") is None


@pytest.mark.parametrize(
    ("answers", "all_of_them"),
    [([], True), ([True, True], True), ([True, None], None), ([None, False], False), ([True, False], False)],
)
def test_what_needs_several_answers_is_refused_by_one_and_unknown_by_one(
    answers: list[bool | None], all_of_them: bool | None
) -> None:
    assert every(answers) is all_of_them


@pytest.mark.parametrize(
    ("uris", "answer"),
    [
        (("ssl://h:1?needClientAuth=true",), True),
        (("ssl://h:1?transport.needClientAuth=true",), True),
        (("ssl://h:1?needClientAuth=true", "tcp://h:2"), False),
        (("ssl://h:1",), False),
        (("ssl://h:1?needClientAuth=${need}",), None),
        ((), True),
    ],
)
def test_a_certificate_is_asked_for_only_where_every_listener_does(uris: tuple[str, ...], answer: object) -> None:
    listeners = tuple(TransportConnector(None, uri) for uri in uris)
    assert asks_for_certificate(Broker("a", transport_connectors=listeners)) is answer


NODES = queue("c.nodes")
HEARD = AuthorizationEntry(topic("ActiveMQ.Advisory.>"), read=("bridges",))
MAY = AuthorizationEntry(NODES, read=("bridges",), write=("bridges",))
CONNECTOR = NetworkConnector(
    "n", "static:(tcp://b:1)", user_name="bridge", password="x", bridge_temp_destinations=False
)
BRIDGE = Bridge("a", "b", "a", CONNECTOR)


def guarded(name: str, *entries: AuthorizationEntry, password: str = "x") -> Broker:
    users = (AuthenticationUser("bridge", password, ("bridges",)),)
    return Broker(
        name,
        users=users,
        authentication=Authentication("simple"),
        authorization="map",
        authorization_entries=entries,
    )


def both(a: Broker, b: Broker) -> dict[str, Broker]:
    return {"a": a, "b": b}


def lacks(brokers: dict[str, Broker]) -> list[tuple[str, str | None, str]]:
    found = denials(BRIDGE, brokers, NODES, RightsIndex())
    assert (carries(BRIDGE, brokers, NODES, RightsIndex()) is False) == bool(found)
    return [(one.broker, one.user, one.action) for one in found]


def test_a_bridge_reads_at_one_end_and_writes_and_hears_of_subscriptions_at_the_other() -> None:
    assert lacks(both(guarded("a", MAY), guarded("b", MAY, HEARD))) == []
    assert lacks(both(guarded("a"), guarded("b", HEARD))) == [("a", "bridge", "read"), ("b", "bridge", "write")]
    assert lacks(both(guarded("a", MAY), guarded("b", MAY))) == [("b", "bridge", "read")]


def test_where_a_login_is_refused_rights_are_not_asked() -> None:
    assert lacks(both(guarded("a", MAY), guarded("b", password="y"))) == [("b", "bridge", "log in")]
    assert logs_in(BRIDGE, both(guarded("a"), guarded("b", password="y"))) is False


def test_a_denial_has_the_entries_that_do_not_give_the_right() -> None:
    others = AuthorizationEntry(queue("c.>"), read=("servers",))
    (denial, *_) = denials(BRIDGE, both(guarded("a", others), guarded("b", MAY, HEARD)), NODES, RightsIndex())
    assert denial == Denial("a", "bridge", "read", NODES, (others,))


def test_of_users_that_the_files_do_not_tell_it_is_not_known() -> None:
    untold = replace(guarded("b"), authentication=Authentication("jaas", users_known=False), users=())
    brokers = both(guarded("a", MAY), replace(untold, authorization_entries=(MAY, HEARD)))
    assert carries(BRIDGE, brokers, NODES, RightsIndex()) is None
    assert denials(BRIDGE, brokers, NODES, RightsIndex()) == ()


def test_brokers_with_equal_entries_keep_their_own_users_and_places() -> None:
    def one(name: str, *groups: str) -> Broker:
        entry = AuthorizationEntry(queue("orders.>"), read=("ops",), source=Source(f"{name}.xml", 7, 1))
        return Broker(
            name,
            authentication=Authentication("simple"),
            users=(AuthenticationUser("alice", "secret", groups),),
            authorization="map",
            authorization_entries=(entry,),
        )

    indexed = RightsIndex()
    first, second = indexed.of(one("a", "ops")), indexed.of(one("b", "guests"))
    assert [rights.may("alice", "read", queue("orders.new")) for rights in (first, second)] == [True, False]
    assert [str(rights.entries(queue("orders.new"))[0].source) for rights in (first, second)] == ["a.xml:7", "b.xml:7"]


def test_brokers_with_other_entries_share_nothing() -> None:
    def one(name: str, *groups: str) -> Broker:
        entry = AuthorizationEntry(queue("orders.>"), read=groups)
        return Broker(
            name,
            authentication=Authentication("simple"),
            users=(AuthenticationUser("alice", "secret", ("ops",)),),
            authorization="map",
            authorization_entries=(entry,),
        )

    indexed = RightsIndex()
    brokers = one("a", "ops"), one("b", "guests")
    assert [indexed.of(broker).may("alice", "read", queue("orders.new")) for broker in brokers] == [True, False]
    at_once = (queue("orders.new"), queue("orders.old"))
    assert [indexed.of(broker).may_at_once("alice", "read", at_once) for broker in brokers] == [True, False]

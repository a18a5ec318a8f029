"""Behaviour of effective rights."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from broker_network.network import (
    Authentication,
    AuthenticationUser,
    AuthorizationEntry,
    Broker,
    Destination,
    queue,
    topic,
)
from broker_network.routes import Rights

BROKER = Broker(
    "b",
    authentication=Authentication("simple"),
    users=(AuthenticationUser("alice", "", ("ops",)), AuthenticationUser("web", "", ("servers",))),
    authorization="map",
    authorization_entries=(
        AuthorizationEntry(queue(">"), read=("ops",)),
        AuthorizationEntry(queue("a.nodes"), write=("ops",), read=("servers",)),
        AuthorizationEntry(topic("a.>"), admin=("*",)),
    ),
)


def test_rights_are_the_union_of_all_entries_that_match() -> None:
    assert Rights(BROKER).may("alice", "read", queue("a.nodes"))
    assert Rights(BROKER).may("alice", "write", queue("a.nodes"))


def test_what_no_entry_gives_is_refused() -> None:
    assert not Rights(BROKER).may("alice", "write", queue("b.nodes"))
    assert not Rights(BROKER).may("web", "write", queue("a.nodes"))
    assert not Rights(BROKER).may("nobody", "read", queue("a.nodes"))


def test_queues_and_topics_of_one_name_are_different() -> None:
    assert not Rights(BROKER).may("alice", "read", topic("a.nodes"))


def test_a_star_stands_for_every_group() -> None:
    assert Rights(BROKER).may("web", "admin", topic("a.x.agent"))


def test_a_broker_without_authorization_lets_everyone_do_everything() -> None:
    assert Rights(Broker("open")).may("anyone", "write", queue("any"))


def test_what_is_known_is_a_yes_or_a_no() -> None:
    rights = Rights(BROKER)
    assert rights.may("alice", "write", queue("a.nodes")) is True
    assert rights.may("web", "write", queue("a.nodes")) is False
    assert rights.may("stranger", "read", queue("a.nodes")) is False


def test_users_that_the_files_do_not_tell_may_or_may_not() -> None:
    rights = Rights(replace(BROKER, authentication=Authentication("jaas", users_known=False), users=()))
    assert rights.may("alice", "write", queue("a.nodes")) is None
    assert rights.may("alice", "admin", topic("a.x.agent")) is True
    assert rights.may("alice", "admin", queue("a.nodes")) is False


def test_a_placeholder_among_groups_leaves_it_open() -> None:
    users = (AuthenticationUser("alice", "", ("${group}",)),)
    assert Rights(replace(BROKER, users=users)).may("alice", "write", queue("a.nodes")) is None
    entries = (AuthorizationEntry(queue("${collective}.nodes"), write=("ops",)),)
    assert Rights(replace(BROKER, authorization_entries=entries)).may("alice", "write", queue("a.nodes")) is None
    assert Rights(replace(BROKER, authorization_entries=entries)).may("alice", "read", queue("a.nodes")) is False


def test_rights_from_elsewhere_are_not_known() -> None:
    assert Rights(replace(BROKER, authorization="other")).may("alice", "read", queue("a.nodes")) is None


def test_whoever_gives_no_name_is_in_the_anonymous_groups() -> None:
    rights = Rights(replace(BROKER, authentication=Authentication("simple", anonymous_groups=("servers",))))
    assert rights.may(None, "read", queue("a.nodes")) is True
    assert Rights(BROKER).may(None, "read", queue("a.nodes")) is False


def test_of_two_users_of_one_name_the_last_holds() -> None:
    users = (*BROKER.users, AuthenticationUser("web", "", ("ops",)))
    assert Rights(replace(BROKER, users=users)).may("web", "write", queue("a.nodes")) is True


def test_a_right_somewhere_is_found_by_pattern() -> None:
    entries = (AuthorizationEntry(queue("a.reply.alice.>"), read=("ops",)),)
    rights = Rights(replace(BROKER, authorization_entries=entries))
    assert rights.anywhere(("ops",), "read", queue("a.reply.>")) is True
    assert rights.anywhere(("servers",), "read", queue("a.reply.>")) is False
    assert rights.anywhere(None, "read", queue("a.reply.>")) is None


PARTS = st.sampled_from(["a", "b", "*", ">"])
PATTERNS = st.lists(PARTS, min_size=1, max_size=4).map(".".join)
NAMES = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=4).map(".".join)


@given(st.lists(st.tuples(PATTERNS, st.sampled_from(["ops", "servers"])), max_size=8), NAMES)
def test_the_index_finds_the_entries_that_match(entries: list[tuple[str, str]], name: str) -> None:
    broker = replace(
        BROKER,
        authorization_entries=tuple(
            AuthorizationEntry(Destination("queue", pattern), read=(group,)) for pattern, group in entries
        ),
    )
    rights = Rights(broker)
    expected = [
        entry for entry in broker.authorization_entries if entry.destination and entry.destination.matches(queue(name))
    ]
    assert rights.may("alice", "read", queue(name)) is any("ops" in entry.read for entry in expected)
    assert list(rights.entries(queue(name))) == expected

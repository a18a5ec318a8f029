"""Behaviour of effective rights."""

from __future__ import annotations

from macros.network import AuthenticationUser, AuthorizationEntry, Broker, queue, topic
from macros.routes import may

BROKER = Broker(
    "b",
    users=(AuthenticationUser("alice", "", ("ops",)), AuthenticationUser("web", "", ("servers",))),
    authorization="map",
    authorization_entries=(
        AuthorizationEntry(queue(">"), read=("ops",)),
        AuthorizationEntry(queue("a.nodes"), write=("ops",), read=("servers",)),
        AuthorizationEntry(topic("a.>"), admin=("*",)),
    ),
)


def test_rights_are_the_union_of_all_entries_that_match() -> None:
    assert may(BROKER, "alice", "read", queue("a.nodes"))
    assert may(BROKER, "alice", "write", queue("a.nodes"))


def test_what_no_entry_gives_is_refused() -> None:
    assert not may(BROKER, "alice", "write", queue("b.nodes"))
    assert not may(BROKER, "web", "write", queue("a.nodes"))
    assert not may(BROKER, "nobody", "read", queue("a.nodes"))


def test_queues_and_topics_of_one_name_are_different() -> None:
    assert not may(BROKER, "alice", "read", topic("a.nodes"))


def test_a_star_stands_for_every_group() -> None:
    assert may(BROKER, "web", "admin", topic("a.x.agent"))


def test_a_broker_without_authorization_lets_everyone_do_everything() -> None:
    assert may(Broker("open"), "anyone", "write", queue("any"))

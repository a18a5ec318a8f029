"""Where servers are, as far as it is known."""

from __future__ import annotations

from broker_network.network import Broker, PolicyEntry, queue, topic
from broker_network.routes.server_places import ServerPlaces, servers_of
from tests.support.networks import planned

BROKERS = {name: Broker(name) for name in ("a", "b")}


def test_servers_are_at_the_first_broker_of_their_pool() -> None:
    made = planned([("leaf", "hub")])
    assert servers_of(made.inventory) == {"mcollective": {"leaf-1": 3, "hub-1": 3}}


def test_there_is_somebody_to_get_a_message_where_one_is_asked_about() -> None:
    places = ServerPlaces(BROKERS, {"c": {"a": 5, "gone": 7}}, 2)
    assert places.sources("b", queue("c.nodes")) == {"a": 5, "b": 2}
    assert places.sources("a", queue("c.nodes")) == {"a": 5}


def test_where_nothing_is_known_some_are_thought_of_everywhere() -> None:
    assert ServerPlaces(BROKERS, None, 2).everywhere() == {"a": 2, "b": 2}


def test_a_policy_for_the_topic_keeps_copies_from_servers() -> None:
    audited = {"a": Broker("a", policy_entries=(PolicyEntry(topic(">")),)), "b": Broker("b")}
    places = ServerPlaces(audited, None, 2)
    assert [places.audited(name, topic("c.discovery.agent")) for name in audited] == [True, False]

"""A broker's file as elements with attributes, spelled as in the file."""

from __future__ import annotations

import pytest

from broker_network import examples
from broker_network.changes.described import described_elements
from broker_network.network import (
    Authentication,
    AuthenticationUser,
    Broker,
    NetworkConnector,
    PendingMessageLimit,
    PolicyEntry,
    Source,
    queue,
    topic,
)


def described(**fields: object) -> dict[tuple[str, str | None], dict[str, str]]:
    """The attributes of each element but the broker itself, by its name and what tells it from others."""
    found = described_elements(Broker("a", **fields))  # type: ignore[arg-type]
    return {(element, name): said for element, name, (said, _) in found if element != "broker"}


def test_a_broker_that_says_nothing_is_one_element_without_attributes() -> None:
    assert list(described_elements(Broker("a"))) == [("broker", None, ({}, None))]


def test_an_attribute_is_spelled_as_in_the_file() -> None:
    connector = NetworkConnector("n", "static:(tcp://b:1)", duplex=True, message_ttl=2)
    assert described(network_connectors=(connector,)) == {
        ("networkConnector", "n"): {"uri": "static:(tcp://b:1)", "duplex": "true", "messageTTL": "2"}
    }


def test_the_order_of_a_filters_destinations_makes_no_difference() -> None:
    one, other = (
        described(network_connectors=(NetworkConnector("n", "x", excluded_destinations=listed),))
        for listed in ((queue("a"), topic("b")), (topic("b"), queue("a")))
    )
    assert one == other
    assert one["networkConnector", "n"]["excludedDestinations"] == "queue a, topic b"


def test_what_names_an_element_is_not_among_its_attributes() -> None:
    users = (AuthenticationUser("alice", "x", ("ops",)),)
    found = described(users=users, policy_entries=(PolicyEntry(queue("a.>"), max_page_size=5),))
    assert "username" not in found["authenticationUser", "alice"]
    assert found["policyEntry", "queue a.>"] == {"maxPageSize": "5"}


def test_a_strategy_stands_under_the_element_around_it() -> None:
    limit = PendingMessageLimit("constantPendingMessageLimitStrategy", "50")
    (said,) = described(policy_entries=(PolicyEntry(None, pending_message_limit=limit),)).values()
    assert said == {"pendingMessageLimitStrategy": "constantPendingMessageLimitStrategy limit=50"}


def test_that_not_all_users_are_known_is_said() -> None:
    found = described(authentication=Authentication("simple", users_known=False))
    assert found["simpleAuthenticationPlugin", None] == {"users": "not all users are known"}


def test_an_element_keeps_its_place() -> None:
    connector = NetworkConnector("n", "x", source=Source("a.xml", 7))
    (place,) = (
        source
        for element, _, (_, source) in described_elements(Broker("a", network_connectors=(connector,)))
        if element == "networkConnector"
    )
    assert place == Source("a.xml", 7)


@pytest.mark.parametrize("name", examples.names())
def test_all_elements_of_one_kind_are_told_apart_but_rights_that_add_up(name: str) -> None:
    for broker in examples.load(name).network.brokers:
        found = [(element, told) for element, told, _ in described_elements(broker) if element != "authorizationEntry"]
        assert len(set(found)) == len(found)

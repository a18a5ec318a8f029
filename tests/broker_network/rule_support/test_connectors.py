"""Behavior of what a network connector says."""

from __future__ import annotations

import pytest

from broker_network.network import DEFAULT_CONNECTOR_NAME, NetworkConnector, queue, topic
from broker_network.rule_support.connectors import (
    carries_replies,
    connector_name,
    consumer_ttl,
    covers,
    examples_of,
    filters_resolved,
    told_apart,
    ttl_attribute,
)

BARE = NetworkConnector(None, "static:(tcp://b:61616)")


def including(*destinations: str) -> NetworkConnector:
    """A connector that includes these queues."""
    return NetworkConnector("a-b", BARE.uri, dynamically_included_destinations=tuple(map(queue, destinations)))


def test_a_connector_without_a_name_has_the_default_one_and_a_placeholder_is_not_known() -> None:
    assert connector_name(BARE) == DEFAULT_CONNECTOR_NAME
    assert connector_name(NetworkConnector("${name}", BARE.uri)) is None


def test_filters_are_known_where_none_holds_a_placeholder() -> None:
    assert filters_resolved(including("uk.>"))
    assert not filters_resolved(including("${collective}.>"))
    assert not filters_resolved(NetworkConnector("a-b", BARE.uri, destination_filter="${filter}"))


def test_collectives_that_no_filter_names_are_asked_about_once() -> None:
    assert told_apart([including("uk.nodes")], ("de", "fr", "uk")) == ("uk", "de")
    assert told_apart([BARE], ("de", "fr")) == ("de",)


def test_replies_cross_also_where_those_of_one_operator_do() -> None:
    assert carries_replies(BARE, "uk")
    assert carries_replies(including("uk.reply.alice.>"), "uk")
    assert not carries_replies(including("uk.nodes"), "uk")


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        (">", "a.b", True),
        ("a.*", "a.b", True),
        ("a.*", "a.>", False),
        ("a.b", "a.*", False),
        ("a.b,a.c", "a.c", True),
        ("a.b", "a.b,a.c", False),
        ("a.b.>", "a.b", True),
    ],
)
def test_a_pattern_covers_another_when_it_selects_all_that_it_does(wide: str, narrow: str, expected: bool) -> None:
    assert covers(queue(wide), queue(narrow)) is expected
    assert not covers(topic(wide), queue(narrow))
    if expected:
        assert all(queue(wide).matches(one) for one in examples_of(queue(narrow)))


def test_network_ttl_wins_over_both_others() -> None:
    both = NetworkConnector("a-b", BARE.uri, network_ttl=3, consumer_ttl=1)
    assert (consumer_ttl(both), ttl_attribute(both, "consumerTTL")) == (3, "networkTTL")
    assert (consumer_ttl(BARE), ttl_attribute(BARE, "consumerTTL")) == (None, "consumerTTL")

"""Policies for destinations, and limits of memory and disk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker_network.design.planning import limits
from broker_network.mcollective.destinations import broadcast, directed, reply
from broker_network.network import Destination, PolicyEntry, topic

COUNTS = st.integers(0, 100_000)


def entry_of(destination: Destination) -> PolicyEntry:
    """The last entry that selects a destination: they are written from wide to narrow but for the advisories."""
    fitting = [one for one in limits.policy_entries() if one.destination and one.destination.matches(destination)]
    return min(fitting, key=lambda one: one.destination is not None and one.destination.physical_name == ">")


@pytest.mark.parametrize(
    "destination",
    [broadcast("c"), directed("c"), reply("c", "alice.noc"), topic("ActiveMQ.Advisory.Consumer.Queue.c.nodes")],
    ids=str,
)
def test_no_destination_of_mcollective_slows_its_senders(destination: Destination) -> None:
    assert entry_of(destination).producer_flow_control is False


def test_only_reply_queues_are_collected() -> None:
    assert entry_of(reply("c", "alice.noc")).gc_inactive_destinations is True
    assert entry_of(directed("c")).gc_inactive_destinations is None


def test_advisories_have_an_entry_that_no_limit_can_reach() -> None:
    advisories = entry_of(topic("ActiveMQ.Advisory.Consumer.Topic.c.discovery.agent"))
    assert advisories.pending_message_limit is None


@given(COUNTS, COUNTS, st.integers(0, 1000), COUNTS)
def test_what_a_broker_keeps_fits_beside_the_share_for_messages(
    connections: int, subscriptions: int, links: int, remote: int
) -> None:
    heap = limits.heap_mib(connections, subscriptions, links, remote)
    kept = limits.BROKER_MIB * 1024 + limits.CONNECTION_KIB * connections + limits.SUBSCRIPTION_KIB * subscriptions
    kept += limits.LINK_KIB * links + limits.REMOTE_KIB * remote
    assert heap >= limits.LEAST_HEAP_MIB
    assert heap % limits.HEAP_STEP_MIB == 0
    assert kept <= heap * 1024 * (100 - limits.MESSAGES_PERCENT) / 100


@given(COUNTS, COUNTS, st.integers(0, 1000), COUNTS)
def test_more_of_anything_never_needs_less(connections: int, subscriptions: int, links: int, remote: int) -> None:
    heap = limits.heap_mib(connections, subscriptions, links, remote)
    assert limits.heap_mib(connections + 1, subscriptions, links, remote) >= heap
    assert limits.heap_mib(connections, subscriptions + 1, links, remote) >= heap
    assert limits.heap_mib(connections, subscriptions, links + 1, remote) >= heap
    assert limits.heap_mib(connections, subscriptions, links, remote + 1) >= heap


def test_memory_is_a_share_of_the_heap_so_that_it_follows_the_host() -> None:
    assert limits.system_usage().memory_percent_of_jvm_heap == limits.MESSAGES_PERCENT

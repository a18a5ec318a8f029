"""Policies for destinations, and limits of memory and disk."""

from __future__ import annotations

from broker_network.mcollective.destinations import EVERY, directed, replies
from broker_network.network import PolicyEntry, SystemUsage, topic

NODES_PAGE_SIZE = 5000
"""Directed requests that a queue looks through for one it can deliver. Requests to hosts that are away fill the page:
with the default of 200, 250 of them stall everybody's requests until they expire."""

NODES_EXPIRY_MS = 10_000
"""How often directed requests past their life are swept out; the default is 30 s."""

REPLY_IDLE_MS = 300_000
"""How long a reply queue stands empty and unread before it is collected."""

PURGE_MS = 60_000
"""How often the broker looks for queues to collect; the default, 0, is never."""


def policy_entries() -> tuple[PolicyEntry, ...]:
    """What holds for each kind of destination. An entry inherits nothing from a wider one, so each is complete.

    The broker's advisories have an entry of their own so that no limit meant for slow consumers can
    ever reach the bridges' subscription to them: it would cost subscriptions, silently.
    """
    return (
        PolicyEntry(topic("ActiveMQ.Advisory.>"), producer_flow_control=False),
        PolicyEntry(topic(">"), producer_flow_control=False),
        PolicyEntry(
            directed(EVERY),
            producer_flow_control=False,
            max_page_size=NODES_PAGE_SIZE,
            expire_messages_period=NODES_EXPIRY_MS,
        ),
        PolicyEntry(
            replies(EVERY),
            producer_flow_control=False,
            gc_inactive_destinations=True,
            gc_with_network_consumers=True,
            inactive_timeout_before_gc=REPLY_IDLE_MS,
        ),
    )


MESSAGES_PERCENT = 60
"""Share of the heap for messages in flight."""

BROKER_MIB = 16
CONNECTION_KIB = 48
SUBSCRIPTION_KIB = 8
LINK_KIB = 256
REMOTE_KIB = 8
"""What a broker keeps in its heap: itself, each connection, each subscription made over one, each of its links, and
each server beyond them. Not less than what the experiments `growth`, `large-stars` and `blocking-and-nio` gave; a test
compares."""

HEAP_STEP_MIB = 64
LEAST_HEAP_MIB = 256


def heap_mib(connections: int, subscriptions: int, links: int, remote_servers: int) -> int:
    """Java heap for a broker, in MiB, so that what it keeps fits beside the share for messages.

    `subscriptions` are those made over the `connections`; a remote server counts once for each of its collectives.
    """
    kib = 1024 * BROKER_MIB + CONNECTION_KIB * connections + SUBSCRIPTION_KIB * subscriptions
    kept = kib + LINK_KIB * links + REMOTE_KIB * remote_servers
    steps = -(-100 * kept // ((100 - MESSAGES_PERCENT) * 1024 * HEAP_STEP_MIB))
    return max(LEAST_HEAP_MIB, HEAP_STEP_MIB * steps)


def system_usage() -> SystemUsage:
    """Shares and sizes: most of the heap for messages in flight, and disk to spill to when that is full."""
    return SystemUsage(memory_percent_of_jvm_heap=MESSAGES_PERCENT, store_limit="1 gb", temp_limit="1 gb")

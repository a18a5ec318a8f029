"""Policies for destinations, and limits of memory and disk."""

from __future__ import annotations

from macros.network import PolicyEntry, SystemUsage, queue, topic

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
            queue("*.nodes"),
            producer_flow_control=False,
            max_page_size=NODES_PAGE_SIZE,
            expire_messages_period=NODES_EXPIRY_MS,
        ),
        PolicyEntry(
            queue("*.reply.>"),
            producer_flow_control=False,
            gc_inactive_destinations=True,
            gc_with_network_consumers=True,
            inactive_timeout_before_gc=REPLY_IDLE_MS,
        ),
    )


def heap_mib(connections: int, remote_servers: int) -> int:
    """Java heap for a broker, in MiB: 256, and 256 more per 1,000 clients and servers connected or beyond a bridge.

    Measured: a hub of 512 MiB and leaves of 256 MiB carried 9,999 simulated servers.
    """
    return 256 * (1 + (connections + remote_servers) // 1000)


def system_usage() -> SystemUsage:
    """Shares and sizes: most of the heap for messages in flight, and disk to spill to when that is full."""
    return SystemUsage(memory_percent_of_jvm_heap=60, store_limit="1 gb", temp_limit="1 gb")

"""Who may want to reach whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from broker_network.network import Inventory, Network

MOST_PAIRS = 2_500
"""Pairs that are answered without being asked for by name: those of 50 brokers."""

AskedPair = tuple[str, str, str]
"""The broker of a client, that of a server, and their collective."""


def pairs_asked(
    network: Network,
    inventory: Inventory | None,
    known: Iterable[str],
    *,
    clients: Sequence[str] = (),
    servers: Sequence[str] = (),
    collectives: Sequence[str] = (),
) -> Iterator[AskedPair]:
    """Of an inventory its groups at the first broker of their pools that is there; else every broker with every other.

    What is named in `clients`, `servers` or `collectives` is asked about alone, and then every broker counts. Where no
    collective is named, all that are `known` are asked about.
    """
    names = dict.fromkeys(broker.name for broker in network.brokers)
    if inventory and not clients and not servers and not collectives:
        found = (
            (near, far, collective)
            for group in inventory.client_groups
            for near in [name for name in group.brokers if name in names][:1]
            for members in inventory.server_groups
            for far in [name for name in members.brokers if name in names][:1]
            for collective in group.collectives
            if collective in members.collectives
        )
        seen: set[AskedPair] = set()
        for pair in found:
            if pair not in seen:
                seen.add(pair)
                yield pair
        return
    for name in collectives or known:
        for one in clients or names:
            for other in servers or names:
                yield one, other, name

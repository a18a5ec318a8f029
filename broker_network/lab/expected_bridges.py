"""Which bridges a planned network has, once all of its brokers run."""

from __future__ import annotations

from broker_network.network import Inventory, Network, parse
from broker_network.routes import hosts_of


def expected_bridges(network: Network, inventory: Inventory) -> dict[tuple[str, str], int]:
    """How many bridges each broker must say came up, by its name and that of the other end."""
    by_host = hosts_of(inventory)
    expected: dict[tuple[str, str], int] = {}
    for broker in network.brokers:
        for connector in broker.network_connectors:
            inside = connector.uri[connector.uri.index("(") + 1 : -1]
            peer = by_host[parse(inside.split(",")[0]).host]
            ends = [(broker.name, peer), *([(peer, broker.name)] if connector.duplex else [])]
            for end in ends:
                expected[end] = expected.get(end, 0) + 1
    return expected

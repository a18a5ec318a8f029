"""Where the servers of each collective are, and whether their brokers keep copies of broadcasts from them."""

from __future__ import annotations

from collections.abc import Mapping

from broker_network.network import Broker, Destination, Inventory

from .policies import drops_copies

SUBSCRIBERS = 2
"""Servers at a broker where nothing says how many: two are enough to see a message twice."""

Servers = Mapping[str, Mapping[str, int]]
"""For each collective how many servers there are at which broker."""


def servers_of(inventory: Inventory) -> Servers:
    """The servers of each collective by the first broker of their pool, where they are as long as nothing fails."""
    found: dict[str, dict[str, int]] = {}
    for group in inventory.server_groups:
        for collective in group.collectives:
            there = found.setdefault(collective, {})
            there[group.brokers[0]] = there.get(group.brokers[0], 0) + group.count
    return found


class ServerPlaces:
    """Where servers are. Without `servers` that is not known: `subscribers` of them are thought of at each broker."""

    def __init__(self, brokers: Mapping[str, Broker], servers: Servers | None, subscribers: int) -> None:
        """Keep what is known."""
        self.brokers = brokers
        self.servers = servers
        self.subscribers = subscribers
        self._audited: dict[tuple[str, Destination], bool | None] = {}

    def sources(self, receiver: str, destination: Destination) -> dict[str, int]:
        """Where servers of a destination's collective are, as far as it is known, and some at `receiver`."""
        known = dict((self.servers or {}).get(destination.physical_name.partition(".")[0], {}))
        known[receiver] = known.get(receiver, 0) or self.subscribers
        return {broker: count for broker, count in known.items() if count > 0 and broker in self.brokers}

    def everywhere(self) -> dict[str, int]:
        """As many servers at every broker as are thought of where none are known."""
        return dict.fromkeys(self.brokers, self.subscribers)

    def audited(self, broker: str, destination: Destination) -> bool | None:
        """What `drops_copies` says of a broker, asked once."""
        key = (broker, destination)
        if key not in self._audited:
            self._audited[key] = drops_copies(self.brokers[broker], destination)
        return self._audited[key]

"""What becomes of a network when a broker dies, or a link is cut: who still reaches whom, and who does not."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from broker_network.network import (
    Broker,
    ClientGroup,
    Inventory,
    Network,
    NetworkConnector,
    ServerGroup,
    dialed,
)

from .bridges import hosts_of
from .routing import Routing
from .server_places import servers_of


@dataclass(frozen=True, slots=True)
class Failure:
    """One broker that is gone, or two between which nothing passes."""

    ends: tuple[str, ...]

    @property
    def broker(self) -> str | None:
        """The broker that is gone; None for a link."""
        return self.ends[0] if len(self.ends) == 1 else None

    def __str__(self) -> str:
        return f"broker {self.ends[0]} dies" if self.broker else f"the link {' to '.join(self.ends)} is cut"


class Loss(Enum):
    """What a failure costs, from nothing to everything."""

    NOTHING = "nothing"
    STANDBY = "nothing, once the standby has taken over"
    CHANGED = "nothing, once operators use another broker of their pool"
    OWN = "the clients and servers that have no other broker"
    MORE = "others too lose each other"
    EVERYTHING = "everything"


def failures(network: Network, inventory: Inventory) -> tuple[Failure, ...]:
    """Each broker, then each link, in the order of the files."""
    links = dict.fromkeys((link.dialing, link.listening) for link in inventory.links)
    return (*(Failure((broker.name,)) for broker in network.brokers), *map(Failure, links))


def without(network: Network, inventory: Inventory, failure: Failure) -> Network:
    """The network that is left: without the broker and what dials it, or without the connectors of the link."""
    at = hosts_of(inventory)

    def left(broker: Broker, connector: NetworkConnector) -> bool:
        targets = {at.get(uri.host) for uri in dialed(connector.uri)}
        if failure.broker:
            return failure.broker not in targets
        return broker.name not in failure.ends or not targets & ({*failure.ends} - {broker.name})

    return Network(
        tuple(
            dataclasses.replace(
                broker, network_connectors=tuple(one for one in broker.network_connectors if left(broker, one))
            )
            for broker in network.brokers
            if broker.name != failure.broker
        )
    )


def loss(network: Network, inventory: Inventory, failure: Failure) -> Loss:
    """What a failure costs those who reach each other without it, wherever in their pools they are connected.

    Clients and servers of a dead broker go on at the next of their pool. Somebody is reached when a broadcast, a
    directed request and a reply arrive, once each.
    """
    if failure.broker and len(inventory.hosts_of(failure.broker)) > 1:
        return Loss.STANDBY
    before = {pair: ways for pair, ways in _pairs(network, inventory) if any(ways.values())}
    after = dict(_pairs(without(network, inventory, failure), inventory))
    left = {pair: after[pair] for pair in before}
    if not any(any(ways.values()) for ways in left.values()):
        return Loss.EVERYTHING
    if any(ways and not _some_client_reaches_all(ways) for ways in left.values()):
        return Loss.MORE
    if any(not ways for ways in left.values()):
        return Loss.OWN
    return Loss.NOTHING if all(all(ways.values()) for ways in left.values()) else Loss.CHANGED


_Pair = tuple[ClientGroup, ServerGroup, str]
_Ways = dict[tuple[str, str], bool]
"""Whether those at one broker reach those at the other; empty where either side has no broker left."""


def _pairs(network: Network, inventory: Inventory) -> Iterator[tuple[_Pair, _Ways]]:
    """Every group of clients with every group of servers that shares a collective with it."""
    routing = Routing(network, hosts_of(inventory), servers=servers_of(inventory), decreases=True)
    for clients in inventory.client_groups:
        identity = clients.operators[0].identity if clients.operators else "client"
        for servers in inventory.server_groups:
            for collective in (one for one in clients.collectives if one in servers.collectives):
                yield (
                    (clients, servers, collective),
                    {
                        (near, far): routing.reach(near, far, collective, identity).once
                        for near in clients.brokers
                        if near in routing.brokers
                        for far in servers.brokers
                        if far in routing.brokers
                    },
                )


def _some_client_reaches_all(ways: _Ways) -> bool:
    return any(all(ways[near, far] for _, far in ways) for near in {near for near, _ in ways})

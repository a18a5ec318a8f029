"""How many subscriptions bridges hold for the servers and clients there are, and the TTL that these need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from broker_network.mcollective.destinations import UNNAMED_CLIENT, broadcast, directed, reply
from broker_network.network import Destination, Inventory, NetworkConnector, Unknown

from .bridge_directions import BridgeDirection
from .bridges import Bridge
from .interpretations import Interpretation
from .messages import routes
from .routing import Routing
from .subscriptions import Subscribers, subscribe

AGENTS = 8
"""Topics that a server subscribes to in each collective, one for each agent: MCollective 2.12.5 brings two, discovery
and rpcutil, and a server in use has some plugins more."""


@dataclass(frozen=True, slots=True)
class Population:
    """Servers and clients of a collective at one broker; each client is waiting for a reply."""

    broker: str
    collective: str
    servers: int = 0
    clients: int = 0


@dataclass(frozen=True, slots=True)
class BridgeDemand:
    """What one bridge holds at its sender for one collective.

    `topics` are subscriptions for broadcasts (one a topic where the bridge is conduit), `queues` for directed requests
    (one a server where it is not), `replies` for reply queues. `exact` is False where the files leave something open,
    or where there are too many ways to count; then there may be fewer.
    """

    bridge: Bridge
    collective: str
    topics: int
    queues: int
    replies: int
    exact: bool = True

    @property
    def total(self) -> int:
        """All of them."""
        return self.topics + self.queues + self.replies


@dataclass(frozen=True, slots=True)
class TtlNeed:
    """The TTL that a connector needs, so that clients reach servers over the shortest ways, and what it says.

    `message_has` and `consumer_has` are -1 for without limit. Nothing is said of failures to survive.
    """

    broker: str
    connector: NetworkConnector
    message: int
    consumer: int
    message_has: int | Unknown
    consumer_has: int | Unknown

    @property
    def enough(self) -> bool | None:
        """Whether it says as much as is needed; None where it is not known."""
        both = ((self.message_has, self.message), (self.consumer_has, self.consumer))
        if any(isinstance(has, int) and 0 <= has < needs for has, needs in both):
            return False
        return None if any(isinstance(has, Unknown) and needs > 1 for has, needs in both) else True


def populations_of(inventory: Inventory) -> tuple[Population, ...]:
    """The groups of an inventory at the first broker of their pools."""
    found: dict[tuple[str, str], list[int]] = {}
    for servers in inventory.server_groups:
        for collective in servers.collectives:
            found.setdefault((servers.brokers[0], collective), [0, 0])[0] += servers.count
    for clients in inventory.client_groups:
        for collective in clients.collectives:
            found.setdefault((clients.brokers[0], collective), [0, 0])[1] += clients.count
    return tuple(Population(*key, *counts) for key, counts in found.items())


def demand(routing: Routing, populations: Iterable[Population], *, agents: int = AGENTS) -> tuple[BridgeDemand, ...]:
    """What each bridge holds for each collective, in the order of the files; a bridge that holds nothing is left out.

    A server subscribes to the topic of each of its `agents` and, with its identity as selector, to the queue of
    directed requests; a client to the queue of its replies.
    (Source: MCollective, lib/mcollective/connector/activemq.rb.)
    """
    populations = [one for one in populations if one.broker in routing.brokers]
    collectives = dict.fromkeys(one.collective for one in populations)
    found: list[BridgeDemand] = []
    for collective in collectives:
        there = [one for one in populations if one.collective == collective]
        counted = [_counted(interpretation, collective, there, agents) for interpretation in routing.interpretations]
        most, whole = counted[-1]
        for direction in routing.directions:
            held = most.get(_key(direction))
            if held is not None and any(held):
                exact = whole and all(one.get(_key(direction)) == held for one, _ in counted)
                found.append(BridgeDemand(direction.bridge, collective, *held, exact=exact))
    return tuple(found)


_Key = tuple[tuple[int, int], str, str]
_Counts = tuple[int, int, int]


def _key(direction: BridgeDirection) -> _Key:
    return (direction.place, direction.sender, direction.receiver)


def _counted(
    interpretation: Interpretation, collective: str, populations: list[Population], agents: int
) -> tuple[dict[_Key, _Counts], bool]:
    servers = [one for one in populations if one.servers > 0]
    asked: list[tuple[int, int, Destination, tuple[Subscribers, ...]]] = [
        (0, agents, broadcast(collective), tuple(Subscribers(one.broker, one.servers) for one in servers)),
        (1, 1, directed(collective), tuple(Subscribers(one.broker, one.servers, selective=True) for one in servers)),
    ]
    for one in populations:
        if one.clients > 0:
            asked.append((2, one.clients, reply(collective, UNNAMED_CLIENT), (Subscribers(one.broker),)))
    counts: dict[_Key, list[int]] = {}
    whole = True
    for kind, times, destination, sources in asked:
        held = subscribe(interpretation, destination, sources)
        whole = whole and held.whole
        for all_held in held.at.values():
            for one_held in all_held:
                counts.setdefault(_key(one_held.direction), [0, 0, 0])[kind] += times * one_held.weight
    return {key: (of[0], of[1], of[2]) for key, of in counts.items()}, whole


def ttl_needed(routing: Routing, populations: Iterable[Population]) -> tuple[TtlNeed, ...]:
    """What every connector needs that is on a shortest way from a client to a server, or back.

    The bridge at position j of h needs `messageTTL` j, and `consumerTTL` h - j + 1. (Source: NetworkBridgeFilter,
    DemandForwardingBridgeSupport.serviceRemoteConsumerAdvisory.)
    """
    populations = [one for one in populations if one.broker in routing.brokers]
    needs: dict[tuple[int, int], list[int]] = {}
    directions = {direction.place: direction for direction in reversed(routing.directions)}
    for way in _ways(routing, populations):
        for number, direction in enumerate(way, start=1):
            needed = needs.setdefault(direction.place, [0, 0])
            needed[0] = max(needed[0], number)
            needed[1] = max(needed[1], len(way) - number + 1)
    return tuple(
        TtlNeed(
            directions[place].bridge.dialing,
            directions[place].bridge.connector,
            needed[0],
            needed[1],
            directions[place].bridge.message_ttl,
            directions[place].bridge.consumer_ttl,
        )
        for place, needed in sorted(needs.items())
    )


def _admitting(interpretation: Interpretation, destination: Destination) -> Callable[[str], list[BridgeDirection]]:
    open_to = {
        broker: [direction for direction in directions if direction.admits(destination)]
        for broker, directions in interpretation.leaving.items()
    }
    return lambda broker: open_to.get(broker, [])


def _ways(routing: Routing, populations: list[Population]) -> Iterator[tuple[BridgeDirection, ...]]:
    """The shortest ways of all messages between clients and servers of a collective, whatever the TTL."""
    interpretation = routing.interpretations[-1]
    for collective in dict.fromkeys(one.collective for one in populations):
        here = [one for one in populations if one.collective == collective]
        clients = [one.broker for one in here if one.clients > 0]
        servers = [one.broker for one in here if one.servers > 0]
        for destination, senders, receivers in (
            (broadcast(collective), clients, servers),
            (directed(collective), clients, servers),
            (reply(collective, UNNAMED_CLIENT), servers, clients),
        ):
            for sender in senders:
                found = routes(sender, _admitting(interpretation, destination), any_distance=True)
                yield from (found[receiver] for receiver in receivers if found.get(receiver))

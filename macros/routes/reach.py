"""Who reaches whom: for every pair of brokers and destination, whether messages arrive and over which brokers.

A subscription travels from the receiver's broker toward the sender's, losing consumer TTL; a message travels
the other way, losing message TTL. A route is open when both get through.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from macros.network import Destination, queue, topic

from .bridges import Bridge, permits


@dataclass(frozen=True, slots=True)
class Route:
    """A way for messages: the bridges crossed in order, none when sender and receiver share a broker."""

    bridges: tuple[Bridge, ...]

    @property
    def hops(self) -> int:
        """How many bridges are crossed."""
        return len(self.bridges)


@dataclass(frozen=True, slots=True)
class Reach:
    """How clients at one broker and servers at another get on in a collective; None where nothing arrives."""

    broadcast: Route | None
    directed: Route | None
    reply: Route | None

    @property
    def complete(self) -> bool:
        """Whether both kinds of request arrive and the reply comes back."""
        return None not in (self.broadcast, self.directed, self.reply)


def broadcast(collective: str) -> Destination:
    """The topic of a broadcast request, for the agent that every server has."""
    return topic(f"{collective}.discovery.agent")


def directed(collective: str) -> Destination:
    """The queue of directed requests."""
    return queue(f"{collective}.nodes")


def reply(collective: str, identity: str) -> Destination:
    """A reply queue, as a client of that identity names it."""
    return queue(f"{collective}.reply.{identity}_1.1")


def routes_from(sender: str, bridges: Iterable[Bridge], destination: Destination) -> dict[str, Route]:
    """The shortest open route from a broker to each broker that its messages to `destination` can get to.

    The bridge at position j of h from the sender passes messages while j - 1 < messageTTL, and is asked to
    only by subscriptions with h - j < consumerTTL. (Source: NetworkBridgeFilter,
    DemandForwardingBridgeSupport.serviceRemoteConsumerAdvisory.)
    """
    leaving: dict[str, list[Bridge]] = {}
    count = 0
    for bridge in bridges:
        if permits(bridge.connector, destination):
            leaving.setdefault(bridge.sender, []).append(bridge)
            count += 1
    found = {sender: Route(())}
    longest = _longest(leaving, count)
    for hops in range(1, longest + 1):
        layer = {sender: Route(())}
        for position in range(1, hops + 1):
            further: dict[str, Route] = {}
            for broker, route in layer.items():
                for bridge in leaving.get(broker, ()):
                    if (
                        bridge.receiver not in further
                        and _within(position - 1, bridge.message_ttl)
                        and _within(hops - position, bridge.consumer_ttl)
                    ):
                        further[bridge.receiver] = Route((*route.bridges, bridge))
            layer = further
        for broker, route in layer.items():
            found.setdefault(broker, route)
    return found


def _within(passed: int, ttl: int) -> bool:
    return ttl < 0 or passed < ttl


def _longest(leaving: Mapping[str, list[Bridge]], count: int) -> int:
    """Most hops any route can have: by the largest TTL, and by the number of brokers."""
    brokers = len({end for near in leaving.values() for bridge in near for end in (bridge.sender, bridge.receiver)})
    largest = 0
    for near in leaving.values():
        for bridge in near:
            ttl = min(count if t < 0 else t for t in (bridge.message_ttl, bridge.consumer_ttl))
            largest = max(largest, ttl)
    return min(largest, max(brokers - 1, 0))


def reach(
    client: str, server: str, collective: str, bridges: tuple[Bridge, ...], identity: str = "client.site"
) -> Reach:
    """Whether clients at one broker and servers at another can talk in a collective."""
    return Reach(
        broadcast=routes_from(client, bridges, broadcast(collective)).get(server),
        directed=routes_from(client, bridges, directed(collective)).get(server),
        reply=routes_from(server, bridges, reply(collective, identity)).get(client),
    )

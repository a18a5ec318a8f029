"""The routes that are open between two brokers when nobody else takes part: by filters and TTL alone.

A subscription travels from the receiver's broker toward the sender's, losing consumer TTL; a message travels
the other way, losing message TTL. A route is open when both get through.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from broker_network.network import Destination

from .bridge_directions import BridgeDirection
from .bridges import Bridge, permits


@dataclass(frozen=True, slots=True)
class Route:
    """A way for messages: the bridges crossed in order, none when sender and receiver share a broker."""

    bridges: tuple[Bridge, ...]

    @classmethod
    def over(cls, directions: Iterable[BridgeDirection]) -> Route:
        """The way over some directions of bridges, in order."""
        return cls(tuple(one.bridge for one in directions))

    @property
    def hops(self) -> int:
        """How many bridges are crossed."""
        return len(self.bridges)


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
                        and _within(position - 1, bridge.sure_message_ttl)
                        and _within(hops - position, bridge.sure_consumer_ttl)
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
            ttl = min(count if t < 0 else t for t in (bridge.sure_message_ttl, bridge.sure_consumer_ttl))
            largest = max(largest, ttl)
    return min(largest, max(brokers - 1, 0))

"""How far subscriptions travel, given the TTL and the collectives of each link.

A bridge subscribes at its own broker to whatever the far side subscribes to, within `consumerTTL` and the
link's destinations, whether anyone sends it or not. Its user needs the right for each such attempt, or
the broker refuses it and the log fills.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from .traffic import Neighbors


def crossings(
    sources: Iterable[str], adjacent: Neighbors, ttl: Mapping[int, int], collective: str
) -> tuple[tuple[int, str, str], ...]:
    """Where subscriptions made at the brokers `sources` cross: `(link, from, to)`, each once, nearest first.

    A subscription crosses while the brokers it has passed are fewer than the link's `consumerTTL`, and
    never straight back. (Source: DemandForwardingBridgeSupport.serviceRemoteConsumerAdvisory.)
    """
    crossed: dict[tuple[int, str, str], None] = {}
    visits: dict[str, int] = {}
    waiting: deque[tuple[str, int, int]] = deque((source, -1, 0) for source in dict.fromkeys(sources))
    while waiting:
        broker, came_by, passed = waiting.popleft()
        # The first visit leaves by every link but the one it came by, the second by that one: more add nothing.
        visits[broker] = visits.get(broker, 0) + 1
        if visits[broker] > 2:
            continue
        for other, edge in adjacent.get(broker, ()):
            crossing = (edge.index, broker, other)
            open_here = edge.index != came_by and edge.carries(collective) and passed < ttl[edge.index]
            if open_here and crossing not in crossed:
                crossed[crossing] = None
                waiting.append((other, edge.index, passed + 1))
    return tuple(crossed)

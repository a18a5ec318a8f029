"""What each link carries, and how far it may go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .expansion import PlannedLink
from .traffic import Edge, Traffic, topics_ttl


@dataclass(frozen=True, slots=True)
class LinkTraffic:
    """What one link carries: the `collectives` whose destinations may cross it.

    `ttl` is `messageTTL` and `consumerTTL` of its bridge for queues, `topics_ttl` that of its bridge for topics.
    """

    collectives: tuple[str, ...]
    ttl: int
    topics_ttl: int


def edges(links: tuple[PlannedLink, ...]) -> tuple[Edge, ...]:
    """The links as a graph; the index of an edge is that of its link."""
    return tuple(Edge(i, (link.dialing, link.listening), link.collectives) for i, link in enumerate(links))


def enough_ttl(links: tuple[PlannedLink, ...], carried: Traffic) -> Mapping[PlannedLink, int]:
    """For each link the TTL that is enough for topics and queues, whatever the topology says."""
    found = topics_ttl(edges(links), {i: carried.ttl.get(i, 1) for i, _ in enumerate(links)})
    return {link: found[i] for i, link in enumerate(links)}


def link_traffic(links: tuple[PlannedLink, ...], carried: Traffic) -> Mapping[PlannedLink, LinkTraffic]:
    """What each link carries, given what requests need of it. What the topology says of a link holds as it is."""
    ttl = {i: link.ttl or carried.ttl.get(i, 1) for i, link in enumerate(links)}
    farther = topics_ttl(edges(links), ttl)
    return {
        link: LinkTraffic(link.collectives or tuple(carried.collectives[i]), ttl[i], link.ttl or farther[i])
        for i, link in enumerate(links)
    }

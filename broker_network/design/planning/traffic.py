"""Who must reach whom, over which links, in how many hops.

A client's broker and a server's broker are joined by the shortest paths that the links' collectives
leave open. From these paths follow the TTL of each link, the collectives that cross it, and what the
bridge user may do at each end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from broker_network import graph


@dataclass(frozen=True, slots=True)
class Edge:
    """An undirected link between two brokers. `allowed` are the collectives it may carry; None means any."""

    index: int
    ends: tuple[str, str]
    allowed: tuple[str, ...] | None

    def carries(self, collective: str) -> bool:
        """Whether destinations of this collective may cross."""
        return self.allowed is None or collective in self.allowed


@dataclass(frozen=True, slots=True)
class Requirement:
    """Clients at the broker `client` command servers at the brokers `servers`, in one collective."""

    client: str
    collective: str
    servers: tuple[str, ...]


@dataclass(slots=True)
class Traffic:
    """What crosses each link, by its index: the TTL it needs, and the collectives, in order of discovery.

    A link that nobody needs is in neither.
    """

    ttl: dict[int, int] = field(default_factory=dict)
    collectives: dict[int, dict[str, None]] = field(default_factory=dict)


Neighbors = Mapping[str, list[tuple[str, Edge]]]


def neighbors(edges: Iterable[Edge]) -> Neighbors:
    """For each broker its linked brokers, in the order of the links."""
    result: dict[str, list[tuple[str, Edge]]] = {}
    for edge in edges:
        one, other = edge.ends
        result.setdefault(one, []).append((other, edge))
        result.setdefault(other, []).append((one, edge))
    return result


def distances(start: str, adjacent: Neighbors, collective: str) -> dict[str, int]:
    """Hops from `start` to each broker that the collective's destinations can get to, nearest first."""
    return graph.distances(
        start, lambda broker: [to for to, edge in adjacent.get(broker, ()) if edge.carries(collective)]
    )


def follow(requirement: Requirement, adjacent: Neighbors, traffic: Traffic) -> tuple[str, ...]:
    """Add what one requirement needs to `traffic`; return the servers' brokers that cannot be reached.

    A bridge passes a message on while the brokers behind it are fewer than `messageTTL`, and a
    subscription while the brokers between are fewer than `consumerTTL`. Requests and replies go both
    ways, so link number j of h from the client needs max(j, h - j + 1) for both attributes.
    (Source: DemandForwardingBridgeSupport.serviceRemoteConsumerAdvisory, NetworkBridgeFilter.)
    """
    away = distances(requirement.client, adjacent, requirement.collective)
    wanted = set(requirement.servers)
    beyond = {broker: 0 for broker in away if broker in wanted}
    for broker in sorted(away, key=lambda name: -away[name]):
        if broker not in beyond:
            continue
        for nearer, edge in adjacent.get(broker, ()):
            if away.get(nearer) == away[broker] - 1 and edge.carries(requirement.collective):
                beyond[nearer] = max(beyond.get(nearer, 0), beyond[broker] + 1)
                ttl = max(away[broker], beyond[broker] + 1)
                traffic.ttl[edge.index] = max(traffic.ttl.get(edge.index, 0), ttl)
                traffic.collectives.setdefault(edge.index, {})[requirement.collective] = None
    return tuple(server for server in requirement.servers if server not in away)


def topics_ttl(edges: Iterable[Edge], ttl: Mapping[int, int]) -> dict[int, int]:
    """The TTL of each link for topics, given that for queues.

    Where links form a circle that messages go around, it is as many as a way without a repeat can have: a conduit
    bridge passes on the news of the first subscriber to a topic alone, and that may have come the long way around; so
    may the first copy of a message, and later copies are dropped as duplicates.
    (Source: ConduitBridge.addToAlreadyInterestedConsumers, TopicSubscription.isDuplicate; seen on 6.2.6.)
    """
    edges = tuple(edges)
    found = dict(ttl)
    near = {broker: list(dict.fromkeys(other for other, _ in linked)) for broker, linked in neighbors(edges).items()}
    for part in graph.parts(near):
        brokers = set(part)
        inside = [edge.index for edge in edges if edge.ends[0] in brokers]
        if len(inside) >= len(brokers) and max(ttl[index] for index in inside) > 1:
            longest = graph.longest_way({broker: near[broker] for broker in part})
            found |= {index: max(ttl[index], longest) for index in inside}
    return found


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A requirement that cannot be met.

    `without` names the failure under which, `kind` its kind and `failed` the broker, or both ends of the link; all are
    empty where nothing has failed.
    """

    requirement: Requirement
    servers: tuple[str, ...]
    without: str = ""
    kind: str = ""
    failed: tuple[str, ...] = ()

    def alike(self, other: Unreachable) -> bool:
        """Whether the same client misses the same servers for the same failure, be it in another collective."""
        return (self.requirement.client, self.servers, self.without) == (
            other.requirement.client,
            other.servers,
            other.without,
        )

    def cut(self, ends: tuple[str, str]) -> bool:
        """Whether a link between two brokers is gone under the failure."""
        return set(self.failed) <= set(ends) if self.failed else False


def traffic(
    requirements: Iterable[Requirement],
    edges: tuple[Edge, ...],
    survives: Iterable[str] = (),
    replaced: Collection[str] = (),
) -> tuple[Traffic, tuple[Unreachable, ...]]:
    """What crosses each link so that every requirement is met, also after each failure that is to be survived.

    `survives` may hold `link` (any one link) and `broker` or `broker-between` (any one broker; whether what is
    connected to that broker itself has another one is not asked here). Brokers in `replaced` have a standby that takes
    over, so that they are never missing. Returns the traffic and what cannot be met.
    """
    requirements = tuple(requirements)
    result = Traffic()
    unmet: list[Unreachable] = []
    adjacent = neighbors(edges)
    for requirement in requirements:
        if missing := follow(requirement, adjacent, result):
            unmet.append(Unreachable(requirement, missing))
    for kind in dict.fromkeys("link" if kind == "link" else "broker" for kind in survives):
        failures: list[tuple[str, tuple[str, ...], int]]
        if kind == "link":
            failures = [(f"the link {'-'.join(edge.ends)}", edge.ends, edge.index) for edge in edges]
        else:
            names = dict.fromkeys(end for edge in edges for end in edge.ends if end not in replaced)
            failures = [(f"the broker {name}", (name,), -1) for name in names]
        for without, failed, link in failures:
            broker = failed[0] if link < 0 else ""
            adjacent = neighbors(edge for edge in edges if edge.index != link and broker not in edge.ends)
            for requirement in requirements:
                left = tuple(server for server in requirement.servers if server != broker)
                if requirement.client == broker or not left:
                    continue
                if missing := follow(Requirement(requirement.client, requirement.collective, left), adjacent, result):
                    unmet.append(Unreachable(requirement, missing, without, kind, failed))
    return result, tuple(unmet)

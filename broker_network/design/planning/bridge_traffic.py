"""What the user of each bridge reads and writes at each of its ends, and how many servers are beyond each broker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .expansion import PlannedLink
from .link_traffic import LinkTraffic
from .members import Members
from .subscriptions import crossings
from .traffic import Edge, Neighbors, neighbors

NAMED_OPERATORS = 32
"""Operators of a collective that bridge rights name one by one; with more, one pattern serves all."""


@dataclass(slots=True)
class BridgeTraffic:
    """What the user of one bridge does at one broker, over a link that `collectives` may cross.

    It reads what leaves for the far side and writes what arrives from it: requests by collective, replies by
    collective and operator. No operator named means all of the collective.
    """

    user: str
    collectives: tuple[str, ...]
    reads_requests: dict[str, None] = field(default_factory=dict)
    writes_requests: dict[str, None] = field(default_factory=dict)
    reads_replies: dict[str, dict[str, None]] = field(default_factory=dict)
    writes_replies: dict[str, dict[str, None]] = field(default_factory=dict)


@dataclass(slots=True)
class Beyond:
    """What a broker has to do with others: its bridges, by user, and the servers beyond it.

    A server counts once for each of its collectives.
    """

    bridges: dict[str, BridgeTraffic]
    servers: int = 0


def beyond_brokers(
    collectives: Iterable[str],
    links: tuple[PlannedLink, ...],
    traffic: Mapping[PlannedLink, LinkTraffic],
    members: Mapping[str, Members],
) -> Mapping[str, Beyond]:
    """What each broker has to do with others, by its name."""
    found = {name: Beyond({}) for name in members}
    for link in links:
        for end in (link.dialing, link.listening):
            found[end].bridges[link.user] = BridgeTraffic(link.user, traffic[link].collectives)
    adjacent = neighbors(
        Edge(i, (link.dialing, link.listening), traffic[link].collectives) for i, link in enumerate(links)
    )
    ttl = {i: traffic[link].topics_ttl for i, link in enumerate(links)}
    for collective in collectives:
        _CollectiveTraffic(collective, links, adjacent, ttl, members, found).add()
    return found


@dataclass(frozen=True, slots=True)
class _CollectiveTraffic:
    """Adds the traffic of one collective to `found`. Messages go as far as subscriptions do."""

    name: str
    links: tuple[PlannedLink, ...]
    adjacent: Neighbors
    ttl: Mapping[int, int]
    members: Mapping[str, Members]
    found: Mapping[str, Beyond]

    def add(self) -> None:
        servers = {broker: found.servers_in(self.name) for broker, found in self.members.items()}
        operators = {broker: found.operators_in(self.name) for broker, found in self.members.items()}
        serving = self._crossings(name for name, count in servers.items() if count)
        self._count(serving, servers)
        self._requests(serving, [broker for broker, names in operators.items() if names])
        self._replies(set(serving), {broker: names for broker, names in operators.items() if names})

    def _crossings(self, sources: Iterable[str]) -> tuple[tuple[int, str, str], ...]:
        return crossings(sources, self.adjacent, self.ttl, self.name)

    def _count(self, serving: Iterable[tuple[int, str, str]], servers: Mapping[str, int]) -> None:
        total = sum(servers.values())
        for broker in dict.fromkeys(far for _, _, far in serving):
            self.found[broker].servers += total - servers[broker]

    def _requests(self, serving: Iterable[tuple[int, str, str]], commanding: list[str]) -> None:
        """Where no request can come from, there is nothing to write."""
        requested = set(self._crossings(commanding))
        for i, near, far in serving:
            self._bridge(far, i).reads_requests[self.name] = None
            if (i, far, near) in requested:
                self._bridge(near, i).writes_requests[self.name] = None

    def _replies(self, replied: set[tuple[int, str, str]], operators: Mapping[str, list[str]]) -> None:
        few = len({name for names in operators.values() for name in names}) <= NAMED_OPERATORS
        for sources in [[broker] for broker in operators] if few else [list(operators)]:
            names = dict.fromkeys(operators[sources[0]]) if few else {}
            for i, near, far in self._crossings(sources):
                self._bridge(far, i).reads_replies.setdefault(self.name, {}).update(names)
                if (i, far, near) in replied:
                    self._bridge(near, i).writes_replies.setdefault(self.name, {}).update(names)

    def _bridge(self, broker: str, link: int) -> BridgeTraffic:
        return self.found[broker].bridges[self.links[link].user]

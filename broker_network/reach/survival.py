"""What each failure costs: who still reaches whom, and who is cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from broker_network.activemq.releases import Release
from broker_network.collect import Reading
from broker_network.collect.inferred_inventory import inventory_of
from broker_network.mcollective.destinations import Message
from broker_network.network import ClientGroup, Inventory, Network, ServerGroup
from broker_network.routes import hosts_of

from .failures import Failure, failures
from .reachability import Reachability, reachability, reachability_of


class Loss(Enum):
    """What a failure costs, from nothing to everything."""

    NOTHING = "nobody is cut off"
    STANDBY = "nobody is cut off once the standby has taken over"
    CHANGED = "nobody is cut off if operators use another broker of their pool"
    OWN = "clients and servers that have no other broker are cut off"
    MORE = "clients and servers that still have a broker lose each other"
    EVERYTHING = "nobody reaches anybody"


@dataclass(frozen=True, slots=True)
class ConnectionPool:
    """Clients, or servers, that connect to the same brokers: to the first of them that runs.

    `name` is that of the group, `<site>/<group>`, or of the broker where no group is known.
    """

    name: str
    brokers: tuple[str, ...]
    collectives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CutOff:
    """Clients and servers of a collective, named as pools, between which some kind of message no longer arrives."""

    clients: str
    servers: str
    collective: str


@dataclass(frozen=True, slots=True)
class Outage:
    """What one failure costs.

    `alone` are the pools that have no broker left. `cut_off` are the pairs of others that lose each other. `changing`
    are the pairs that keep each other only if the clients use another broker of their pool.
    """

    failure: Failure
    loss: Loss
    alone: tuple[str, ...] = ()
    cut_off: tuple[CutOff, ...] = ()
    changing: tuple[CutOff, ...] = ()


_Pair = tuple[ConnectionPool, ConnectionPool, str]
_Ways = Mapping[tuple[str, str], frozenset[Message]]
"""What arrives between those at one broker and those at the other; empty where either side has no broker left."""


@dataclass(frozen=True)
class Survival:
    """A network whose failures are asked about. What does not arrive now is not missed.

    Clients and servers reach each other when all that arrives now between some of their brokers (broadcasts, directed
    requests, replies) surely arrives. Those of a dead broker go on at the next of their pool. For brokers in `standbys`
    a standby takes over.
    """

    engine: Reachability
    clients: tuple[ConnectionPool, ...]
    servers: tuple[ConnectionPool, ...]
    standbys: frozenset[str] = frozenset()

    @cached_property
    def failures(self) -> tuple[Failure, ...]:
        """Each single failure that there may be."""
        return failures(self.engine.access.network, self.engine.access.hosts)

    @property
    def questions(self) -> int:
        """How many pairs have to be asked about to try every failure."""
        return len(self.failures) * len(self._asked)

    @cached_property
    def reached(self) -> Mapping[_Pair, frozenset[Message]]:
        """The pairs that reach each other now, and all that arrives between some of their brokers."""
        found = {pair: frozenset[Message]().union(*_ways(pair, self.engine).values()) for pair in self._asked}
        return {pair: messages for pair, messages in found.items() if messages}

    @property
    def unreached(self) -> int:
        """How many pairs that share a collective do not reach each other even now."""
        return len(self._asked) - len(self.reached)

    def outage(self, failure: Failure) -> Outage:
        """What a failure costs those who reach each other without it, wherever in their pools they are connected."""
        if failure.broker in self.standbys:
            return Outage(failure, Loss.STANDBY)
        left = self.engine.without((failure,))
        alone: dict[str, None] = {}
        cut_off: list[CutOff] = []
        changing: list[CutOff] = []
        any_left = False
        for pair, wanted in self.reached.items():
            clients, servers, collective = pair
            alone |= dict.fromkeys(one.name for one in pair[:2] if left.access.brokers.keys().isdisjoint(one.brokers))
            ways = {ends: wanted <= arriving for ends, arriving in _ways(pair, left).items()}
            any_left = any_left or any(ways.values())
            if ways and not all(ways.values()):
                named = CutOff(clients.name, servers.name, collective)
                (changing if _some_client_reaches_all(ways) else cut_off).append(named)
        if self.reached and not any_left:
            loss = Loss.EVERYTHING
        elif cut_off:
            loss = Loss.MORE
        elif alone:
            loss = Loss.OWN
        else:
            loss = Loss.CHANGED if changing else Loss.NOTHING
        return Outage(failure, loss, tuple(alone), tuple(cut_off), tuple(changing))

    @cached_property
    def _asked(self) -> tuple[_Pair, ...]:
        return tuple(
            (clients, servers, collective)
            for clients in self.clients
            for servers in self.servers
            for collective in clients.collectives
            if collective in servers.collectives
        )


def survival(network: Network, inventory: Inventory) -> Survival:
    """A planned network, ready to be asked. It runs a release that counts bridges after a broker's own subscribers."""
    engine = reachability(network, hosts_of(inventory), inventory, decreases=True)
    return Survival(engine, _pools(inventory.client_groups), _pools(inventory.server_groups), _standbys(inventory))


def survival_of(reading: Reading, release: Release | None) -> Survival:
    """What was read, ready to be asked; `release` is the one that runs it, where it is known.

    Without an inventory, clients are those whose `client.cfg` was read, with the pool that it names. Where none was
    read, there may be clients wherever some account may send requests. The same holds of servers and `server.cfg`.
    """
    engine = reachability_of(reading, release)
    inventory = inventory_of(reading, "", "")
    clients = _pools(inventory.client_groups) or _anybody(engine, engine.intended.clients)
    servers = _pools(inventory.server_groups) or _anybody(engine, engine.intended.servers)
    return Survival(engine, clients, servers, _standbys(inventory) if reading.inventory else reading.pairs)


def _standbys(inventory: Inventory) -> frozenset[str]:
    return frozenset(
        broker for site in inventory.sites for broker in site.brokers if len(inventory.hosts_of(broker)) > 1
    )


def _anybody(engine: Reachability, there: Callable[[str], Iterable[str]]) -> tuple[ConnectionPool, ...]:
    """A pool of one broker for each broker at which somebody may be, with their collectives."""
    collectives: dict[str, list[str]] = {}
    for collective in engine.access.collectives:
        for name in there(collective):
            collectives.setdefault(name, []).append(collective)
    brokers = engine.access.brokers
    return tuple(ConnectionPool(name, (name,), tuple(collectives[name])) for name in brokers if name in collectives)


def _pools(groups: Iterable[ClientGroup | ServerGroup]) -> tuple[ConnectionPool, ...]:
    return tuple(ConnectionPool(f"{one.site}/{one.name}", one.brokers, one.collectives) for one in groups)


def _ways(pair: _Pair, engine: Reachability) -> _Ways:
    clients, servers, collective = pair
    known = engine.access.brokers
    return {
        (near, far): frozenset(
            question.message for question in engine.questions(near, far, collective) if engine.verdict(question).arrives
        )
        for near in clients.brokers
        if near in known
        for far in servers.brokers
        if far in known
    }


def _some_client_reaches_all(ways: Mapping[tuple[str, str], bool]) -> bool:
    return any(all(ways[near, far] for _, far in ways) for near in {near for near, _ in ways})

"""What a layout survives, costs and needs opened, so that layouts can be set side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from broker_network import routes
from broker_network.network import Broker, Inventory, Network, composite, dialed
from broker_network.network.index import NetworkIndex, index_of
from broker_network.reach import Failure, Loss, survival
from broker_network.routes import Population

SERVERS = 100
"""How many servers to think of at each broker that has any, so that layouts of different sizes compare."""

_OF_BROKERS = {
    Loss.NOTHING: "nothing is lost",
    Loss.STANDBY: "the standby takes over",
    Loss.CHANGED: "nothing is lost, once operators use another broker",
    Loss.OWN: "its own clients and servers are out",
    Loss.MORE: "others lose each other",
    Loss.EVERYTHING: "everything stops",
}
_OF_LINKS = {
    **_OF_BROKERS,
    Loss.MORE: "its two sides lose each other",
    Loss.EVERYTHING: "nobody reaches anybody",
}
_GOOD = frozenset({Loss.NOTHING, Loss.STANDBY, Loss.CHANGED})


@dataclass(frozen=True, slots=True)
class FailureOutcome:
    """What is lost when any one of `names` fails, brokers or links; a link's name has both its ends.

    `names` is empty where all are alike. `good` says that nobody loses more than a place at a broker.
    """

    names: tuple[str, ...]
    text: str
    good: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """One layout among others.

    `connections` are those between brokers, each with a thread and a session of its own at both ends. `held` are the
    subscriptions that bridges hold for one server, at all brokers together. `accepting` of `sites` have a port that
    other sites dial; `openings` are the firewall rules for that: one for each host that dials and host that is dialed.
    """

    deaths: tuple[FailureOutcome, ...]
    cuts: tuple[FailureOutcome, ...]
    brokers: int
    hosts: int
    links: int
    connections: int
    ttl: int
    held: float
    sites: int
    accepting: int
    openings: int


def comparison(network: Network, inventory: Inventory) -> Comparison:
    """Everything about one network that a reader compares."""
    index = index_of(network, inventory)
    asked = survival(network, inventory)
    lost = {failure: asked.outage(failure).loss for failure in asked.failures}
    dialing = [pair for broker in network.brokers for pair in _dialing(broker, index)]
    connectors = [connector for broker in network.brokers for connector in broker.network_connectors]
    ttls = [connector.message_ttl for connector in connectors if isinstance(connector.message_ttl, int)]
    return Comparison(
        deaths=_grouped(((one, loss) for one, loss in lost.items() if one.broker), _OF_BROKERS),
        cuts=_grouped(((one, loss) for one, loss in lost.items() if not one.broker), _OF_LINKS),
        brokers=len(network.brokers),
        hosts=len(inventory.hosts),
        links=len(inventory.links),
        connections=sum(_connections(connector.uri) for connector in connectors),
        ttl=max(ttls, default=0),
        held=_held(network, inventory),
        sites=len(inventory.sites),
        accepting=len({listening[0] for _, listening in dialing}),
        openings=len(set(dialing)),
    )


def _grouped(lost: Iterable[tuple[Failure, Loss]], words: Mapping[Loss, str]) -> tuple[FailureOutcome, ...]:
    names: dict[Loss, list[str]] = {}
    for failure, loss in lost:
        names.setdefault(loss, []).append(" to ".join(failure.ends))
    return tuple(
        FailureOutcome(tuple(found) if len(names) > 1 else (), words[loss], loss in _GOOD)
        for loss, found in names.items()
    )


def _connections(uri: str) -> int:
    """How many connections a connector opens: one to each address, or one to whichever of two hosts runs."""
    return 1 if composite(uri).scheme == "masterslave" else len(dialed(uri))


def _dialing(broker: Broker, index: NetworkIndex) -> Iterable[tuple[str, tuple[str, str, int]]]:
    """Which host of a broker dials which site, host and port outside of its own site."""
    home = index.sites[broker.name].name
    hosts = {name: host for found in index.hosts.values() for host in found for name in host.dialed_as}
    for connector in broker.network_connectors:
        for uri in dialed(connector.uri):
            listening = hosts[uri.host]
            if listening.site != home:
                for dialer in index.hosts[broker.name]:
                    yield dialer.name, (listening.site, listening.name, uri.port)


def _held(network: Network, inventory: Inventory) -> float:
    """Subscriptions that bridges hold for one server: `SERVERS` and one waiting client at each broker with any."""
    populations = [
        Population(one.broker, one.collective, SERVERS * bool(one.servers), 1 * bool(one.clients))
        for one in routes.populations_of(inventory)
    ]
    servers = SERVERS * len({one.broker for one in populations if one.servers})
    routing = routes.Routing(network, routes.hosts_of(inventory), servers=routes.servers_of(inventory), decreases=True)
    return sum(one.total for one in routes.demand(routing, populations)) / servers if servers else 0.0

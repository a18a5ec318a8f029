"""Who reaches whom in one state of a network during a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from broker_network.exposure import AccessMap
from broker_network.mcollective.destinations import broadcast, directed, reply
from broker_network.network import Broker, Network, NetworkConnector, TransportUri, dialed, parse
from broker_network.routes import target
from broker_network.routes.permissions import RightsIndex

ANYBODY = "client"
"""Represents the clients and servers of a broker whose files do not show the accounts."""


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Clients at one broker that get requests to servers at another and replies back, in a collective."""

    client: str
    server: str
    collective: str


@dataclass(frozen=True)
class People:
    """Who sends and who hears requests, by broker and collective: user names."""

    operators: Mapping[tuple[str, str], frozenset[str]]
    servers: Mapping[tuple[str, str], frozenset[str]]

    def common(self, other: People) -> People:
        """The people who are in both."""
        return People(_both(self.operators, other.operators), _both(self.servers, other.servers))


def _both(
    one: Mapping[tuple[str, str], frozenset[str]], other: Mapping[tuple[str, str], frozenset[str]]
) -> dict[tuple[str, str], frozenset[str]]:
    return {key: found for key in one if key in other and (found := one[key] & other[key])}


def access_map_of(
    brokers: Mapping[str, Broker], hosts: Mapping[str, str], rights: RightsIndex | None = None
) -> AccessMap:
    """The access map of some brokers, without connectors that dial a broker which does not listen there."""
    network = Network(tuple(_answering(name, broker, brokers, hosts) for name, broker in brokers.items()))
    known = {host: broker for host, broker in hosts.items() if broker in brokers}
    return AccessMap(network, known, rights=rights or RightsIndex())


def _answering(name: str, broker: Broker, brokers: Mapping[str, Broker], hosts: Mapping[str, str]) -> Broker:
    """The broker with only the connectors that find a listener, under its unique name."""
    connectors = tuple(one for one in broker.network_connectors if _answered(one, brokers, hosts))
    if name == broker.name and connectors == broker.network_connectors:
        return broker
    return replace(broker, name=name, network_connectors=connectors)


def _answered(connector: NetworkConnector, brokers: Mapping[str, Broker], hosts: Mapping[str, str]) -> bool:
    try:
        addresses = dialed(connector.uri)
    except ValueError:
        return True
    return any(_listens(brokers.get(target(address, hosts) or ""), address) for address in addresses)


def _listens(broker: Broker | None, address: TransportUri) -> bool:
    if broker is None:
        return False
    for listener in broker.transport_connectors:
        try:
            uri = parse(listener.uri)
        except ValueError:
            return True
        if uri.port == address.port and (uri.encrypted == address.encrypted or "auto" in uri.scheme):
            return uri.wire_format == "openwire"
    return False


def people_of(access: AccessMap, collectives: tuple[str, ...]) -> People:
    """Who may send and hear requests at each broker, by rights; anybody where the files do not tell."""
    operators: dict[tuple[str, str], frozenset[str]] = {}
    servers: dict[tuple[str, str], frozenset[str]] = {}
    known = access.identities
    for name, broker in access.brokers.items():
        told = broker.authorization == "map" and (broker.authentication is None or broker.authentication.users_known)
        for collective in collectives:
            key = (name, collective)
            operators[key] = frozenset(known.operators_at(name, collective)) if told else frozenset({ANYBODY})
            servers[key] = frozenset(known.servers_at(name, collective)) if told else frozenset({ANYBODY})
    return People(operators, servers)


def pairs_of(access: AccessMap, collectives: tuple[str, ...], people: People) -> frozenset[Pair]:
    """The pairs that work for all of `people` who are still present; if none of them is, there is no pair."""
    here = people.common(people_of(access, collectives))
    found: set[Pair] = set()
    for collective in collectives:
        serving = [broker for broker in access.brokers if here.servers.get((broker, collective))]
        for client in access.brokers:
            operators = here.operators.get((client, collective))
            if not operators or operators != people.operators[client, collective]:
                continue
            heard = access.routes(client, broadcast(collective))
            reached = access.routes(client, directed(collective))
            for server in serving:
                if server not in heard or server not in reached:
                    continue
                if here.servers[server, collective] == people.servers[server, collective] and all(
                    client in access.routes(server, reply(collective, f"{operator}.host")) for operator in operators
                ):
                    found.add(Pair(client, server, collective))
    return frozenset(found)

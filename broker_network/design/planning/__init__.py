"""Every decision between a topology and its network: one function, `plan`."""

from __future__ import annotations

from typing import NamedTuple

from broker_network.design.topology import model
from broker_network.network import (
    Authentication,
    Broker,
    ClientGroup,
    Host,
    Inventory,
    Link,
    ManagementContext,
    Network,
    PersistenceAdapter,
    ServerGroup,
    Site,
    SslContext,
)
from broker_network.network.names import KEY_STORE, TRUST_STORE, password
from broker_network.routes.subscription_counts import AGENTS

from . import connectors, expansion, limits, refusal, rights
from .expansion import PlannedLink
from .refusal import PlanRefused, Refusal
from .subscriptions import crossings
from .traffic import Edge, neighbors, topics_ttl, traffic

__all__ = ["Plan", "PlanRefused", "Refusal", "plan"]

SSL_CONTEXT = SslContext(
    key_store="file:${activemq.conf}/broker.p12",
    key_store_password=password(KEY_STORE),
    trust_store="file:${activemq.conf}/trust.p12",
    trust_store_password=password(TRUST_STORE),
)


class Plan(NamedTuple):
    """What follows from a topology: the network of brokers, and the inventory around it."""

    network: Network
    inventory: Inventory


def plan(topology: model.Topology, name: str) -> Plan:
    """Decide everything that the topology leaves open.

    `name` becomes the inventory's, which is the folder its files go to. Raises PlanRefused with every
    reason when the topology is well-formed and still cannot be built.
    """
    sites = expansion.sites(topology)
    links = expansion.links(topology)
    edges = tuple(Edge(i, (link.dialing, link.listening), link.collectives) for i, link in enumerate(links))
    carried, unmet = traffic(expansion.demands(sites), edges, topology.survives, expansion.with_standby(topology))
    refusals = (
        *refusal.release(topology, links),
        *refusal.ports(topology, links),
        *refusal.unmet(topology, unmet),
        *refusal.idle_links(links, carried),
    )
    if refusals:
        raise PlanRefused(refusals)

    needed = carried.collectives()
    crossing = {link: link.collectives or needed[i] for i, link in enumerate(links)}
    ttl = {link: link.ttl or carried.ttl.get(i, 1) for i, link in enumerate(links)}
    farther = topics_ttl(edges, {i: ttl[link] for i, link in enumerate(links)})
    topics = {link: link.ttl or farther[i] for i, link in enumerate(links)}
    hosts = tuple(expansion.hosts(topology))
    around = _Around(topology, sites, hosts, links, ttl, topics, crossing)
    built = [_broker(name, around) for name in around.settings]
    inventory = Inventory(
        name=name,
        title=topology.title,
        description=topology.description or "",
        release=topology.activemq,
        client_security=topology.security.clients,
        sites=sites,
        hosts=hosts,
        links=tuple(
            Link(
                dialing=link.dialing,
                listening=link.listening,
                duplex=link.duplex,
                collectives=crossing[link],
                ttl=ttl[link],
                user=link.user,
                transport=link.transport,
            )
            for link in links
        ),
        heaps=tuple((broker.name, heap) for broker, heap in built),
        layout=topology.layout,
        inner_network=expansion.inner_network(topology),
    )
    return Plan(Network(tuple(broker for broker, _ in built)), inventory)


NAMED_OPERATORS = 32
"""Operators of a collective that bridge rights name one by one; with more, one pattern serves all."""


class _Around:
    """What surrounds each broker, gathered once so that planning grows with the network and not its square."""

    def __init__(
        self,
        topology: model.Topology,
        sites: tuple[Site, ...],
        hosts: tuple[Host, ...],
        links: tuple[PlannedLink, ...],
        ttl: dict[PlannedLink, int],
        topics_ttl: dict[PlannedLink, int],
        crossing: dict[PlannedLink, tuple[str, ...]],
    ) -> None:
        self.client_transport = topology.security.clients
        self.ttl = ttl
        self.topics_ttl = topics_ttl
        self.crossing = crossing
        self.hosts: dict[str, list[Host]] = {}
        for host in hosts:
            self.hosts.setdefault(host.broker, []).append(host)
        self.settings = {name: broker for name, (_, broker) in expansion.broker_settings(topology).items()}
        self.links: dict[str, list[PlannedLink]] = {name: [] for name in self.settings}
        for link in links:
            self.links[link.dialing].append(link)
            self.links[link.listening].append(link)
        self.clients: dict[str, list[ClientGroup]] = {name: [] for name in self.settings}
        self.servers: dict[str, list[ServerGroup]] = {name: [] for name in self.settings}
        for site in sites:
            for client_group in site.client_groups:
                for broker in client_group.brokers:
                    self.clients[broker].append(client_group)
            for server_group in site.server_groups:
                for broker in server_group.brokers:
                    self.servers[broker].append(server_group)
        self.operators = {broker: rights.operators_at(groups) for broker, groups in self.clients.items()}
        self.remote_servers = dict.fromkeys(self.settings, 0)
        self.bridges = {
            name: {link.user: rights.BridgeTraffic(link.user, crossing[link]) for link in near}
            for name, near in self.links.items()
        }
        self._subscribe(topology.collectives, links)

    def _subscribe(self, collectives: tuple[str, ...], links: tuple[PlannedLink, ...]) -> None:
        around = neighbors(Edge(i, (link.dialing, link.listening), self.crossing[link]) for i, link in enumerate(links))
        ttl = {i: self.topics_ttl[link] for i, link in enumerate(links)}
        for collective in collectives:
            servers = {
                broker: sum(group.count for group in groups if collective in group.collectives)
                for broker, groups in self.servers.items()
            }
            total = sum(servers.values())
            operators = {
                broker: [operator.name for operator in found if collective in operator.collectives]
                for broker, found in self.operators.items()
            }
            at = [broker for broker, names in operators.items() if names]
            serving = crossings((name for name, count in servers.items() if count), around, ttl, collective)
            # Messages go as far as subscriptions do. Where none can come from, there is nothing to write.
            requested = set(crossings(at, around, ttl, collective))
            replied = set(serving)
            beyond: dict[str, int] = {}
            for i, near, far in serving:
                self.bridges[far][links[i].user].reads_requests[collective] = None
                if (i, far, near) in requested:
                    self.bridges[near][links[i].user].writes_requests[collective] = None
                beyond[far] = total - servers[far]
            for broker, count in beyond.items():
                self.remote_servers[broker] += count
            few = len({name for names in operators.values() for name in names}) <= NAMED_OPERATORS
            for sources in [[broker] for broker in at] if few else [at]:
                names = dict.fromkeys(operators[sources[0]]) if few else {}
                for i, near, far in crossings(sources, around, ttl, collective):
                    self.bridges[far][links[i].user].reads_replies.setdefault(collective, {}).update(names)
                    if (i, far, near) in replied:
                        self.bridges[near][links[i].user].writes_replies.setdefault(collective, {}).update(names)


def _broker(name: str, around: _Around) -> tuple[Broker, int]:
    """One broker, and its Java heap in MiB."""
    settings = around.settings[name]
    links = around.links[name]
    clients, servers, operators = around.clients[name], around.servers[name], around.operators[name]
    bridges = tuple(around.bridges[name].values())
    connections = sum(group.count for group in clients) + sum(group.count for group in servers)
    # A client subscribes to the replies that it waits for, a server for all its agents and its directed requests.
    subscriptions = sum(group.count * len(group.collectives) for group in clients) + sum(
        group.count * len(group.collectives) * (AGENTS + 1) for group in servers
    )
    encrypted = around.client_transport == "mtls" or any(link.transport == "mtls" for link in links)
    broker = Broker(
        name=name,
        properties_files=("file:${activemq.conf}/credentials.properties",),
        data_directory="${activemq.data}",
        persistent=True,
        advisory_support=True,
        schedule_period_for_destination_purge=limits.PURGE_MS,
        management=ManagementContext(create_connector=False),
        persistence=PersistenceAdapter("kahaDB", settings.store or "${activemq.data}/kahadb"),
        system_usage=limits.system_usage(),
        ssl_context=SSL_CONTEXT if encrypted else None,
        transport_connectors=(
            *connectors.openwire(name, settings, around.hosts[name], links),
            connectors.stomp(settings, around.client_transport, connections),
        ),
        network_connectors=connectors.bridges(
            name, links, around.settings, around.hosts, around.ttl, around.topics_ttl, around.crossing
        ),
        policy_entries=limits.policy_entries(),
        authentication=Authentication("simple"),
        users=rights.users(operators, servers, bridges),
        authorization="map",
        authorization_entries=rights.authorization_entries(operators, servers, bridges),
        temp_destination_authorization_entry=rights.NO_TEMPORARY_DESTINATIONS,
    )
    return broker, settings.heap or limits.heap_mib(connections, subscriptions, len(links), around.remote_servers[name])

"""Each broker of the network, put together from what was decided about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from broker_network.design.topology import model
from broker_network.network import (
    Authentication,
    Broker,
    Host,
    ManagementContext,
    NetworkConnector,
    PersistenceAdapter,
    Site,
    SslContext,
    TransportConnector,
)
from broker_network.network.names import KEY_STORE, TRUST_STORE, password

from . import connectors, expansion, limits, rights
from .bridge_traffic import Beyond, beyond_brokers
from .expansion import PlannedLink
from .link_traffic import LinkTraffic
from .members import Members, members_by_broker

SSL_CONTEXT = SslContext(
    key_store="file:${activemq.conf}/broker.p12",
    key_store_password=password(KEY_STORE),
    trust_store="file:${activemq.conf}/trust.p12",
    trust_store_password=password(TRUST_STORE),
)


def brokers(
    topology: model.Topology,
    sites: Iterable[Site],
    hosts: Iterable[Host],
    links: tuple[PlannedLink, ...],
    traffic: Mapping[PlannedLink, LinkTraffic],
) -> Iterator[tuple[Broker, int]]:
    """Every broker in the order of the topology, each with its Java heap in MiB."""
    settings = {name: broker for name, (_, broker) in expansion.broker_settings(topology).items()}
    members = members_by_broker(sites, settings)
    beyond = beyond_brokers(topology.collectives, links, traffic, members)
    hosts_of: dict[str, list[Host]] = {}
    for host in hosts:
        hosts_of.setdefault(host.broker, []).append(host)
    links_of: dict[str, list[PlannedLink]] = {name: [] for name in settings}
    for link in links:
        links_of[link.dialing].append(link)
        links_of[link.listening].append(link)

    security = topology.security.clients
    for name, own in settings.items():
        connected = members[name]
        listeners = (
            *connectors.openwire(name, own, hosts_of[name], links_of[name]),
            *((connectors.stomp(own, security, connected.connections),) if connected.present else ()),
        )
        bridges = connectors.bridges(name, links_of[name], settings, hosts_of, traffic)
        members_encrypt = connected.present and security == "mtls"
        encrypted = members_encrypt or any(link.transport == "mtls" for link in links_of[name])
        heap = own.heap or limits.heap_mib(
            connected.connections, connected.subscriptions, len(links_of[name]), beyond[name].servers
        )
        yield _broker(name, own, connected, beyond[name], listeners, bridges, encrypted=encrypted), heap


def _broker(
    name: str,
    settings: model.BrokerEntry,
    members: Members,
    beyond: Beyond,
    transport_connectors: tuple[TransportConnector, ...],
    network_connectors: tuple[NetworkConnector, ...],
    *,
    encrypted: bool,
) -> Broker:
    bridges = tuple(beyond.bridges.values())
    users = rights.users(members.operators, members.servers, bridges)
    return Broker(
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
        transport_connectors=transport_connectors,
        network_connectors=network_connectors,
        policy_entries=limits.policy_entries(),
        # Of a file without users nobody can say whether somebody took them out.
        authentication=Authentication("simple", users_known=bool(users)),
        users=users,
        authorization="map",
        authorization_entries=rights.authorization_entries(members.operators, members.servers, bridges),
        temp_destination_authorization_entry=rights.NO_TEMPORARY_DESTINATIONS,
    )

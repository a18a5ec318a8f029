"""Sites, hosts, groups and links of a topology, with every default filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from broker_network.design.topology import model
from broker_network.design.topology.translated_addresses import ambiguous_addresses
from broker_network.design.topology.tunnel_addresses import IPAddress, gateway, inner_addresses, uses_ipsec
from broker_network.network import ClientGroup, Host, Operator, ServerGroup, Site, names
from broker_network.network.choices import Transport
from broker_network.network.inventory import InnerNetwork

from .traffic import Requirement


@dataclass(frozen=True, slots=True)
class PlannedLink:
    """One link between two brokers, before its traffic is known. `index` is that of the entry under `links`."""

    index: int
    dialing: str
    listening: str
    duplex: bool
    transport: Transport
    collectives: tuple[str, ...] | None
    ttl: int | None

    @property
    def user(self) -> str:
        """The bridge user, known at both ends."""
        return names.bridge_user(self.dialing, self.listening)


def broker_settings(topology: model.Topology) -> dict[str, tuple[str, model.BrokerEntry]]:
    """For each broker name its site's name and its settings, in the order of the file."""
    return {
        broker_name: (site_name, broker)
        for site_name, site in topology.sites.items()
        for broker_name, broker in site.brokers.items()
    }


def hosts(topology: model.Topology) -> Iterator[Host]:
    """Every host that runs a broker; a standby follows its primary."""
    inner = inner_addresses(topology)
    ambiguous = ambiguous_addresses(topology)
    for name, (site, broker) in broker_settings(topology).items():
        for host in (broker, broker.standby):
            if host is not None:
                yield Host(
                    host.host,
                    name,
                    site,
                    str(host.address) if host.address else None,
                    str(inner[host.host]) if host.host in inner else None,
                    _outside(host, None if host.host in ambiguous else host.address),
                )


def _outside(host: model.BrokerEntry | model.StandbyEntry, otherwise: IPAddress | None) -> str | None:
    found = host.outside_address or otherwise
    return str(found) if found else None


def inner_network(topology: model.Topology) -> InnerNetwork | None:
    """Where inner addresses are from, where links go through IPsec."""
    network = topology.security.inner_network
    return InnerNetwork(str(network), str(gateway(network))) if network and uses_ipsec(topology) else None


def with_standby(topology: model.Topology) -> frozenset[str]:
    """The brokers that go on when their host dies."""
    return frozenset(name for name, (_, broker) in broker_settings(topology).items() if broker.standby)


def sites(topology: model.Topology) -> tuple[Site, ...]:
    """Every site with its groups."""
    return tuple(
        Site(
            name=name,
            title=site.title or name,
            network=str(site.network) if site.network else None,
            brokers=tuple(site.brokers),
            client_groups=tuple(_client_group(topology, name, site, key) for key in site.clients),
            server_groups=tuple(_server_group(topology, name, site, key) for key in site.servers),
        )
        for name, site in topology.sites.items()
    )


def _client_group(topology: model.Topology, site_name: str, site: model.SiteEntry, key: str) -> ClientGroup:
    group = site.clients[key]
    collectives = group.collectives or topology.collectives
    named = group.operators if isinstance(group.operators, dict) else dict.fromkeys(group.operators)
    return ClientGroup(
        site=site_name,
        name=key,
        title=group.title or key,
        count=group.count,
        operators=tuple(
            Operator(name, f"{name}.{site_name}", settings.collectives if settings else collectives)
            for name, settings in named.items()
        ),
        collectives=collectives,
        brokers=group.brokers or tuple(site.brokers),
    )


def _server_group(topology: model.Topology, site_name: str, site: model.SiteEntry, key: str) -> ServerGroup:
    group = site.servers[key]
    return ServerGroup(
        site=site_name,
        name=key,
        title=group.title or key,
        count=group.count,
        collectives=group.collectives or topology.collectives[:1],
        facts=tuple(group.facts.items()),
        classes=group.classes,
        user=names.servers_user(site_name),
        brokers=group.brokers or tuple(site.brokers),
        cloud_init=group.cloud_init,
    )


def links(topology: model.Topology) -> tuple[PlannedLink, ...]:
    """Every link between two brokers; a site's name stands for each of its brokers."""
    return tuple(
        PlannedLink(
            index=index,
            dialing=dialing,
            listening=listening,
            duplex=link.duplex,
            transport=topology.transport_of(link),
            collectives=link.collectives,
            ttl=link.ttl,
        )
        for index, link in enumerate(topology.links)
        for dialing in _brokers(topology, link.dialing)
        for listening in _brokers(topology, link.listening)
    )


def _brokers(topology: model.Topology, site_or_broker: str) -> tuple[str, ...]:
    site = topology.sites.get(site_or_broker)
    return tuple(site.brokers) if site else (site_or_broker,)


def requirements(planned: tuple[Site, ...]) -> tuple[Requirement, ...]:
    """Whom the operators of each broker must reach, per collective, each once."""
    servers: dict[str, dict[str, None]] = {}
    for site in planned:
        for group in site.server_groups:
            for collective in group.collectives:
                servers.setdefault(collective, {}).update(dict.fromkeys(group.brokers))
    wanted = dict.fromkeys(
        (broker, collective)
        for site in planned
        for group in site.client_groups
        for operator in group.operators
        for collective in operator.collectives
        for broker in group.brokers
    )
    return tuple(Requirement(broker, collective, tuple(servers.get(collective, ()))) for broker, collective in wanted)

"""The tables of a network, by kind. They show what `plan` decided, and decide nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from broker_network.network import (
    DEFAULT_CONNECTOR_NAME,
    Broker,
    Destination,
    Flag,
    Inventory,
    Link,
    Network,
    TransportUri,
    Unknown,
    dialed,
)
from broker_network.network.index import index_of
from broker_network.network.openings import openings
from broker_network.network.tunnels import IKE_PORTS
from broker_network.network.tunnels import tunnels as tunnels_of

from . import exposure, reach
from .table import Cell, Column, Table


def table(kind: str, network: Network, inventory: Inventory) -> Table:
    """The table of that kind about a network; raise KeyError for a kind that is not in `KINDS`."""
    return KINDS[kind](network, inventory)


def sites(network: Network, inventory: Inventory) -> Table:
    """Who stands where: brokers, clients and servers of each site, with their counts."""
    rows = (
        (
            (site.title,),
            (site.network,) if site.network else ("not given",),
            site.brokers,
            tuple(f"{group.title}: {group.count}" for group in site.client_groups),
            tuple(f"{group.title}: {group.count}" for group in site.server_groups),
        )
        for site in inventory.sites
    )
    columns = (Column("Site"), Column("Network", True), Column("Brokers", True), Column("Clients"), Column("Servers"))
    return Table("Who stands where", columns, tuple(rows))


def links(network: Network, inventory: Inventory) -> Table:
    """Who opens the connections of each link, and what may cross."""
    rows = []
    for link in inventory.links:
        ends = [(link.dialing, link.listening)] + ([] if link.duplex else [(link.listening, link.dialing)])
        targets = [uri for dialing, listening in ends for uri in _dialed(network.broker(dialing), listening, inventory)]
        rows.append(
            (
                (link.dialing,) if link.duplex else (link.dialing, link.listening),
                (link.listening,) if link.duplex else (link.listening, link.dialing),
                tuple(dict.fromkeys(f"{uri.scheme} {uri.port}{_below(link)}" for uri in targets)),
                ("both ways in the same connections",) if link.duplex else ("each side opens those for its own",),
                link.collectives,
                (str(link.ttl),),
            )
        )
    columns = (
        Column("Opens connections", True),
        Column("Accepts them", True),
        Column("Transport, port", True),
        Column("Messages"),
        Column("Collectives", True),
        Column("TTL"),
    )
    return Table("Links between brokers", columns, tuple(rows))


def connectors(network: Network, inventory: Inventory) -> Table:
    """Every network connector with what it lets across."""
    rows = (
        (
            (broker.name,),
            (connector.name or DEFAULT_CONNECTOR_NAME,),
            tuple(f"{uri.host}:{uri.port}" for uri in dialed(connector.uri)),
            _admitted(connector.dynamically_included_destinations, connector.excluded_destinations),
            (_yes(connector.conduit_subscriptions),),
            (f"{connector.message_ttl} / {connector.consumer_ttl}",),
            (_yes(connector.duplex),),
        )
        for broker in network.brokers
        for connector in broker.network_connectors
    )
    columns = (
        Column("Broker", True),
        Column("Connector", True),
        Column("Dials", True),
        Column("Lets across", True),
        Column("Conduit"),
        Column("TTL of messages / consumers"),
        Column("Duplex"),
    )
    return Table("Network connectors", columns, tuple(rows))


def ports(network: Network, inventory: Inventory) -> Table:
    """Every port that is open on a host, and for whom."""
    index = index_of(network, inventory)
    rows = (
        (
            (host.name, *opening.addresses),
            (host.broker,),
            (str(opening.port),),
            (opening.scheme or "",),
            (
                *(f"broker {name}" for name in opening.brokers),
                *(f"{group.title} ({group.site})" for group in opening.groups),
            ),
        )
        for host in inventory.hosts
        for opening in openings(host, index)
        if opening.kind != "ike"
    )
    columns = (
        Column("Host", True),
        Column("Broker", True),
        Column("TCP port", True),
        Column("Transport", True),
        Column("Open for"),
    )
    return Table("Open ports", columns, tuple(rows))


def tunnels(network: Network, inventory: Inventory) -> Table:
    """Every IPsec tunnel, as each of its hosts has it: addresses without and within, and who sets it up."""
    index = index_of(network, inventory)
    rows = (
        (
            (host.name,),
            (host.address or "",),
            (host.inner_address or "",),
            tuple(tunnel.far.name for tunnel in found),
            tuple("this host" if tunnel.starts else "the far host" for tunnel in found),
            tuple(f"UDP {port}" for port in IKE_PORTS),
        )
        for host in inventory.hosts
        if (found := tunnels_of(host, index))
    )
    columns = (
        Column("Host", True),
        Column("Address", True),
        Column("Inner address", True),
        Column("Tunnels to", True),
        Column("Set up by"),
        Column("Open for far hosts", True),
    )
    return Table("Tunnels between brokers", columns, tuple(rows))


def users(network: Network, inventory: Inventory) -> Table:
    """Every account, where it exists and who uses it."""
    held: dict[str, list[str]] = {}
    groups: dict[str, Cell] = {}
    for broker in network.brokers:
        for user in broker.users:
            held.setdefault(user.username, []).append(broker.name)
            groups[user.username] = tuple(dict.fromkeys((*groups.get(user.username, ()), *user.groups)))
    owners = _owners(inventory)
    rows = (
        ((name,), (owners.get(name, "not in the inventory"),), tuple(brokers), groups[name])
        for name, brokers in held.items()
    )
    columns = (Column("User", True), Column("Who"), Column("Known to brokers", True), Column("Groups", True))
    return Table("Users", columns, tuple(rows))


def rights(network: Network, inventory: Inventory) -> Table:
    """What each user may do at which brokers: the union over all groups, as ActiveMQ decides it.

    Brokers at which a user may do the same share a row.
    """
    held: dict[str, dict[tuple[Cell, ...], list[str]]] = {}
    for broker in network.brokers:
        for user in broker.users:
            held.setdefault(user.username, {}).setdefault(_effective(broker, user.groups), []).append(broker.name)
    rows = (((name,), tuple(brokers), *cells) for name, places in held.items() for cells, brokers in places.items())
    columns = (
        Column("User", True),
        Column("At brokers", True),
        Column("Reads", True),
        Column("Writes", True),
        Column("Creates besides", True),
    )
    return Table("Rights that follow from the groups", columns, tuple(rows))


def _below(link: Link) -> str:
    return " in IPsec" if link.transport == "ipsec" else ""


def _dialed(broker: Broker, listening: str, inventory: Inventory) -> list[TransportUri]:
    hosts = {name for host in inventory.hosts_of(listening) for name in host.dialed_as}
    return [uri for one in broker.network_connectors for uri in dialed(one.uri) if uri.host in hosts]


def _admitted(included: Iterable[Destination], excluded: Iterable[Destination]) -> Cell:
    return (*map(str, included), *(f"not {destination}" for destination in excluded))


def _yes(value: Flag) -> str:
    if isinstance(value, Unknown):
        return value.text
    return {True: "yes", False: "no", None: "the release's default"}[value]


def _owners(inventory: Inventory) -> dict[str, str]:
    owners = {
        operator.name: f"operator {operator.name} in {group.title} ({group.site})"
        for group in inventory.client_groups
        for operator in group.operators
    }
    owners |= {group.user: f"servers of {group.site}" for group in inventory.server_groups}
    return owners | {link.user: f"bridge from {link.dialing} to {link.listening}" for link in inventory.links}


def _effective(broker: Broker, groups: Iterable[str]) -> tuple[Cell, Cell, Cell]:
    """What some groups may read, write, and create without reading or writing it."""
    mine = {*groups, "*"}
    read, write, admin = (
        [str(entry.destination) for entry in broker.authorization_entries if mine & set(getattr(entry, action))]
        for action in ("read", "write", "admin")
    )
    return tuple(read), tuple(write), tuple(one for one in admin if one not in (*read, *write))


KINDS: dict[str, Callable[[Network, Inventory], Table]] = {
    "reach": reach.reach,
    "connectors": connectors,
    "ports": ports,
    "users": users,
    "rights": rights,
    "sites": sites,
    "links": links,
    "tunnels": tunnels,
    "exposure": exposure.exposure,
}

"""The inventory of brokers that were read, as far as files tell: a site for each, who dials whom, who connects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from broker_network.mcollective.read import Member
from broker_network.network import (
    ClientGroup,
    Host,
    Inventory,
    Link,
    NetworkConnector,
    ServerGroup,
    Site,
    TransportUri,
    Unknown,
    dialed,
)

from .reading import Reading


def inventory_of(reading: Reading, name: str, title: str) -> Inventory:
    """The reading's own inventory, or one that stands for it.

    Each broker is a site of its own, each `client.cfg` or `server.cfg` a group of one at the first broker of its
    pool that is known. A dialed host whose broker is not known is a broker of that name.
    """
    if reading.inventory is not None:
        return reading.inventory
    links = tuple(_links(reading))
    names = dict.fromkeys([*(one.name for one in reading.network.brokers), *(link.listening for link in links)])
    groups = [_group(member, reading) for member in reading.members]
    return Inventory(
        name=name,
        title=title,
        description="",
        release="",
        client_security="plain",
        sites=tuple(
            Site(
                broker,
                broker,
                None,
                (broker,),
                tuple(one for one in groups if isinstance(one, ClientGroup) and one.site == broker),
                tuple(one for one in groups if isinstance(one, ServerGroup) and one.site == broker),
            )
            for broker in names
        ),
        hosts=tuple(Host(host, broker, broker) for host, broker in reading.hosts.items()),
        links=links,
        heaps=(),
    )


def _links(reading: Reading) -> Iterator[Link]:
    """A link for each pair of brokers that a connector joins; connectors of one pair are one link."""
    seen: dict[tuple[str, str], list[NetworkConnector]] = {}
    for broker in reading.network.brokers:
        for connector in broker.network_connectors:
            for uri in _dialed(connector):
                target = _target(uri, reading)
                if (target, broker.name) in seen and connector.duplex is not True:
                    continue
                seen.setdefault((broker.name, target), []).append(connector)
    for (dialing, listening), connectors in seen.items():
        duplex = any(connector.duplex is True for connector in connectors)
        ttl = max(_number(one.network_ttl if one.network_ttl is not None else one.message_ttl) for one in connectors)
        collectives = dict.fromkeys(
            included.physical_name.split(".")[0]
            for connector in connectors
            for included in connector.dynamically_included_destinations
        )
        yield Link(dialing, listening, duplex, tuple(collectives), ttl, connectors[0].user_name or "")


def _number(ttl: int | Unknown | None) -> int:
    return ttl if isinstance(ttl, int) else 1


def _dialed(connector: NetworkConnector) -> Iterable[TransportUri]:
    try:
        return dialed(connector.uri)
    except ValueError:
        return ()


def _target(uri: TransportUri, reading: Reading) -> str:
    hosts = reading.hosts
    return hosts.get(f"{uri.host}:{uri.port}") or hosts.get(uri.host) or uri.host


def _group(member: Member, reading: Reading) -> ClientGroup | ServerGroup | None:
    pool = [
        broker
        for number in range(1, 100)
        if (host := member.get(f"plugin.activemq.pool.{number}.host"))
        and (broker := _broker(host, member.get(f"plugin.activemq.pool.{number}.port"), reading))
    ]
    if not pool:
        return None
    title = member.file.replace("\\", "/").rpartition("/")[0].rpartition("/")[2] or member.kind
    collectives = tuple(one.strip() for one in (member.get("collectives") or "mcollective").split(","))
    if member.kind == "client":
        return ClientGroup(pool[0], title, title, 1, (), collectives, tuple(pool))
    user = member.get("plugin.activemq.pool.1.user") or ""
    return ServerGroup(pool[0], title, title, 1, collectives, (), (), user, tuple(pool))


def _broker(host: str, port: str | None, reading: Reading) -> str | None:
    return reading.hosts.get(f"{host}:{port}") or reading.hosts.get(host)

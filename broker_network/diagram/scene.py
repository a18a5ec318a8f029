"""What is to be drawn: places with brokers and groups, and the connections between brokers.

Everything is derived from the network and the inventory. Both may be thin: a network that was read from
files has no groups, perhaps no sites, and may dial brokers whose files are not there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from broker_network.network import (
    Broker,
    ClientGroup,
    Inventory,
    Link,
    Network,
    NetworkConnector,
    ServerGroup,
    TransportUri,
    dialed,
    parse,
)
from broker_network.network.choices import Layout

from .text import TIMES


@dataclass(frozen=True, slots=True)
class Wire:
    """One connection. Messages go both ways when it is duplex, else from the dialing to the listening broker.

    `transport` is None where no file says what is dialed; `tunneled` is known of networks that were planned.
    """

    number: int
    dialing: str
    listening: str
    duplex: bool
    transport: TransportUri | None
    collectives: tuple[str, ...]
    ttl: int
    tunneled: bool = False

    @property
    def label(self) -> str:
        """Transport and port: `ssl 61617`, `IPsec, tcp 61616`; empty when unknown."""
        if self.transport is None:
            return ""
        return f"{'IPsec, ' if self.tunneled else ''}{self.transport.scheme} {self.transport.port}"

    @property
    def encrypted(self) -> bool:
        """Whether it is known to be TLS, or inside IPsec."""
        return self.transport is not None and (self.tunneled or self.transport.encrypted)

    @property
    def kind(self) -> tuple[str, bool]:
        """What a label would say; connections of one kind can share a label."""
        return self.label, self.duplex

    def carries(self, sender: str, receiver: str) -> bool:
        """Whether messages pass from one broker to the other over this connection."""
        ends = (self.dialing, self.listening)
        return (sender, receiver) == ends or (self.duplex and (receiver, sender) == ends)

    def other(self, broker: str) -> str:
        """The far end."""
        return self.listening if broker == self.dialing else self.dialing

    @property
    def sentence(self) -> str:
        """The connection in words."""
        if self.duplex:
            text = f"{self.dialing} and {self.listening}: messages both ways"
        else:
            text = f"{self.dialing} to {self.listening}: messages one way"
        if self.transport:
            below = "IPsec" if self.tunneled else "TLS" if self.encrypted else "no TLS"
            text += f", {below}, {self.transport.scheme} port {self.transport.port}"
        return f"{text}, connection opened by {self.dialing}"


@dataclass(frozen=True, slots=True)
class DrawnGroup:
    """Machines at a site that connect to its brokers. `brokers` is the pool, in order of preference."""

    number: int
    kind: Literal["clients", "servers"]
    place: str
    title: str
    count: int
    endpoint: str
    brokers: tuple[str, ...]
    collectives: tuple[str, ...]
    identities: tuple[str, ...] = ()

    @property
    def detail(self) -> str:
        """How many, and what they connect to: `24` behind a sign, then `stomp+ssl 61614`."""
        return f"{TIMES} {self.count}" + (f" · {self.endpoint}" if self.endpoint else "")


@dataclass(frozen=True, slots=True)
class DrawnPlace:
    """A site. `title` is empty when it would only repeat the broker's name. `standbys` have a second host."""

    name: str
    title: str
    brokers: tuple[str, ...]
    groups: tuple[DrawnGroup, ...]
    standbys: frozenset[str] = frozenset()

    @property
    def commands(self) -> bool:
        """Whether operators sit here."""
        return any(group.kind == "clients" for group in self.groups)


@dataclass(frozen=True)
class Scene:
    """All that a picture shows. `unread` are brokers that are dialed but have no files."""

    title: str
    description: str
    places: tuple[DrawnPlace, ...]
    wires: tuple[Wire, ...]
    unread: tuple[str, ...]
    layout: Layout | None

    @cached_property
    def groups(self) -> tuple[DrawnGroup, ...]:
        """All groups, numbered in this order."""
        return tuple(group for place in self.places for group in place.groups)

    @cached_property
    def homes(self) -> dict[str, int]:
        """The index of the place that each broker stands in."""
        return {broker: i for i, place in enumerate(self.places) for broker in place.brokers}


def scene(network: Network, inventory: Inventory) -> Scene:
    """Collect what is to be drawn."""
    brokers = {broker.name: broker for broker in network.brokers}
    wires = tuple(_wires(brokers, inventory))
    groups = iter(range(sum(len(site.client_groups) + len(site.server_groups) for site in inventory.sites)))
    hosts = Counter(host.broker for host in inventory.hosts)
    places: list[DrawnPlace] = []
    for site in inventory.sites:
        members: tuple[ClientGroup | ServerGroup, ...] = (*site.client_groups, *site.server_groups)
        found = tuple(_group(next(groups), group, brokers) for group in members)
        title = "" if site.brokers == (site.title,) else site.title
        standbys = frozenset(name for name in site.brokers if hosts[name] > 1)
        places.append(DrawnPlace(site.name, title, site.brokers, found, standbys))
    placed = {broker for place in places for broker in place.brokers}
    ends = (end for wire in wires for end in (wire.dialing, wire.listening))
    for broker in dict.fromkeys((*brokers, *ends)):
        if broker not in placed:
            places.append(DrawnPlace(broker, "", (broker,), ()))
    return Scene(
        title=inventory.title,
        description=inventory.description,
        places=tuple(place for place in places if place.brokers),
        wires=wires,
        unread=tuple(broker for place in places for broker in place.brokers if broker not in brokers),
        layout=inventory.layout,
    )


def _group(number: int, group: ClientGroup | ServerGroup, brokers: dict[str, Broker]) -> DrawnGroup:
    return DrawnGroup(
        number=number,
        kind="clients" if isinstance(group, ClientGroup) else "servers",
        place=group.site,
        title=group.title,
        count=group.count,
        endpoint=_stomp(brokers.get(name) for name in group.brokers),
        brokers=group.brokers,
        collectives=group.collectives,
        identities=tuple(one.identity for one in group.operators) if isinstance(group, ClientGroup) else (),
    )


def _stomp(brokers: Iterable[Broker | None]) -> str:
    for broker in brokers:
        for connector in broker.transport_connectors if broker else ():
            try:
                uri = parse(connector.uri)
            except ValueError:
                continue  # its port is left to a placeholder, or is none
            if uri.wire_format == "stomp":
                return f"{uri.scheme} {uri.port}"
    return ""


def _wires(brokers: dict[str, Broker], inventory: Inventory) -> Iterable[Wire]:
    hosts: dict[str, list[str]] = {}
    for host in inventory.hosts:
        hosts.setdefault(host.broker, []).extend(host.dialed_as)
    dialing = {name: _Dialing(broker) for name, broker in brokers.items()}
    number = 0
    for link in inventory.links:
        ends = [(link.dialing, link.listening)]
        if not link.duplex:
            ends.append((link.listening, link.dialing))
        for sender, listening in ends:
            found = dialing.get(sender)
            transport = found.transport(listening, hosts.get(listening, (listening,)), link) if found else None
            if transport is None and sender == link.listening and sender in brokers:
                continue  # a one-way link that was read: nothing comes back
            tunneled = link.transport == "ipsec"
            yield Wire(number, sender, listening, link.duplex, transport, link.collectives, link.ttl, tunneled)
            number += 1


class _Dialing:
    """What one broker dials, by the names of its connectors and by hosts: a hub has a link for each connector."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker.name
        self._named: dict[tuple[str | None, str | None], TransportUri] = {}
        self._hosts: dict[str, tuple[int, TransportUri]] = {}
        for connector in broker.network_connectors:
            for uri in _dialed(connector):
                self._named.setdefault((connector.name, connector.user_name), uri)
                self._hosts.setdefault(uri.host, (len(self._hosts), uri))

    def transport(self, listening: str, hosts: Iterable[str], link: Link) -> TransportUri | None:
        """What it dials to get to `listening`: by the connectors' names, else by the hosts; the first in the file."""
        for kind in ("topics", "queues"):
            if found := self._named.get((f"{self._broker}-{listening}-{kind}", link.user)):
                return found
        return min((self._hosts[host] for host in hosts if host in self._hosts), default=(0, None))[1]


def _dialed(connector: NetworkConnector) -> tuple[TransportUri, ...]:
    try:
        return dialed(connector.uri)
    except ValueError:
        return ()

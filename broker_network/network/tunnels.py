"""IPsec tunnels: one between each two hosts whose brokers are linked through IPsec."""

from __future__ import annotations

from dataclasses import dataclass

from . import Broker, Host, Inventory, dialed
from .index import NetworkIndex

IKE_PORTS = (500, 4500)
"""UDP ports: IKE begins on the first; IKE and ESP, in UDP, go on at the second (RFC 7296, RFC 3948)."""


@dataclass(frozen=True, slots=True)
class Tunnel:
    """A tunnel as one of its hosts sees it.

    `starts` says whether this host sets it up: that of the broker from which the link goes. `dials` is the port that
    its broker dials at the far one, `serves` the port at which its broker is dialed; each is None where nobody dials.
    """

    near: Host
    far: Host
    number: int
    starts: bool
    dials: int | None
    serves: int | None

    @property
    def name(self) -> str:
        """A name for it, unique on its host: that of the far broker, with a suffix for a standby."""
        return self.far.broker if self.number == 0 else f"{self.far.broker}_standby"

    @property
    def children(self) -> dict[str, tuple[int | None, int | None]]:
        """What goes through it, by name: the OpenWire port at this end, or at the far one."""
        found = {"out": (None, self.dials), "in": (self.serves, None)}
        return {name: ports for name, ports in found.items() if any(ports)}


def has_tunnels(inventory: Inventory) -> bool:
    """Whether any link goes through IPsec."""
    return any(link.transport == "ipsec" for link in inventory.links)


def tunnels(host: Host, index: NetworkIndex) -> tuple[Tunnel, ...]:
    """The tunnels of a broker's host, in the order of the links."""
    found: list[Tunnel] = []
    for link in index.tunneled.get(host.broker, ()):
        starts = host.broker == link.dialing
        other = link.listening if starts else link.dialing
        near = index.brokers[host.broker]
        for number, far in enumerate(index.hosts[other]):
            dials, serves = _dialed(near, far), _dialed(index.brokers[other], host)
            found.append(Tunnel(host, far, number, starts, dials, serves))
    return tuple(found)


def _dialed(broker: Broker, host: Host) -> int | None:
    """The port that a broker dials at the inner address of a host."""
    ports = (
        uri.port
        for connector in broker.network_connectors
        for uri in dialed(connector.uri)
        if uri.host == host.inner_address
    )
    return next(ports, None)

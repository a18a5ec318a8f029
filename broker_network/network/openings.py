"""Every open port of a broker's host, and who may connect: the source for firewall, tables, steps and exposure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from . import ClientGroup, Host, ServerGroup, TransportUri, parse
from .index import NetworkIndex
from .tunnels import IKE_PORTS, Tunnel, tunnels

Opened = Literal["openwire", "stomp", "ike"]


@dataclass(frozen=True, slots=True)
class Opening:
    """A port of a host, and who connects to it: hosts of brokers, or the clients and servers of a site.

    `scheme` is the listener's, None for IKE. `addresses` are those of the host at which the port accepts connections.
    `sources` are addresses and networks that a firewall lets in: none where nobody connects, and None where
    `topology.yaml` does not give them; `missing` then says what it lacks. `encrypted` means TLS. What is `tunneled` is
    open to what comes out of an IPsec tunnel, and to nothing else.
    """

    host: Host
    kind: Opened
    port: int
    scheme: str | None = None
    addresses: tuple[str, ...] = ()
    brokers: tuple[str, ...] = ()
    groups: tuple[ClientGroup | ServerGroup, ...] = ()
    sources: tuple[str, ...] | None = ()
    missing: str | None = None
    encrypted: bool = False
    tunneled: bool = False

    @property
    def protocol(self) -> Literal["TCP", "UDP"]:
        """The transport protocol."""
        return "UDP" if self.kind == "ike" else "TCP"


def openings(host: Host, index: NetworkIndex) -> tuple[Opening, ...]:
    """What is open on a host: its broker's listeners in the order of the file, then IKE where it has tunnels."""
    found = tunnels(host, index)
    listeners = [parse(listener.uri) for listener in index.brokers[host.broker].transport_connectors]
    opened = [_openwire(host, uri, found, index) for uri in listeners if uri.wire_format == "openwire"]
    opened += [_stomp(host, uri, index) for uri in listeners if uri.wire_format == "stomp"]
    return (*opened, *_ike(host, found))


def openings_of(broker: str, index: NetworkIndex) -> tuple[Opening, ...]:
    """What is open on all hosts of a broker."""
    return tuple(opening for host in index.hosts[broker] for opening in openings(host, index))


def _openwire(host: Host, uri: TransportUri, found: tuple[Tunnel, ...], index: NetworkIndex) -> Opening:
    brokers = index.dialing.get((host.broker, uri.port), ())
    through = [tunnel.far.inner_address or "" for tunnel in found if tunnel.serves == uri.port]
    dialing = [peer for broker in brokers for peer in index.hosts[broker]]
    hidden = [] if through else [peer for peer in dialing if peer.seen_from(host.site) is None]
    absent = [peer for peer in (hidden if host.address else [host]) if peer.address is None]
    sources = tuple(through) or tuple(peer.seen_from(host.site) or "" for peer in dialing)
    return Opening(
        host,
        "openwire",
        uri.port,
        uri.scheme,
        _listening(host, uri),
        brokers,
        sources=None if absent or hidden else tuple(dict.fromkeys(sources)),
        missing=_missing(absent, hidden),
        encrypted=uri.encrypted,
        tunneled=bool(through),
    )


def _missing(absent: list[Host], hidden: list[Host]) -> str | None:
    """What `topology.yaml` lacks: addresses of hosts, or outside addresses of those whose own another site has too."""
    if absent:
        return "an address for " + ", ".join(one.name for one in absent)
    if hidden:
        return "an outside_address for " + ", ".join(one.name for one in hidden)
    return None


def _stomp(host: Host, uri: TransportUri, index: NetworkIndex) -> Opening:
    site = index.sites[host.broker]
    groups: tuple[ClientGroup | ServerGroup, ...] = (*site.client_groups, *site.server_groups)
    connecting = tuple(group for group in groups if host.broker in group.brokers)
    missing = None
    if host.address is None:
        missing = f"an address for {host.name}"
    elif connecting and site.network is None:
        missing = f"a network for the site {site.name}"
    sources = (site.network,) if connecting and site.network else ()
    return Opening(
        host,
        "stomp",
        uri.port,
        uri.scheme,
        _listening(host, uri),
        groups=connecting,
        sources=None if missing else sources,
        missing=missing,
        encrypted=uri.encrypted,
    )


def _ike(host: Host, found: tuple[Tunnel, ...]) -> tuple[Opening, ...]:
    """IKE and ESP, where links go through IPsec: that takes the addresses of all hosts."""
    ends = tuple(dict.fromkeys(tunnel.far.seen_from(host.site) or "" for tunnel in found))
    brokers = tuple(dict.fromkeys(tunnel.far.broker for tunnel in found))
    at = (host.address,) if host.address else ()
    return tuple(Opening(host, "ike", port, None, at, brokers, sources=ends) for port in IKE_PORTS if found)


def _listening(host: Host, uri: TransportUri) -> tuple[str, ...]:
    """The addresses of a host at which a listener accepts connections: only the inner address, or all."""
    if uri.host == host.inner_address:
        return (host.inner_address or "",)
    return tuple(address for address in (host.address, host.inner_address) if address)


def of_both(one: tuple[Opening, ...], other: tuple[Opening, ...]) -> tuple[Opening, ...]:
    """What is open on a machine while two networks share it: each port, to everybody whom either network lets in.

    If one of them does not know the sources of a port, the port is not guarded. A port that only one of them tunnels is
    also open outside the tunnel.
    """
    found = {(opening.protocol, opening.port): opening for opening in other}
    for opening in one:
        key = opening.protocol, opening.port
        again = found.get(key)
        found[key] = opening if again is None else _shared(opening, again)
    return tuple(found.values())


def _shared(one: Opening, other: Opening) -> Opening:
    known = one.sources is not None and other.sources is not None
    return replace(
        other,
        brokers=tuple(dict.fromkeys((*one.brokers, *other.brokers))),
        groups=tuple(dict.fromkeys((*one.groups, *other.groups))),
        sources=tuple(dict.fromkeys((*(one.sources or ()), *(other.sources or ())))) if known else None,
        missing=other.missing or one.missing,
        tunneled=one.tunneled and other.tunneled,
    )

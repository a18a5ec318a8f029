"""Hosts, addresses, ports and stores: each in its place, none twice."""

from __future__ import annotations

from collections.abc import Hashable
from ipaddress import IPv4Network, IPv6Network

from broker_network.network.choices import Transport

from ..model import Site
from ..recovery import STAND_IN_HOST
from ..wording import code
from ..yaml_source import Path
from .checked_topology import View


def check(view: View) -> None:
    """Report host names, addresses, networks, ports and stores that clash or are out of place."""
    _broker_names(view)
    _hosts(view)
    _networks(view)
    _ports(view)
    _families(view)
    _stores(view)


class _Taken:
    """Remembers where each value was first used."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.first: dict[Hashable, tuple[Path, str]] = {}

    def check(self, key: Hashable, path: Path, owner: str, message: str) -> None:
        """Report `message` with `{owner}` and `{mark}` filled in when `key` is taken."""
        if key in self.first:
            first, name = self.first[key]
            self.view.add(path, message.format(owner=name, mark=self.view.mark(first)))
        else:
            self.first[key] = (path, owner)


def _broker_names(view: View) -> None:
    first: dict[str, Path] = {}
    for site, name, _ in view.brokers():
        path: Path = ("sites", site, "brokers", name)
        if name in first:
            place = f"site {code(first[name][1])} at {view.key_mark(first[name])}"
            view.add_at_key(
                path,
                f"broker {code(name)} stands in {place} too; "
                "a `brokerName` must be unique in the network, or messages loop",
            )
        first.setdefault(name, path)


def _hosts(view: View) -> None:
    names, addresses = _Taken(view), _Taken(view)
    alone = len(view.names.brokers) == 1 and not any(broker.standby for _, _, broker in view.brokers())
    for path, site_name, broker, host in view.hosts():
        if host.host != STAND_IN_HOST:
            message = (
                f"the host {code(host.host)} is already that of broker {{owner}} at {{mark}}; each broker needs its own"
            )
            names.check(host.host, (*path, "host"), code(broker), message)
        if host.host.split(".")[-1] == "localhost" and not alone:
            view.add(
                (*path, "host"),
                f"{code(host.host)} is another machine for everybody; give a name that others can resolve",
            )
        if host.address is None:
            continue
        at: Path = (*path, "address")
        message = f"the address {code(host.address)} is already that of broker {{owner}} at {{mark}}"
        addresses.check(host.address, at, code(broker), message)
        network = view.topology.sites[site_name].network
        if network is None:
            continue
        if host.address not in network:
            view.add(
                at, f"the address {code(host.address)} is not in the network of site {code(site_name)}, {code(network)}"
            )
        elif _is_bare_network(network) or host.address not in (network.network_address, network.broadcast_address):
            continue
        elif host.address == network.network_address:
            view.add(
                at, f"{code(host.address)} is the address of the network {code(network)} itself, not of a host in it"
            )
        elif network.version == 4:
            view.add(at, f"{code(host.address)} is the broadcast address of {code(network)}, not that of a host")


def _is_bare_network(network: IPv4Network | IPv6Network) -> bool:
    """Whether every address of it can be a host's: RFC 3021 and RFC 6164."""
    return network.prefixlen >= network.max_prefixlen - 1


def _networks(view: View) -> None:
    """Sorted by first address, a network overlaps one before it when it begins before the furthest end so far."""
    for kind in (IPv4Network, IPv6Network):
        given = [(name, site.network) for name, site in view.topology.sites.items() if isinstance(site.network, kind)]
        order = {name: position for position, name in enumerate(view.topology.sites)}
        widest: tuple[str, IPv4Network | IPv6Network] | None = None
        for name, network in sorted(given, key=lambda one: (int(one[1].network_address), one[1].prefixlen)):
            if widest and int(network.network_address) <= int(widest[1].broadcast_address):
                earlier, later = sorted((widest, (name, network)), key=lambda one: order[one[0]])
                view.add(
                    ("sites", later[0], "network"),
                    f"the network {code(later[1])} overlaps {code(earlier[1])} of site {code(earlier[0])} at "
                    f"{view.mark(('sites', earlier[0], 'network'))}; the firewall could not tell the two apart",
                )
            if widest is None or int(network.broadcast_address) > int(widest[1].broadcast_address):
                widest = (name, network)


def _ports(view: View) -> None:
    """A broker listens on a port for each transport in which it is dialed, and on one for STOMP."""
    dialed = _dialed(view)
    for site, name, broker in view.brokers():
        path: Path = ("sites", site, "brokers", name)
        if not (view.is_whole((*path, "stomp_port")) and view.is_whole((*path, "openwire_port"))):
            continue
        stomp = broker.stomp_port_for(view.topology.security.clients)
        transports = dialed.get(name, {view.topology.security.links})
        if stomp not in {broker.openwire_port_for(transport) for transport in transports}:
            continue
        key, other = ("stomp_port", "OpenWire") if broker.stomp_port else ("openwire_port", "STOMP")
        view.add((*path, key), f"port {stomp} of broker {code(name)} is also its port for {other}; choose another")


def _dialed(view: View) -> dict[str, set[Transport]]:
    """In which transports each broker is dialed, for those that are."""
    by_end: dict[str, set[Transport]] = {}
    for link in view.topology.links:
        for end in (link.listening,) if link.duplex else (link.listening, link.dialing):
            by_end.setdefault(end, set()).add(view.topology.transport_of(link))
    found: dict[str, set[Transport]] = {}
    for end, transports in by_end.items():
        for broker in view.linked(end):
            found.setdefault(broker, set()).update(transports)
    return found


def _families(view: View) -> None:
    """An IPv4 address cannot dial an IPv6 one, nor the other way round, and the firewall would let in neither."""
    hosts: dict[str, dict[int, str]] = {}
    for _, site, broker, host in view.hosts():
        if host.address is not None:
            for end in dict.fromkeys((site, broker)):
                hosts.setdefault(end, {}).setdefault(host.address.version, host.host)
    for index, link in enumerate(view.topology.links):
        dialing, listening = hosts.get(link.dialing, {}), hosts.get(link.listening, {})
        differing = ((one, other) for one in dialing for other in listening if one != other)
        for one, other in list(differing)[:1]:
            view.add(
                ("links", index),
                f"{code(dialing[one])} has an IPv{one} address and {code(listening[other])} an IPv{other} address, "
                "so neither can connect to the other; give both the same kind",
            )


def _stores(view: View) -> None:
    for name, site in view.topology.sites.items():
        _stores_of(view, name, site)


def _stores_of(view: View, site_name: str, site: Site) -> None:
    shared = _Taken(view)
    for name, broker in site.brokers.items():
        path: Path = ("sites", site_name, "brokers", name)
        if broker.standby is None:
            continue
        if broker.store is None:
            if (*path, "store") not in view.lost:
                view.add_at_key(
                    (*path, "standby"),
                    f"broker {code(name)} has a standby and no `store`; add the directory that both hosts mount",
                )
        elif not broker.store.startswith("/"):
            view.add(
                (*path, "store"),
                f"both hosts of broker {code(name)} mount its store: write a path that begins with `/`",
            )
        else:
            message = "the store is already that of broker {owner} at {mark}; two brokers cannot share one"
            shared.check(broker.store, (*path, "store"), code(name), message)

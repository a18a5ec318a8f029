"""Hosts, addresses, ports and stores: each in its place, none twice."""

from __future__ import annotations

from collections.abc import Hashable
from ipaddress import IPv4Network, IPv6Network

from broker_network.network.choices import Transport

from ..model import SiteEntry
from ..phrases import code
from ..recovery import STAND_IN_HOST
from ..yaml_tree import KeyPath
from .checked_topology import CheckedTopology


def check(checked: CheckedTopology) -> None:
    """Report host names, addresses, ports and stores that clash or are out of place."""
    _broker_names(checked)
    _hosts(checked)
    _ports(checked)
    _families(checked)
    _stores(checked)


class _Taken:
    """Remembers where each value was first used."""

    def __init__(self, checked: CheckedTopology) -> None:
        self.checked = checked
        self.first: dict[Hashable, tuple[KeyPath, str]] = {}

    def check(self, key: Hashable, path: KeyPath, owner: str, message: str) -> None:
        """Report `message` with `{owner}` and `{mark}` filled in when `key` is taken."""
        if key in self.first:
            first, name = self.first[key]
            self.checked.add(path, message.format(owner=name, mark=self.checked.mark(first)))
        else:
            self.first[key] = (path, owner)


def _broker_names(checked: CheckedTopology) -> None:
    first: dict[str, KeyPath] = {}
    for site, name, _ in checked.brokers():
        path: KeyPath = ("sites", site, "brokers", name)
        if name in first:
            place = f"site {code(first[name][1])} at {checked.key_mark(first[name])}"
            checked.add_at_key(
                path,
                f"broker {code(name)} stands in {place} too; "
                "a `brokerName` must be unique in the network, or messages loop",
            )
        first.setdefault(name, path)


def _hosts(checked: CheckedTopology) -> None:
    names, addresses = _Taken(checked), _Taken(checked)
    alone = len(checked.names.brokers) == 1 and not any(broker.standby for _, _, broker in checked.brokers())
    for path, site_name, broker, host in checked.hosts():
        if host.host != STAND_IN_HOST:
            message = (
                f"the host {code(host.host)} is already that of broker {{owner}} at {{mark}}; each broker needs its own"
            )
            names.check(host.host, (*path, "host"), code(broker), message)
        if host.host.split(".")[-1] == "localhost" and not alone:
            checked.add(
                (*path, "host"),
                f"{code(host.host)} is another machine for everybody; give a name that others can resolve",
            )
        if host.address is None:
            continue
        at: KeyPath = (*path, "address")
        message = f"the address {code(host.address)} is already that of broker {{owner}} at {{mark}}"
        # Behind routers that translate addresses, two sites may have the same.
        addresses.check((site_name, host.address), at, code(broker), message)
        network = checked.topology.sites[site_name].network
        if network is None:
            continue
        if host.address not in network:
            checked.add(
                at, f"the address {code(host.address)} is not in the network of site {code(site_name)}, {code(network)}"
            )
        elif _is_bare_network(network) or host.address not in (network.network_address, network.broadcast_address):
            continue
        elif host.address == network.network_address:
            checked.add(
                at, f"{code(host.address)} is the address of the network {code(network)} itself, not of a host in it"
            )
        elif network.version == 4:
            checked.add(at, f"{code(host.address)} is the broadcast address of {code(network)}, not that of a host")


def _is_bare_network(network: IPv4Network | IPv6Network) -> bool:
    """Whether every address of it can be a host's: RFC 3021 and RFC 6164."""
    return network.prefixlen >= network.max_prefixlen - 1


def _ports(checked: CheckedTopology) -> None:
    """A broker listens on a port for each transport in which it is dialed, and on one for STOMP."""
    dialed = _dialed(checked)
    for site, name, broker in checked.brokers():
        path: KeyPath = ("sites", site, "brokers", name)
        if not (checked.is_whole((*path, "stomp_port")) and checked.is_whole((*path, "openwire_port"))):
            continue
        stomp = broker.stomp_port_for(checked.topology.security.clients)
        transports = dialed.get(name, {checked.topology.security.links})
        if stomp not in {broker.openwire_port_for(transport) for transport in transports}:
            continue
        key, other = ("stomp_port", "OpenWire") if broker.stomp_port else ("openwire_port", "STOMP")
        checked.add((*path, key), f"port {stomp} of broker {code(name)} is also its port for {other}; choose another")


def _dialed(checked: CheckedTopology) -> dict[str, set[Transport]]:
    """In which transports each broker is dialed, for those that are."""
    by_end: dict[str, set[Transport]] = {}
    for link in checked.topology.links:
        for end in (link.listening,) if link.duplex else (link.listening, link.dialing):
            by_end.setdefault(end, set()).add(checked.topology.transport_of(link))
    found: dict[str, set[Transport]] = {}
    for end, transports in by_end.items():
        for broker in checked.linked(end):
            found.setdefault(broker, set()).update(transports)
    return found


def _families(checked: CheckedTopology) -> None:
    """An IPv4 address cannot dial an IPv6 one, nor the other way round, and the firewall would let in neither."""
    hosts: dict[str, dict[int, str]] = {}
    for _, site, broker, host in checked.hosts():
        if host.address is not None:
            for end in dict.fromkeys((site, broker)):
                hosts.setdefault(end, {}).setdefault(host.address.version, host.host)
    for index, link in enumerate(checked.topology.links):
        dialing, listening = hosts.get(link.dialing, {}), hosts.get(link.listening, {})
        differing = ((one, other) for one in dialing for other in listening if one != other)
        for one, other in list(differing)[:1]:
            checked.add(
                ("links", index),
                f"{code(dialing[one])} has an IPv{one} address and {code(listening[other])} an IPv{other} address, "
                "so neither can connect to the other; give both the same kind",
            )


def _stores(checked: CheckedTopology) -> None:
    for name, site in checked.topology.sites.items():
        _stores_of(checked, name, site)


def _stores_of(checked: CheckedTopology, site_name: str, site: SiteEntry) -> None:
    shared = _Taken(checked)
    for name, broker in site.brokers.items():
        path: KeyPath = ("sites", site_name, "brokers", name)
        if broker.standby is None:
            continue
        if broker.store is None:
            if (*path, "store") not in checked.lost:
                checked.add_at_key(
                    (*path, "standby"),
                    f"broker {code(name)} has a standby and no `store`; add the directory that both hosts mount",
                )
        elif not broker.store.startswith("/"):
            checked.add(
                (*path, "store"),
                f"both hosts of broker {code(name)} mount its store: write a path that begins with `/`",
            )
        else:
            message = "the store is already that of broker {owner} at {mark}; two brokers cannot share one"
            shared.check(broker.store, (*path, "store"), code(name), message)

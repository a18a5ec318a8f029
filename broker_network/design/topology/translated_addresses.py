"""Addresses that several sites use, as behind routers that translate addresses (NAT)."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network

from .model import BrokerEntry, StandbyEntry, Topology

IPNetwork = IPv4Network | IPv6Network


def ambiguous_addresses(topology: Topology) -> frozenset[str]:
    """The broker hosts, by name, whose address may be that of somebody in another site, and that give no other one."""
    shared = _sharing(topology)
    sites_of: dict[object, set[str]] = {}
    for site, host in _hosts(topology):
        sites_of.setdefault(host.address, set()).add(site)
    return frozenset(
        host.host
        for site, host in _hosts(topology)
        if host.address is not None
        and host.outside_address is None
        and (site in shared or len(sites_of[host.address]) > 1)
    )


def _sharing(topology: Topology) -> set[str]:
    """The sites whose network overlaps that of another.

    Sorted by first address, a network overlaps one before it when it begins before the furthest end so far.
    """
    found: set[str] = set()
    for version in (4, 6):
        given = [
            (site.network, name)
            for name, site in topology.sites.items()
            if site.network is not None and site.network.version == version
        ]
        widest: tuple[IPNetwork, str] | None = None
        for network, name in sorted(given, key=lambda one: (int(one[0].network_address), one[0].prefixlen)):
            if widest and int(network.network_address) <= int(widest[0].broadcast_address):
                found |= {widest[1], name}
            if widest is None or int(network.broadcast_address) > int(widest[0].broadcast_address):
                widest = (network, name)
    return found


def _hosts(topology: Topology) -> Iterator[tuple[str, BrokerEntry | StandbyEntry]]:
    for name, site in topology.sites.items():
        for broker in site.brokers.values():
            yield name, broker
            if broker.standby:
                yield name, broker.standby

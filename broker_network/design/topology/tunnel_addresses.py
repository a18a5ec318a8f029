"""Inner addresses: those that brokers have inside IPsec tunnels, given or taken from the inner network."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from .model import BrokerEntry, StandbyEntry, Topology

IPAddress = IPv4Address | IPv6Address


def uses_ipsec(topology: Topology) -> bool:
    """Whether any link goes through IPsec."""
    return any(topology.transport_of(link) == "ipsec" for link in topology.links)


def inner_addresses(topology: Topology) -> dict[str, IPAddress]:
    """The inner address of each broker host by its name, where any link goes through IPsec.

    Who gives none takes the next of `security.inner_network` that nobody gives, in the order of the file. A host for
    which there is no room, or no network, is left out.
    """
    if not uses_ipsec(topology):
        return {}
    hosts = [host for site in topology.sites.values() for broker in site.brokers.values() for host in _hosts(broker)]
    given = {host.inner_address for host in hosts if host.inner_address is not None}
    network = topology.security.inner_network
    free = (address for address in room(network) if address not in given) if network else iter(())
    found: dict[str, IPAddress] = {}
    for host in hosts:
        address = host.inner_address or next(free, None)
        if address is not None:
            found[host.host] = address
    return found


def room(network: IPv4Network | IPv6Network) -> Iterator[IPAddress]:
    """The addresses of a network that can be inner ones: all but its own and the last two.

    The last is for broadcasts. The one before it is the gateway that containers need, in `compose.yaml`.
    """
    return (network[place] for place in range(1, network.num_addresses - 2))


def gateway(network: IPv4Network | IPv6Network) -> IPAddress:
    """The address of an inner network that no host has."""
    return network[-2]


def _hosts(broker: BrokerEntry) -> Iterator[BrokerEntry | StandbyEntry]:
    yield broker
    if broker.standby:
        yield broker.standby

"""The machines of a network in the lab: one per broker host, and at most a few members of each group."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Literal

from broker_network.network import Inventory

MEMBERS = 2
"""How many members of each group the lab starts."""

FIRST_MEMBER = 101
"""Members of groups take addresses of their site's prefix from here on."""

NAME_LENGTH = 64
"""The longest host name that Linux takes."""


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine. `role` says what runs on it; `group` is that of its site, or None for a broker's host."""

    name: str
    role: Literal["broker", "client", "server"]
    site: str
    address: IPv4Address | IPv6Address
    network: IPv4Network | IPv6Network
    group: str | None = None


def machines(inventory: Inventory, members: int = MEMBERS) -> tuple[Machine, ...]:
    """Every machine the lab makes, with its address. What the topology leaves open is chosen here.

    Raises ValueError where a site's prefix has no room.
    """
    found: list[Machine] = []
    taken = {ip_address(host.address) for host in inventory.hosts if host.address}
    for number, site in enumerate(inventory.sites):
        network = ip_network(site.network or f"10.99.{number}.0/24")
        free = (network[place] for place in range(11, network.num_addresses - 1) if network[place] not in taken)
        hosts = {host.name: host.address for host in inventory.hosts if host.site == site.name}
        for host, given in hosts.items():
            address = ip_address(given) if given else next(free)
            found.append(Machine(host, "broker", site.name, address, network))
        member_count = members * (len(site.client_groups) + len(site.server_groups))
        if FIRST_MEMBER + member_count >= network.num_addresses:
            raise ValueError(
                f"{site.name}: {network} has no room for the lab's machines, which begin at .{FIRST_MEMBER}"
            )
        places = (network[place] for place in range(FIRST_MEMBER, network.num_addresses) if network[place] not in taken)
        for client in site.client_groups:
            for one in range(1, min(client.count, members) + 1):
                name = _name(client.name, one, site.name)
                found.append(Machine(name, "client", site.name, next(places), network, group=client.name))
        for server in site.server_groups:
            for one in range(1, min(server.count, members) + 1):
                name = _name(server.name, one, site.name)
                found.append(Machine(name, "server", site.name, next(places), network, group=server.name))
    return tuple(found)


def _name(group: str, number: int, site: str) -> str:
    name = f"{group}-{number}.{site}"
    if len(name) > NAME_LENGTH:
        raise ValueError(f"{name} is longer than the {NAME_LENGTH} characters that Linux takes as a host name")
    return name


def hosts_file(machine: Machine, everyone: tuple[Machine, ...]) -> str:
    """What a machine can look up: itself, and the broker hosts that its role lets it know.

    Broker hosts know each other; members of a group know the broker hosts of their own site.
    """
    known = [
        other
        for other in everyone
        if other is machine or (other.role == "broker" and (machine.role == "broker" or other.site == machine.site))
    ]
    lines = ["127.0.0.1 localhost", "::1 localhost", *(f"{other.address} {other.name}" for other in known)]
    return "\n".join(lines) + "\n"

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
    """One machine. `role` says what runs on it; `group` is that of its site, or None for a broker's host.

    `outside` is the address of a broker's host toward other sites, where it is another than in its own.
    """

    name: str
    role: Literal["broker", "client", "server"]
    site: str
    address: IPv4Address | IPv6Address
    network: IPv4Network | IPv6Network
    group: str | None = None
    outside: IPv4Address | IPv6Address | None = None

    def seen_from(self, site: str) -> IPv4Address | IPv6Address:
        """The address at which machines of a site see this one."""
        return self.address if site == self.site or self.outside is None else self.outside


def machines(inventory: Inventory, members: int = MEMBERS) -> tuple[Machine, ...]:
    """Every machine the lab makes, with its address. What the topology leaves open is chosen here.

    There is no router that translates addresses: a host has its outside address itself. Raises ValueError where a
    site's prefix has no room, and where two hosts have one outside address.
    """
    found: list[Machine] = []
    outside = _outside(inventory)
    for number, site in enumerate(inventory.sites):
        network = ip_network(site.network or f"10.99.{number}.0/24")
        taken = {ip_address(host.address) for host in inventory.hosts if host.address and host.site == site.name}
        free = (network[place] for place in range(11, network.num_addresses - 1) if network[place] not in taken)
        hosts = {host.name: host.address for host in inventory.hosts if host.site == site.name}
        for host, given in hosts.items():
            address = ip_address(given) if given else next(free)
            found.append(Machine(host, "broker", site.name, address, network, outside=outside.get(host)))
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


def _outside(inventory: Inventory) -> dict[str, IPv4Address | IPv6Address]:
    """The outside address of each host that has another one in its site; one of the lab's own where none is known."""
    found: dict[str, IPv4Address | IPv6Address] = {}
    own = IPv4Network("198.18.0.0/15").hosts()
    owner: dict[str, str] = {}
    for host in inventory.hosts:
        if host.address is None:
            continue
        if host.outside_address is None:
            found[host.name] = next(own)
        elif owner.setdefault(host.outside_address, host.name) != host.name:
            raise ValueError(
                f"{owner[host.outside_address]} and {host.name} have one outside address, {host.outside_address}: the "
                "lab has no router that could tell them apart"
            )
        elif host.outside_address != host.address:
            found[host.name] = ip_address(host.outside_address)
    return found


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
    lines = [
        "127.0.0.1 localhost",
        "::1 localhost",
        *(f"{other.seen_from(machine.site)} {other.name}" for other in known),
    ]
    return "\n".join(lines) + "\n"

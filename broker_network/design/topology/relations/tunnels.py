"""IPsec between brokers: an address for each end, inside the tunnel and outside of it, and never one in the other."""

from __future__ import annotations

from collections.abc import Iterator

from .. import model
from ..phrases import code
from ..translated_addresses import ambiguous_addresses
from ..tunnel_addresses import gateway, inner_addresses, room, uses_ipsec
from ..yaml_tree import KeyPath
from .checked_topology import CheckedTopology

_EXAMPLE = "`10.255.0.0/24`"


def check(checked: CheckedTopology) -> None:
    """Report what tunnels lack, and inner addresses that are where they cannot be."""
    network_path: KeyPath = ("security", "inner_network")
    if not checked.is_whole(network_path):
        return
    if not uses_ipsec(checked.topology):
        _unused(checked, network_path)
        return
    ambiguous = ambiguous_addresses(checked.topology)
    for path, host in _ends(checked):
        if host.address is None and (*path, "address") not in checked.lost:
            checked.add_at_key(
                path,
                f"{code(host.host)} is the end of an IPsec tunnel and has no `address`; add the one at which the other "
                "end reaches it",
            )
        if host.host in ambiguous:
            checked.add(
                (*path, "address"),
                f"{code(host.host)} is the end of an IPsec tunnel, and another site has the address "
                f"{code(host.address)} too; add the `outside_address` at which the other end reaches it",
            )
    network = checked.topology.security.inner_network
    if network is None:
        path = next(_tunneled(checked), ("security",))
        checked.add(
            path,
            "IPsec needs inner addresses for the brokers, and there is no network for them; write `inner_network:` "
            f"under `security` with a private prefix that nothing else uses, such as {_EXAMPLE}",
        )
        return
    _network(checked, network_path)
    _addresses(checked, network_path)


def _unused(checked: CheckedTopology, path: KeyPath) -> None:
    if checked.topology.security.inner_network is not None:
        checked.add(
            path, "no link goes through IPsec, so nobody has an inner address; remove it, or write `links: ipsec`"
        )
    for at, _, _, host in checked.hosts():
        if host.inner_address is not None:
            checked.add(
                (*at, "inner_address"),
                "no link goes through IPsec, so nobody has an inner address; remove it, or write `links: ipsec` under "
                "`security`",
            )


def _tunneled(checked: CheckedTopology) -> Iterator[KeyPath]:
    """Where it is said that links go through IPsec."""
    if checked.topology.security.links == "ipsec":
        yield ("security", "links")
    for index, link in enumerate(checked.topology.links):
        if link.transport == "ipsec":
            yield ("links", index, "transport")


def _ends(checked: CheckedTopology) -> Iterator[tuple[KeyPath, model.BrokerEntry | model.StandbyEntry]]:
    """The hosts that have a tunnel."""
    ends = {
        broker
        for link in checked.topology.links
        if checked.topology.transport_of(link) == "ipsec"
        for end in (link.dialing, link.listening)
        for broker in checked.linked(end)
    }
    for path, _, broker, host in checked.hosts():
        if broker in ends:
            yield path, host


def _network(checked: CheckedTopology, path: KeyPath) -> None:
    inner = checked.topology.security.inner_network
    assert inner is not None
    for name, site in checked.topology.sites.items():
        if site.network is not None and site.network.version == inner.version and site.network.overlaps(inner):
            checked.add(
                path,
                f"the inner network {code(inner)} overlaps {code(site.network)} of site {code(name)} at "
                f"{checked.mark(('sites', name, 'network'))}; a packet of the tunnel would be sent into the tunnel "
                "again",
            )
    for at, _, _, host in checked.hosts():
        if host.address is not None and host.address in inner:
            checked.add(
                (*at, "address"),
                f"{code(host.address)} is in the inner network {code(inner)} at {checked.mark(path)}; a packet of the "
                "tunnel would be sent into the tunnel again, so choose another inner network",
            )


def _addresses(checked: CheckedTopology, path: KeyPath) -> None:
    inner = checked.topology.security.inner_network
    assert inner is not None
    first: dict[object, tuple[KeyPath, str]] = {}
    for at, _, _, host in checked.hosts():
        if host.inner_address is None:
            continue
        place: KeyPath = (*at, "inner_address")
        if host.inner_address not in inner:
            checked.add(
                place, f"{code(host.inner_address)} is not in the inner network {code(inner)} at {checked.mark(path)}"
            )
        elif host.inner_address in (inner.network_address, gateway(inner), inner.broadcast_address):
            checked.add(
                place,
                f"{code(host.inner_address)} is the first or one of the last two addresses of {code(inner)}, which no "
                "host can have; take another",
            )
        earlier, owner = first.setdefault(host.inner_address, (place, host.host))
        if earlier != place:
            checked.add(
                place,
                f"the inner address {code(host.inner_address)} is already that of {code(owner)} at "
                f"{checked.mark(earlier)}",
            )
    found = inner_addresses(checked.topology)
    hosts = [host for _, _, _, host in checked.hosts()]
    if len(found) < len(hosts):
        checked.add(
            path,
            f"the inner network {code(inner)} has room for {sum(1 for _ in room(inner))} hosts and not for "
            f"{len(hosts)}; write a shorter prefix length",
        )

"""What changes around the brokers: keys of operators, firewalls, and the files of clients and servers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from broker_network.network import ClientGroup, Inventory, Network, ServerGroup
from broker_network.network.index import NetworkIndex, index_of
from broker_network.network.tunnels import IKE_PORTS, tunnels


class Before(NamedTuple):
    """Work at a machine or a group, with a line for each thing to do there."""

    work: Literal["keys", "firewall", "tunnels", "members"]
    place: str
    detail: tuple[str, ...]


def before(old: Network, new: Network, was: Inventory, will_be: Inventory) -> tuple[Before, ...]:
    """What comes before the brokers: keys of operators who left and who came, firewalls and tunnels for what is new."""
    then, now = index_of(old, was), index_of(new, will_be)
    return (*_keys(was, will_be), *_firewalls(then, now, "open"), *_tunnels(then, now, "open"))


def after(
    old: Network, new: Network, was: Inventory, will_be: Inventory
) -> tuple[tuple[Before, ...], tuple[Before, ...]]:
    """What comes after: files of clients and servers, before brokers stop; at the end tunnels and firewalls closed."""
    then, now = index_of(old, was), index_of(new, will_be)
    return tuple(_members(then, now)), (*_tunnels(then, now, "close"), *_firewalls(then, now, "close"))


def _keys(was: Inventory, will_be: Inventory) -> Iterator[Before]:
    then, now = _obeyed(was), _obeyed(will_be)
    for site in now:
        if site in then:
            gone = [f"delete the public key of {name}" for name in then[site] if name not in now[site]]
            came = [f"put the public key of {name} in place" for name in now[site] if name not in then[site]]
            if gone or came:
                yield Before("keys", site, (*gone, *came))


def _obeyed(inventory: Inventory) -> dict[str, dict[str, None]]:
    """For each site with servers the operators whose keys they have: who commands any collective of the site."""
    found: dict[str, dict[str, None]] = {}
    for site in inventory.sites:
        if site.server_groups:
            here = {collective for group in site.server_groups for collective in group.collectives}
            named = (
                operator.name
                for group in inventory.client_groups
                for operator in group.operators
                if here & set(operator.collectives)
            )
            found[site.name] = dict.fromkeys(named)
    return found


def _firewalls(then: NetworkIndex, now: NetworkIndex, way: Literal["open", "close"]) -> Iterator[Before]:
    old, new = _open(then), _open(now)
    wanted, other = (new, old) if way == "open" else (old, new)
    for host, rules in wanted.items():
        if host not in new:
            continue
        found = [f"{way} {what} for {who}" for what, who in rules if (what, who) not in other.get(host, {})]
        if found:
            yield Before("firewall", host, tuple(found))


def _open(index: NetworkIndex) -> dict[str, dict[tuple[str, str], None]]:
    """For each host with an address the ports open on it, and for whom: an address or a network."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    for host in index.inventory.hosts:
        if host.address is None:
            continue
        rules = found.setdefault(host.name, {})
        ends = tunnels(host, index)
        ike = " and ".join(map(str, IKE_PORTS))
        rules.update({(f"UDP {ike}", str(tunnel.far.address)): None for tunnel in ends})
        for port in index.ports_of(host.broker, "openwire"):
            inside = [str(tunnel.far.inner_address) for tunnel in ends if tunnel.serves == port]
            if inside:
                rules.update({(f"TCP {port} in the tunnel", address): None for address in inside})
                continue
            peers = [peer for broker in index.dialing.get((host.broker, port), ()) for peer in index.hosts[broker]]
            if all(peer.address for peer in peers):
                rules.update({(f"TCP {port}", str(peer.address)): None for peer in peers})
        network = index.sites[host.broker].network
        if network is not None:
            rules.update({(f"TCP {port}", network): None for port in index.ports_of(host.broker, "stomp")})
    return found


def _tunnels(then: NetworkIndex, now: NetworkIndex, way: Literal["open", "close"]) -> Iterator[Before]:
    """Hosts whose connections change. Those of both networks are loaded until the brokers have changed."""
    old, new = _joined(then), _joined(now)
    inner = {host.name: host.inner_address for host in then.inventory.hosts}
    for host in now.inventory.hosts:
        before, after = old.get(host.name, set()), new.get(host.name, set())
        if way == "open" and after - before:
            given = [f"give it the inner address {host.inner_address}"] if inner.get(host.name) is None else []
            yield Before("tunnels", host.name, (*given, "load the new swanctl.conf beside the old one"))
        if way == "close" and before - after:
            yield Before("tunnels", host.name, ("take the old swanctl.conf away and load what is left",))


def _joined(index: NetworkIndex) -> dict[str, set[tuple[object, ...]]]:
    """For each host all that makes each of its tunnels what it is."""
    return {
        host.name: {
            (*(one.far.name, one.far.address, one.far.inner_address), host.inner_address, one.starts, one.dials)
            for one in tunnels(host, index)
        }
        for host in index.inventory.hosts
    }


def _members(then: NetworkIndex, now: NetworkIndex) -> Iterator[Before]:
    for kind, old, new in (
        ("clients", _groups(then.inventory.client_groups), _groups(now.inventory.client_groups)),
        ("servers", _groups(then.inventory.server_groups), _groups(now.inventory.server_groups)),
    ):
        file = "client.cfg" if kind == "clients" else "server.cfg"
        for name, group in new.items():
            if name not in old:
                yield Before("members", f"{kind}/{name}", ("install all files of this new group",))
                continue
            was = old[name]
            found = []
            if _settings(was, then) != _settings(group, now):
                found.append(f"install {file} and restart what reads it")
            if isinstance(group, ServerGroup) and isinstance(was, ServerGroup):
                found += ["install facts.yaml"] if was.facts != group.facts else []
                found += ["install classes.txt"] if was.classes != group.classes else []
            if found:
                yield Before("members", f"{kind}/{name}", tuple(found))
        for name in old:
            if name not in new:
                yield Before("members", f"{kind}/{name}", ("stop what runs here: this group is no more",))


def _groups(groups: tuple[ClientGroup, ...] | tuple[ServerGroup, ...]) -> dict[str, ClientGroup | ServerGroup]:
    return {f"{group.site}/{group.name}": group for group in groups}


def _settings(group: ClientGroup | ServerGroup, index: NetworkIndex) -> tuple[object, ...]:
    """All that the `client.cfg` or `server.cfg` of a group is made of."""
    pool = tuple((host, index.stomp_port(broker)) for broker in group.brokers for host in index.host_names(broker))
    user = group.user if isinstance(group, ServerGroup) else None
    return (pool, group.collectives, user, index.inventory.client_security)

"""One rule set per broker host, in a table of its own that governs the broker's ports and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from broker_network.network import Host
from broker_network.network.index import NetworkIndex
from broker_network.network.tunnels import IKE_PORTS, tunnels
from broker_network.templates import mark, render


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A port of a host that no rule guards, and what `topology.yaml` would have to say for one."""

    host: str
    broker: str
    what: str
    missing: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One TCP port, and the addresses that may reach it, each with nftables' word for its family: `ip` or `ip6`.

    A port that is `tunneled` takes what comes out of an IPsec tunnel and nothing else.
    """

    port: int
    what: str
    who: str
    sources: tuple[tuple[str, str], ...]
    tunneled: bool = False

    @property
    def families(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The sources by family, in order, each once."""
        return _families(self.sources)


def nft(hosts: tuple[Host, ...], index: NetworkIndex) -> str | None:
    """The rule set of one machine, given as a host for each broker on it.

    None where it would be empty: without an address of the machine, or without a source for any of its ports.
    """
    if any(host.address is None for host in hosts):
        return None
    decided = [_decide(host, index) for host in hosts]
    rules = [rule for found, _ in decided for rule in found]
    ends = [tunnel.far for host in hosts for tunnel in tunnels(host, index)]
    if not rules:
        return None
    return render(
        "bundle/templates/host.nft",
        mark=mark(index.inventory.name),
        host=hosts[0].name,
        brokers=", ".join(host.broker for host in hosts),
        ports=", ".join(str(rule.port) for rule in rules),
        rules=rules,
        ike=", ".join(map(str, IKE_PORTS)),
        outer=_families((_family(end.address or ""), end.address or "") for end in ends),
        inner=_families((_family(end.inner_address or ""), end.inner_address or "") for end in ends),
        unwritten=[one for _, missing in decided for one in missing],
    )


def unwritten(index: NetworkIndex) -> tuple[Unwritten, ...]:
    """Every port of every broker host that no rule guards."""
    return tuple(one for hosts in index.hosts.values() for host in hosts for one in _decide(host, index)[1])


def guards(index: NetworkIndex) -> bool:
    """Whether any broker host has a rule set."""
    return any(_decide(host, index)[0] for hosts in index.hosts.values() for host in hosts)


def _decide(host: Host, index: NetworkIndex) -> tuple[tuple[Rule, ...], tuple[Unwritten, ...]]:
    rules: list[Rule] = []
    missing: list[Unwritten] = []
    for openwire in index.ports_of(host.broker, "openwire"):
        dialing = [peer for broker in index.dialing.get((host.broker, openwire), ()) for peer in index.hosts[broker]]
        absent = [peer.name for peer in dialing if peer.address is None]
        what = f"OpenWire of {host.broker}, port {openwire}"
        tunneled = [tunnel.far for tunnel in tunnels(host, index) if tunnel.serves == openwire]
        if host.address is None:
            missing.append(Unwritten(host.name, host.broker, what, f"an address for {host.name}"))
        elif tunneled:
            sources = tuple((_family(far.inner_address or ""), far.inner_address or "") for far in tunneled)
            rules.append(Rule(openwire, f"OpenWire of {host.broker}", "brokers that dial it", sources, tunneled=True))
        elif absent:
            missing.append(Unwritten(host.name, host.broker, what, "an address for " + ", ".join(absent)))
        else:
            sources = tuple((_family(peer.address or ""), peer.address or "") for peer in dialing)
            rules.append(Rule(openwire, f"OpenWire of {host.broker}", "brokers that dial it", sources))
    for stomp in index.ports_of(host.broker, "stomp"):
        network = index.sites[host.broker].network
        what = f"STOMP of {host.broker}, port {stomp}"
        if host.address is None:
            missing.append(Unwritten(host.name, host.broker, what, f"an address for {host.name}"))
        elif not _used(host.broker, index):
            rules.append(Rule(stomp, f"STOMP of {host.broker}", "nobody", ()))
        elif network is None:
            missing.append(Unwritten(host.name, host.broker, what, f"a network for the site {host.site}"))
        else:
            version = "ip" if ip_network(network).version == 4 else "ip6"
            rules.append(Rule(stomp, f"STOMP of {host.broker}", f"the site {host.site}", ((version, network),)))
    return tuple(rules), tuple(missing)


def _used(broker: str, index: NetworkIndex) -> bool:
    """Whether clients or servers connect to this broker; one that only joins others has none."""
    site = index.sites[broker]
    clients, servers = site.client_groups, site.server_groups
    return any(broker in group.brokers for group in clients) or any(broker in group.brokers for group in servers)


def _families(sources: Iterable[tuple[str, str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Addresses by family, in order, each once."""
    found: dict[str, dict[str, None]] = {}
    for family, source in sources:
        found.setdefault(family, {})[source] = None
    return tuple((family, tuple(found[family])) for family in ("ip", "ip6") if family in found)


def _family(address: str) -> str:
    return "ip" if ip_address(address).version == 4 else "ip6"

"""One rule set per broker host, in a table of its own that governs the broker's ports and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_network

from broker_network.network import Host
from broker_network.network.index import NetworkIndex
from broker_network.network.openings import Opening, openings, openings_of
from broker_network.network.tunnels import tunnels
from broker_network.templates import mark, render


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A port of a host that no rule guards, and what `topology.yaml` would have to say for one."""

    host: str
    broker: str
    what: str
    missing: str


@dataclass(frozen=True, slots=True)
class FirewallRule:
    """One TCP port, and the addresses and networks that may reach it.

    A port that is `tunneled` takes what comes out of an IPsec tunnel and nothing else.
    """

    port: int
    what: str
    who: str
    sources: tuple[str, ...]
    tunneled: bool = False

    @property
    def families(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The sources by nftables' word for their family, `ip` or `ip6`, in order, each once."""
        return _families(self.sources)


def nft(hosts: tuple[Host, ...], index: NetworkIndex) -> str | None:
    """The rule set of one machine, given as a host for each broker on it.

    None where it would be empty: without an address of the machine, or without a source for any of its ports.
    """
    ends = [tunnel.far.inner_address or "" for host in hosts for tunnel in tunnels(host, index)]
    return rule_set(
        index.inventory.name,
        hosts[0].name,
        tuple(host.broker for host in hosts),
        tuple(opening for host in hosts for opening in openings(host, index)),
        tuple(ends),
    )


def rule_set(
    network: str, machine: str, brokers: tuple[str, ...], found: tuple[Opening, ...], inner: tuple[str, ...] = ()
) -> str | None:
    """The rule set of one machine from what is open on it; as `nft`, also None where no port has a source.

    `inner` are the inner addresses at the far ends of its tunnels.
    """
    rules = [_rule(opening) for opening in found if opening.sources is not None and opening.kind != "ike"]
    ike = [opening for opening in found if opening.kind == "ike"]
    if any(opening.host.address is None for opening in found) or not (rules or ike):
        return None
    return render(
        "bundle/templates/host.nft",
        mark=mark(network),
        host=machine,
        brokers=", ".join(brokers),
        ports=", ".join(str(rule.port) for rule in rules),
        rules=rules,
        ike=", ".join(dict.fromkeys(str(opening.port) for opening in ike)),
        outer=_families(source for opening in ike for source in opening.sources or ()),
        inner=_families(inner),
        unwritten=[_unwritten(opening) for opening in found if opening.sources is None],
    )


def unwritten(index: NetworkIndex) -> tuple[Unwritten, ...]:
    """Every port of every broker host that no rule guards."""
    return tuple(
        _unwritten(opening)
        for broker in index.hosts
        for opening in openings_of(broker, index)
        if opening.sources is None
    )


def guards(index: NetworkIndex) -> bool:
    """Whether any broker host has a rule set."""
    return any(opening.sources is not None for broker in index.hosts for opening in openings_of(broker, index))


_CALLED = {"openwire": "OpenWire", "stomp": "STOMP", "ike": "IKE"}


def _unwritten(opening: Opening) -> Unwritten:
    host = opening.host
    what = f"{_CALLED[opening.kind]} of {host.broker}, port {opening.port}"
    return Unwritten(host.name, host.broker, what, opening.missing or "")


def _rule(opening: Opening) -> FirewallRule:
    who = "brokers that dial it" if opening.kind == "openwire" else f"the site {opening.host.site}"
    what = f"{_CALLED[opening.kind]} of {opening.host.broker}"
    return FirewallRule(opening.port, what, who, opening.sources or (), opening.tunneled)


def _families(sources: Iterable[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Addresses and networks by family, in order, each once."""
    found: dict[str, dict[str, None]] = {}
    for source in sources:
        found.setdefault("ip" if ip_network(source).version == 4 else "ip6", {})[source] = None
    return tuple((family, tuple(found[family])) for family in ("ip", "ip6") if family in found)

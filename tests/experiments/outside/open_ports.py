"""Whether the ports that are open are those of the published tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from broker_network.lab.cluster import Cluster
from broker_network.lab.hosts import LabHost
from broker_network.network import Network
from broker_network.network.index import index_of
from broker_network.network.openings import Opening, openings
from broker_network.network.tunnels import has_tunnels
from tests.experiments.experiment import Experiment, Outcome
from tests.experiments.hosts import cluster, option
from tests.lab.scan import Scan, scan, scan_ike

EXAMPLES = {"dialed": "noc-datacenters", "dialing": "noc-dials", "tunneled": "noc-ipsec"}
OPENED = "opened"
"""The first example once more, with the rules of its firewall gone."""

Port = tuple[str, str, int]
"""TCP or UDP, the address, the number."""

COLUMNS = {
    "pairs": "pairs of hosts, one scanned from the other",
    "routed": "of them with a way to each other",
    "open": "ports found open",
    "beyond": "open, and not for that host in the tables",
    "missing": "in the tables for that host, and not open",
    "silent": "TCP ports outside of tunnels that do not answer, other than those of brokers",
}


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    found: dict[str, Outcome] = {}
    for ident, example in EXAMPLES.items():
        with cluster(example, release) as running:
            running.start_servers()
            _route_around(running)
            found[ident] = _scanned(running)
            if ident == "dialed":
                for host in running.hosts.values():
                    done = host.run("nft", "flush", "ruleset")
                    assert done.returncode == 0, done.stderr
                found[OPENED] = _scanned(running)
    return found


def _route_around(running: Cluster) -> None:
    """Give hosts a way to inner addresses outside of tunnels, as a default route is on hosts outside of a lab."""
    for inner in running.inventory.hosts:
        for near in running.hosts.values() if inner.inner_address else ():
            interface = "lan" if near.machine.site == inner.site else "wan" if near.machine.role == "broker" else None
            if interface is not None and near.name != inner.name:
                near.run("ip", "route", "add", inner.inner_address or "", "dev", interface)


@dataclass(frozen=True)
class _Pair:
    """One host scanned from another: each address of it over TCP, and over UDP where there are tunnels."""

    near: LabHost
    far: LabHost
    scans: Mapping[tuple[str, str], Scan | None]

    @property
    def open(self) -> frozenset[Port]:
        """What is open."""
        return frozenset(
            (protocol, address, port)
            for (protocol, address), found in self.scans.items()
            if found is not None
            for port in found.open
        )


def _scanned(running: Cluster) -> Outcome:
    allowed = _allowed(running)
    own = {port for ports in allowed.values() for _, _, port in ports}
    outer = {str(host.machine.address) for host in running.hosts.values()}
    pairs = [
        _scan(running, near, far)
        for near in running.hosts.values()
        for far in running.hosts.values()
        if near is not far
    ]
    beyond, missing, silent, opened = 0, 0, 0, 0
    lines = []
    for one in pairs:
        here = allowed.get((one.near.name, one.far.name), frozenset())
        opened += len(one.open)
        beyond += len(one.open - here)
        missing += len(here - one.open)
        silent += sum(
            len(found.silent - own)
            for (protocol, address), found in one.scans.items()
            if found is not None and protocol == "TCP" and address in outer
        )
        lines += [f"open to {one.near.name}: {_said(port)}" for port in sorted(one.open - here)]
        lines += [f"not open to {one.near.name}: {_said(port)}" for port in sorted(here - one.open)]
    counts = {
        "pairs": len(pairs),
        "routed": sum(any(one.scans.values()) for one in pairs),
        "open": opened,
        "beyond": beyond,
        "missing": missing,
        "silent": silent,
    }
    return Outcome(counts, tuple(lines))


def _scan(running: Cluster, near: LabHost, far: LabHost) -> _Pair:
    outer = str(far.machine.address)
    inner = [host.inner_address for host in running.inventory.hosts if host.name == far.name and host.inner_address]
    scans = {("TCP", address): scan(near, address) for address in (outer, *inner)}
    if has_tunnels(running.inventory):
        scans["UDP", outer] = scan_ike(near, outer)
    return _Pair(near, far, scans)


def _said(port: Port) -> str:
    protocol, address, number = port
    return f"{protocol} {number} of {address}"


def _allowed(running: Cluster) -> dict[tuple[str, str], frozenset[Port]]:
    """The ports that are to be open, as the tables print them, by the hosts (near, far)."""
    index = index_of(running.network, running.inventory)
    found: dict[tuple[str, str], set[Port]] = {}
    for far in running.inventory.hosts:
        for opening in openings(far, index):
            ports = {(opening.protocol, address, opening.port) for address in opening.addresses}
            for near in _let_in(running, opening):
                found.setdefault((near, far.name), set()).update(ports)
    return {pair: frozenset(ports) for pair, ports in found.items()}


def _let_in(running: Cluster, opening: Opening) -> Iterator[str]:
    """The hosts of the lab that a port is open to."""
    for broker in opening.brokers:
        yield from (host.name for host in running.inventory.hosts_of(broker))
    for group in opening.groups:
        yield from (host.name for host in running.members(group.site, group.name))


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    if counts["beyond"] or counts["missing"]:
        return "other ports than in the tables"
    return "cannot be told" if counts["silent"] else "exactly the ports of the tables"


EXPERIMENT = Experiment(
    question="Which ports are open, from host to host?",
    done="The published files run, with mcollectived on a server of each group. From every host each of the 65,535 TCP "
    "ports of every other host is asked with a SYN, up to four times. Where there are tunnels, so are those of inner "
    "addresses, to which each host has a route around the tunnels too, and at UDP 500 and 4500 a request of IKE is "
    "sent. What answers is compared with the tables of ports and tunnels on the example's page.",
    columns=COLUMNS,
    options={
        "dialed": option("A NOC and three data centers", "noc-datacenters", ("noc-1", "transportConnectors")),
        OPENED: option("the same, its firewall removed", "noc-datacenters", ("dc-a-1", "transportConnectors")),
        "dialing": option("A NOC that dials its three data centers", "noc-dials", ("dc-a-1", "transportConnectors")),
        "tunneled": option(
            "A NOC and two data centers, linked through IPsec", "noc-ipsec", ("noc-1", "transportConnectors")
        ),
    },
    run=_run,
    verdict=_verdict,
    trials=1,
    quick=False,
    hosts=True,
    tunnels=True,
)

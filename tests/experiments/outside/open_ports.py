"""Whether the ports that are open are those of the published table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from macros.lab.cluster import Cluster
from macros.lab.hosts import Host
from macros.network import ClientGroup, Network, ServerGroup
from macros.tables.tables import table

from ...lab.scan import EVERY_PORT, Scan, scan
from ..experiment import Experiment, Outcome
from ..hosts import cluster, option

EXAMPLES = {"dialed": "noc-datacenters", "dialing": "noc-dials"}
OPENED = "opened"
"""The first example once more, with the rules of its firewall gone."""

COLUMNS = {
    "pairs": "pairs of hosts, one scanned from the other",
    "routed": "of them with a way to each other",
    "open": "ports found open",
    "beyond": "open, and not for that host in the table of ports",
    "missing": "in the table for that host, and not open",
    "silent": "ports that do not answer, other than those of brokers",
}


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    found: dict[str, Outcome] = {}
    for ident, example in EXAMPLES.items():
        with cluster(example, release) as running:
            running.start_servers()
            found[ident] = _scanned(running)
            if ident == "dialed":
                for host in running.hosts.values():
                    done = host.run("nft", "flush", "ruleset")
                    assert done.returncode == 0, done.stderr
                found[OPENED] = _scanned(running)
    return found


@dataclass(frozen=True)
class _Pair:
    near: Host
    far: Host
    scan: Scan | None


def _scanned(running: Cluster) -> Outcome:
    allowed = _table(running)
    own = {port for pairs in allowed.values() for port in pairs}
    pairs = [
        _Pair(near, far, scan(near, far, EVERY_PORT))
        for near in running.hosts.values()
        for far in running.hosts.values()
        if near is not far
    ]
    beyond, missing, silent, opened = 0, 0, 0, 0
    lines = []
    for one in pairs:
        here = allowed.get((one.near.name, one.far.name), frozenset())
        there = one.scan.open if one.scan is not None else frozenset()
        opened += len(there)
        beyond += len(there - here)
        missing += len(here - there)
        silent += len(one.scan.silent - own) if one.scan is not None else 0
        lines += [f"{one.far.name}:{port} is open to {one.near.name}" for port in sorted(there - here)]
        lines += [f"{one.far.name}:{port} is not open to {one.near.name}" for port in sorted(here - there)]
    counts = {
        "pairs": len(pairs),
        "routed": sum(one.scan is not None for one in pairs),
        "open": opened,
        "beyond": beyond,
        "missing": missing,
        "silent": silent,
    }
    return Outcome(counts, tuple(lines))


def _table(running: Cluster) -> dict[tuple[str, str], frozenset[int]]:
    """The ports that the table says are open, by the hosts (near, far), read as a reader does."""
    found: dict[tuple[str, str], set[int]] = {}
    for (far, *_), _, (port,), _, openings in table("ports", running.network, running.inventory).rows:
        for words in openings:
            for near in _meant(running, words):
                found.setdefault((near, far), set()).add(int(port))
    return {pair: frozenset(ports) for pair, ports in found.items()}


def _meant(running: Cluster, words: str) -> Iterator[str]:
    """The hosts of the lab that words in the table's last column mean."""
    if words.startswith("broker "):
        yield from (host.name for host in running.inventory.hosts_of(words.removeprefix("broker ")))
        return
    inventory = running.inventory
    groups: tuple[ClientGroup | ServerGroup, ...] = (*inventory.client_groups, *inventory.server_groups)
    for group in groups:
        if words == f"{group.title} ({group.site})":
            yield from (host.name for host in running.members(group.site, group.name))


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    if counts["beyond"] or counts["missing"] or counts["silent"]:
        return "other ports than in the table"
    return "exactly the ports of the table"


EXPERIMENT = Experiment(
    question="Which ports are open, from host to host?",
    done="The published files run with mcollectived on a server of each group. From every host each of the 65,535 TCP "
    "ports of every other host is asked with a SYN, up to four times. What answers is compared with the table of ports "
    "on the example's page.",
    columns=COLUMNS,
    options={
        "dialed": option("A NOC and three data centers", "noc-datacenters", ("noc-1", "transportConnectors")),
        OPENED: option("the same, its firewall removed", "noc-datacenters", ("dc-a-1", "transportConnectors")),
        "dialing": option("A NOC that dials its three data centers", "noc-dials", ("dc-a-1", "transportConnectors")),
    },
    run=_run,
    verdict=_verdict,
    trials=1,
    quick=False,
    hosts=True,
)

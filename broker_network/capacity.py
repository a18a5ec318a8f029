"""What a NOC and its data centers must hold: subscriptions, connections, heap and memory, from how many servers.

The calculator on the page about capacity does the same in the reader's browser, with the coefficients that
`coefficients` gives it; a test compares both.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from broker_network.activemq import releases
from broker_network.design import topology
from broker_network.design.planning import Plan, connectors, limits, plan
from broker_network.evidence import Record, of_experiment
from broker_network.network import parse
from broker_network.network.choices import Security
from broker_network.routes import Routing, hosts_of
from broker_network.routes.subscription_counts import AGENTS, demand, populations_of

NOC = "noc-1"
DATA_CENTER = "dc-1"
SCHEMES = ("stomp", "stomp+ssl")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A NOC and `sites` data centers that dial it, with `servers` divided evenly among them; none is without.

    Every server is in all of `collectives`, and subscribes in each for `agents`. `waiting` clients at the NOC wait
    for answers at a time. `tls` is whether clients and servers use it.
    """

    sites: int
    servers: int
    collectives: int = 1
    agents: int = AGENTS
    waiting: int = 1
    ttl: int = 1
    tls: bool = True


@dataclass(frozen=True, slots=True)
class Need:
    """What one broker needs. `held` are subscriptions that bridges make at it, memory is in MiB.

    `scheme` and `connections` are those of the listener for servers and clients. `beside` is what the process takes
    beside the heap.
    """

    scheme: str
    connections: int
    held: int
    heap: int
    beside: int

    @property
    def memory(self) -> int:
        """What the process takes at most."""
        return self.heap + self.beside


@dataclass(frozen=True, slots=True)
class ProcessMemory:
    """MiB that a broker's process takes beside its heap: `base`, and KiB for each connection by kind of listener."""

    base: int
    connection: dict[str, int]


def needs(wanted: Wanted) -> tuple[Need, Need]:
    """What the broker of the NOC needs, and that of the largest data center."""
    network, inventory = planned(wanted)
    heaps = {NOC: 0, DATA_CENTER: 0}
    held = dict.fromkeys(heaps, 0)
    routing = Routing(network, hosts_of(inventory))
    for one in demand(routing, populations_of(inventory), agents=wanted.agents):
        if one.bridge.sender in held:
            held[one.bridge.sender] += one.total
    own = inventory.site_of(DATA_CENTER).server_groups[0].count
    beyond = {NOC: wanted.servers, DATA_CENTER: wanted.servers - own if wanted.ttl > 1 else 0}
    connected = {NOC: wanted.waiting, DATA_CENTER: own}
    each = {NOC: 1, DATA_CENTER: wanted.agents + 1}
    links = {NOC: min(wanted.sites, wanted.servers), DATA_CENTER: 1}
    memory = process_memory()
    found = []
    for broker in heaps:
        uri = parse(next(one.uri for one in network.broker(broker).transport_connectors if one.name == "stomp"))
        found.append(
            Need(
                uri.scheme,
                int(dict(uri.options)["maximumConnections"]),
                held[broker],
                limits.heap_mib(
                    connected[broker],
                    connected[broker] * each[broker] * wanted.collectives,
                    links[broker],
                    beyond[broker] * wanted.collectives,
                ),
                memory.base + -(-memory.connection[uri.scheme] * connected[broker] // 1024),
            )
        )
    return found[0], found[1]


def process_memory() -> ProcessMemory:
    """From what was measured on all releases; of several numbers the highest."""
    growth = [one.counts["beside_noc"].highest for record in _records("growth") for one in record.variants.values()]
    slopes: dict[str, list[int]] = {scheme: [] for scheme in SCHEMES}
    for record in _records("blocking-and-nio"):
        for scheme, rows in _by_scheme(record).items():
            (few, little), (many, much) = min(rows), max(rows)
            slopes[scheme].append(-(-1024 * (much - little) // (many - few)))
    return ProcessMemory(max(growth), {scheme: max(0, *found) for scheme, found in slopes.items()})


def coefficients() -> dict[str, Any]:
    """All numbers that the calculator needs."""
    return {
        "brokerMib": limits.BROKER_MIB,
        "connectionKib": limits.CONNECTION_KIB,
        "subscriptionKib": limits.SUBSCRIPTION_KIB,
        "linkKib": limits.LINK_KIB,
        "remoteKib": limits.REMOTE_KIB,
        "messagesPercent": limits.MESSAGES_PERCENT,
        "stepMib": limits.HEAP_STEP_MIB,
        "leastMib": limits.LEAST_HEAP_MIB,
        "reconnecting": connectors.RECONNECTING,
        "spare": connectors.SPARE_CONNECTIONS,
        "beside": asdict(process_memory()),
    }


def _records(experiment: str) -> tuple[Record, ...]:
    found = of_experiment(experiment)
    if not found:
        raise LookupError(f"nothing is recorded: make evidence ONLY={experiment}")
    return found


def _by_scheme(record: Record) -> dict[str, list[tuple[int, int]]]:
    """Servers, and MiB beside the heap of their broker, by the kind of its listener."""
    rows: dict[str, list[tuple[int, int]]] = {scheme: [] for scheme in SCHEMES}
    for ident, one in record.variants.items():
        scheme = ident.partition("-")[2].replace("-", "+")
        if scheme in rows:
            rows[scheme].append((one.counts["servers"].highest, one.counts["beside_dc"].highest))
    return rows


def planned(wanted: Wanted, *, links: Security = "mtls") -> Plan:
    """The network that is wanted, as the generator plans it."""
    names = ", ".join(["mcollective", *(f"more{number}" for number in range(1, wanted.collectives))])
    lines = [
        "title: A NOC and data centers",
        f"activemq: {releases.DEFAULT}",
        f"collectives: [{names}]",
        f"security: {{links: {links}, clients: {'mtls' if wanted.tls else 'plain'}}}",
        "sites:",
        (
            f"  noc: {{brokers: {{{NOC}: {{host: {NOC}.example.net}}}}, "
            f"clients: {{ops: {{count: {wanted.waiting}, collectives: [{names}], operators: [alice]}}}}}}"
        ),
    ]
    dialing = ["links:"]
    sites = min(wanted.sites, wanted.servers)
    for number in range(1, sites + 1):
        count = wanted.servers // sites + (number <= wanted.servers % sites)
        lines.append(
            f"  dc-{number}: {{brokers: {{dc-{number}: {{host: dc-{number}.example.net}}}}, "
            f"servers: {{all: {{count: {count}, collectives: [{names}]}}}}}}"
        )
        dialing.append(f"  - {{from: dc-{number}, to: noc, ttl: {wanted.ttl}}}")
    return plan(topology.loads("\n".join([*lines, *dialing]) + "\n", "capacity"), "capacity")

"""Stars of a NOC and data centers as they are planned, filled with servers, and what is measured of them."""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from broker_network.capacity import DATA_CENTER, NOC, Wanted, planned
from broker_network.design.planning import Plan
from broker_network.network import Network
from broker_network.routes import Routing, hosts_of
from broker_network.routes.subscription_counts import AGENTS, demand, populations_of
from tests.experiments.experiment import Experiment, Option, Outcome

from .crowd import Client, Crowd, Server
from .fleet import MIB, Census, Fleet

WINDOW = 2.0
"""Seconds that MCollective waits for answers when it discovers. (Source: MCollective, discovery/mc.ddl.)"""

PATIENCE = 30.0
"""Seconds after which an answer is lost."""

ROUNDS = 5
DIRECTED = 1000
"""Servers that are sent a directed request each, at most."""

SETTLING = 90.0

COLUMNS = {
    "brokers": "brokers",
    "servers": "servers",
    "in_time": "answered within 2 s",
    "lost": "never answered",
    "twice": "answered twice",
    "last": "ms to the last answer",
    "rate": "directed requests answered a second",
    "held_noc": "held for bridges at the NOC",
    "held_dc": "held for bridges at a data center",
    "heap_noc": "MiB of heap in use at the NOC",
    "heap_dc": "MiB of heap in use at a data center",
    "beside_noc": "MiB beside the heap at the NOC",
    "beside_dc": "MiB beside the heap at a data center",
    "threads_dc": "threads at a data center",
}


@functools.cache
def star(sites: int, servers: int, ttl: int = 1, *, tls: bool = False) -> Plan:
    """A NOC with one client, and data centers that dial it, with the servers divided evenly among them.

    `tls` is whether servers and clients use it; links do not, as brokers on loopback have no names to verify.
    """
    return planned(Wanted(sites, servers, ttl=ttl, tls=tls), links="plain")


@dataclass(frozen=True)
class Tried:
    """A plan, and for how many agents its servers subscribe in each collective."""

    title: str
    plan: Plan
    agents: int = AGENTS


@dataclass(frozen=True)
class Answers:
    """What a broadcast gave: how many servers answered within the window, at all, more than once; ms to the last."""

    in_time: int
    ever: int
    twice: int
    last: int


def measure(of: Plan, release: str, agents: int = AGENTS) -> Outcome:
    """Start it, connect everybody, ask, and count; by the columns above."""
    with Fleet(of, release) as fleet, Crowd() as crowd:
        servers = [made() for made in makers(fleet, agents)]
        crowd.join(servers)
        operator = of.inventory.operators[0]
        client = Client(
            operator.identity,
            fleet.address(NOC),
            (operator.name, fleet.password(operator.name)),
            fleet.context(f"operators/{operator.identity}/ssl"),
        )
        crowd.join([client])
        held = _resolved(fleet, crowd, agents)
        broadcast(crowd, client, len(servers))  # what Java has not compiled yet counts for nobody
        rounds = [broadcast(crowd, client, len(servers)) for _ in range(ROUNDS)]
        rate = directed(crowd, client, servers[:: math.ceil(len(servers) / DIRECTED)])
        log = fleet.lines("prefetch limit")
    near, far = held[NOC], held[DATA_CENTER]
    counts = {
        "brokers": len(of.network.brokers),
        "servers": len(servers),
        "in_time": min(one.in_time for one in rounds),
        "lost": len(servers) - min(one.ever for one in rounds),
        "twice": max(one.twice for one in rounds),
        "last": max(one.last for one in rounds),
        "rate": rate,
        "held_noc": near.for_bridges,
        "held_dc": far.for_bridges,
        "heap_noc": round(near.heap / MIB),
        "heap_dc": round(far.heap / MIB),
        "beside_noc": round(near.beside / MIB),
        "beside_dc": round(far.beside / MIB),
        "threads_dc": far.threads,
    }
    return Outcome(counts, log[:1])


_DONE = (
    f"Servers are simulated: each is a STOMP connection with MCollective's subscriptions for {AGENTS} agents (or "
    "as many as said), and answers at once. "
    f"After one broadcast to warm up, {ROUNDS} more, of which the slowest counts; then directed requests to up to "
    f"{DIRECTED:,} servers. Brokers, servers and the client share the machine."
)


def experiment(
    question: str,
    done: str,
    tried: Mapping[str, Tried],
    *,
    leave_out: tuple[str, ...] = (),
    shown: str = "transportConnectors",
    quick: bool = False,
) -> Experiment:
    """An experiment that measures plans, one after the other.

    `leave_out` are columns that say nothing here, `shown` is the element of each plan's data center to show.
    """
    columns = {column: words for column, words in COLUMNS.items() if column not in leave_out}

    def run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
        found = {ident: measure(one.plan, release, one.agents) for ident, one in tried.items()}
        return {
            ident: Outcome({column: one.counts[column] for column in columns}, one.log) for ident, one in found.items()
        }

    return Experiment(
        question=question,
        done=f"{done} {_DONE}",
        columns=columns,
        options={ident: Option(one.title, one.plan.network, ((DATA_CENTER, shown),)) for ident, one in tried.items()},
        run=run,
        verdict=_verdict,
        trials=3,
        quick=quick,
        timed=True,
    )


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    if counts["lost"]:
        return "some never answer"
    if counts["twice"]:
        return "some answer twice"
    return "all answer in time" if counts["in_time"] == counts["servers"] else "some answer too late"


def broadcast(crowd: Crowd, client: Client, servers: int) -> Answers:
    """Ask everybody once."""
    ready = client.listen()
    crowd.say(client)
    assert crowd.run(lambda: client.has(ready), PATIENCE)
    start = time.monotonic()
    client.broadcast("discovery")
    crowd.say(client)
    crowd.run(lambda: len(client.replies) >= servers, PATIENCE)
    crowd.run(lambda: False, 0.3)  # for what comes twice
    last = max(client.times, default=start + PATIENCE) - start
    return Answers(
        in_time=sum(came - start <= WINDOW for came in client.times),
        ever=len(client.replies),
        twice=sum(count > 1 for count in client.replies.values()),
        last=round(1000 * last),
    )


def directed(crowd: Crowd, client: Client, servers: list[Server]) -> int:
    """Ask each by itself; how many answered a second, or 0 where not all did."""
    ready = client.listen()
    crowd.say(client)
    assert crowd.run(lambda: client.has(ready), PATIENCE)
    start = time.monotonic()
    for server in servers:
        client.ask(server.identity)
    crowd.say(client)
    whole = crowd.run(lambda: len(client.replies) >= len(servers), PATIENCE)
    return round(len(servers) / (max(client.times) - start)) if whole else 0


def makers(fleet: Fleet, agents: int = AGENTS) -> list[Callable[[], Server]]:
    """What makes a connection for each server of the inventory, to the first broker of its pool."""
    names = ["discovery", "rpcutil", *(f"agent{number}" for number in range(3, agents + 1))]
    context = fleet.context("hosts/server")
    return [
        functools.partial(
            Server,
            f"{group.site}-{number}.example.net",
            names,
            fleet.address(group.brokers[0]),
            (group.user, fleet.password(group.user)),
            context,
        )
        for group in fleet.plan.inventory.server_groups
        for number in range(group.count)
    ]


def expected(of: Plan, agents: int = AGENTS) -> dict[str, int]:
    """How many subscriptions bridges will hold at each broker, as `demand` computes it."""
    found = dict.fromkeys((broker.name for broker in of.network.brokers), 0)
    for one in demand(Routing(of.network, hosts_of(of.inventory)), populations_of(of.inventory), agents=agents):
        found[one.bridge.sender] += one.total
    return found


def _resolved(fleet: Fleet, crowd: Crowd, agents: int) -> dict[str, Census]:
    """What the brokers hold when they have told each other all, or when that has taken too long."""
    wanted = expected(fleet.plan, agents)
    deadline = time.monotonic() + SETTLING
    counted = (NOC, DATA_CENTER)
    while True:
        found = {broker: fleet.census(broker) for broker in counted}
        if all(found[one].for_bridges == wanted[one] for one in counted) or time.monotonic() > deadline:
            return found
        crowd.run(lambda: False, 1.0)

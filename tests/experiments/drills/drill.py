"""One kind of experiment: something is done to a running example under traffic, and the same things are counted."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial

from macros import examples
from macros.lab.cluster import Cluster
from macros.network import Network
from macros.plan import Plan

from ..experiment import Experiment, Option, Outcome
from ..hosts import cluster
from .watch import PERIOD, WINDOW, Ask, Party, Watch, brokers_of

EXAMPLE = "three-brokers"
HUB, LEAF, OTHER = "broker1", "broker2", "broker3"
HEARTBEAT = 30
PATIENCE = 150
"""Seconds after which something that should come back is taken not to."""

COLUMNS = {
    "down": "seconds from the beginning until all requests are answered within two seconds again",
    "back": "of these, seconds after it was mended",
    "others": "requests unanswered that it should not concern",
    "lost": "directed requests lost",
    "doubled": "requests carried out twice",
}

LINKS = ((LEAF, "networkConnectors"),)

Concerns = Callable[[frozenset[str]], bool]


@dataclass
class Scene:
    """A running network under traffic, while something is done to it."""

    cluster: Cluster
    watch: Watch
    release: str
    began: float = math.inf
    ended: float = math.inf
    log: tuple[str, ...] = ()
    lengths: Mapping[str, int] = field(default_factory=dict)

    def begin(self) -> None:
        """What is done begins now."""
        self.lengths = {name: len(broker.log) for name, broker in self.cluster.brokers.items()}
        self.began = time.monotonic()

    def mended(self) -> None:
        """From now on it should come back."""
        self.ended = time.monotonic()

    def quote(self, broker: str, pattern: str) -> None:
        """Keep the lines that match, of those that a broker has logged since it began."""
        lines = self.cluster.brokers[broker].messages(pattern, self.lengths[broker])
        self.log = (*self.log, *(f"{broker}: {line}" for line in lines))

    def restart(self, broker: str) -> None:
        """Start a broker that has ended, and wait until it says that it has."""
        running = self.cluster.brokers[broker]
        running.start()
        await_that(lambda: running.started, f"{broker} is started")


@dataclass(frozen=True)
class Fault:
    """What is done, and which requests it concerns: those whose way, as a set of brokers, `concerns` holds for."""

    title: str
    act: Callable[[Scene], None]
    concerns: Concerns


def at(*brokers: str) -> Concerns:
    """What passes one of these brokers."""
    return lambda way: not way.isdisjoint(brokers)


def between(*brokers: str) -> Concerns:
    """What passes all of these brokers."""
    return lambda way: way.issuperset(brokers)


def nobody(_: frozenset[str]) -> bool:
    """Concerns no request."""
    return False


def drill(
    question: str,
    done: str,
    faults: Mapping[str, Fault],
    *,
    plan: Plan | None = None,
    shown: tuple[tuple[str, str], ...] = LINKS,
    prepare: Callable[[Cluster], None] = lambda _: None,
    trials: int = 3,
    quick: bool = False,
) -> Experiment:
    """The experiment that does these things, one after the other, to one running network."""
    chosen = plan or examples.load(EXAMPLE)
    return Experiment(
        question=question,
        done=done,
        columns=COLUMNS,
        options={ident: Option(fault.title, chosen.network, shown) for ident, fault in faults.items()},
        run=partial(_run, faults, chosen, prepare),
        verdict=verdict,
        trials=trials,
        quick=quick,
        hosts=True,
    )


def verdict(_: str, counts: Mapping[str, int]) -> str:
    """What an operator would say."""
    if counts["down"] == 0 and counts["lost"] == 0:
        words = ["nobody notices"]
    elif counts["down"] == 0:
        words = ["nobody waits"]
    else:
        words = ["comes back by itself"]
    if counts["others"]:
        words.append("others notice")
    if counts["lost"]:
        words.append("directed requests are lost")
    elif counts["down"]:
        words.append("no directed request is lost")
    if counts["doubled"]:
        words.append("some are carried out twice")
    return ", ".join(words)


def await_that(holds: Callable[[], bool], what: str, seconds: float = 60) -> None:
    """Wait for something; raise TimeoutError that names it."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not so after {seconds:.0f} s: {what}")
        time.sleep(0.05)


def watching(running: Cluster, operators: tuple[str, ...] = (), clocks: Mapping[str, float] | None = None) -> Watch:
    """Traffic over a running network: its operators, and one server for each that the lab runs."""
    clocks = clocks or {}
    inventory = running.inventory
    return Watch(
        [
            Party(
                operator.identity,
                group.brokers[0],
                partial(running.operator_session, operator, group.brokers[0], heartbeat=HEARTBEAT),
                clocks.get(operator.identity, 0),
            )
            for group in inventory.client_groups
            for operator in group.operators
            if not operators or operator.name in operators
        ],
        [
            Party(
                host.name,
                group.brokers[0],
                partial(running.server_session, host, group.brokers[0], heartbeat=HEARTBEAT),
                clocks.get(host.name, 0),
            )
            for group in inventory.server_groups
            for host in running.members(group.site, group.name)
        ],
    )


def _run(
    faults: Mapping[str, Fault],
    plan: Plan,
    prepare: Callable[[Cluster], None],
    release: str,
    networks: Mapping[str, Network],
) -> dict[str, Outcome]:
    found: dict[str, Outcome] = {}
    with ExitStack() as stack:
        running = cluster(plan, release)
        stack.callback(running.close)
        running.prepare()
        prepare(running)
        running.start_brokers()
        running.await_links()
        watch = stack.enter_context(watching(running))
        watch.await_answers(PATIENCE)
        for ident, fault in faults.items():
            found[ident] = perform(Scene(running, watch, release), fault)
    return found


def perform(scene: Scene, fault: Fault) -> Outcome:
    """Do it under traffic, wait until all is answered again, and count."""
    watch = scene.watch

    def concerned(ask: Ask) -> bool:
        return fault.concerns(brokers_of(ask, watch, HUB))

    fault.act(scene)
    watch.await_answers(PATIENCE, scene.ended)
    end = time.monotonic() - WINDOW
    begin = scene.began - PERIOD
    everything = watch.seen(begin, end)
    directed = watch.seen(begin, end, lambda ask: ask.kind == "directed")
    others = watch.seen(begin, end, lambda ask: not concerned(ask))
    until = everything.until
    return Outcome(
        {
            "down": 0 if until is None else max(0, math.ceil(until + PERIOD - scene.began)),
            "back": 0 if until is None else max(0, math.ceil(until + PERIOD - scene.ended)),
            "others": others.late,
            "lost": directed.lost,
            "doubled": everything.doubled,
        },
        scene.log,
    )

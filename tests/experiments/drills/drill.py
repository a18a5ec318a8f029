"""One kind of experiment: something is done to a running example under traffic, and the same things are counted."""

from __future__ import annotations

import math
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial

from broker_network import examples
from broker_network.design.planning import Plan
from broker_network.lab.cluster import Cluster
from broker_network.network import Network
from tests.experiments.experiment import Experiment, Option, Outcome
from tests.experiments.hosts import cluster

from .watch import LIFE, PERIOD, WINDOW, Ask, Party, Watch, brokers_of

EXAMPLE = "three-brokers"
HUB, LEAF, OTHER = "broker1", "broker2", "broker3"
HEARTBEAT = 30
PATIENCE = 150
"""Seconds after which something that should come back is taken not to."""

STALL = 3
"""Seconds."""

COLUMNS = {
    "down": "seconds from the beginning until all requests are answered within two seconds again",
    "back": "of these, seconds after it was mended",
    "others": "requests unanswered that it should not concern",
    "lost": "directed requests lost within their life",
    "expired": "directed requests that grew too old",
    "doubled": "requests carried out twice",
}

LINKS = ((LEAF, "networkConnectors"),)

_VARIES = re.compile(r"(?<=NotAfter: )[^)]*|(?<=\d:)\d{5}\b|(?<=ID:)[\w.:-]+")
"""Times, ports that the system chose, and ids."""

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
    counts: dict[str, int] = field(default_factory=dict)
    lengths: Mapping[str, int] = field(default_factory=dict)

    def begin(self) -> None:
        """What is done begins now."""
        self.lengths = {name: len(broker.log) for name, broker in self.cluster.brokers.items()}
        self.began = time.monotonic()

    def mended(self) -> None:
        """From now on it should come back."""
        self.ended = time.monotonic()

    def logged(self, broker: str, pattern: str) -> tuple[str, ...]:
        """What a broker has logged since it began that matches."""
        return self.cluster.brokers[broker].messages(pattern, self.lengths[broker])

    def quote(self, broker: str, pattern: str) -> None:
        """Keep the first line that matches, of those that a broker has logged since it began, without what varies."""
        for line in self.logged(broker, pattern)[:1]:
            self.log = (*self.log, f"{broker}: {_VARIES.sub('…', line)}")

    def restart(self, broker: str) -> None:
        """Start a broker that has ended, and wait until it says that it has."""
        running = self.cluster.brokers[broker]
        running.start()
        await_that(lambda: running.started, f"{broker} is started")


@dataclass(frozen=True)
class Fault:
    """What is done, and which requests it concerns: those whose way, as a set of brokers, `concerns` holds for.

    `besides` is shown with the configuration.
    """

    title: str
    act: Callable[[Scene], None]
    concerns: Concerns
    besides: str = ""


def at(*brokers: str) -> Concerns:
    """What passes one of these brokers."""
    return lambda way: not way.isdisjoint(brokers)


def between(*brokers: str) -> Concerns:
    """What passes all of these brokers."""
    return lambda way: way.issuperset(brokers)


def nobody(_: frozenset[str]) -> bool:
    """Concerns no request."""
    return False


def verdict(_: str, counts: Mapping[str, int]) -> str:
    """What an operator would say. A STALL is no outage: a small machine that does much else has them by itself."""
    if counts["down"] <= STALL and counts["lost"] == 0:
        words = ["nobody notices"]
    elif counts["down"] <= STALL:
        words = ["nobody waits"]
    else:
        words = ["comes back by itself"]
    if counts["others"]:
        words.append("others notice")
    if counts["lost"]:
        words.append("directed requests are lost")
    elif counts["down"] > STALL:
        words.append("no directed request is lost" + (" within its life" if counts["expired"] else ""))
    if counts["doubled"]:
        words.append("some are carried out twice")
    return ", ".join(words)


def drill(
    question: str,
    done: str,
    faults: Mapping[str, Fault],
    *,
    plan: Plan | None = None,
    shown: tuple[tuple[str, str], ...] = LINKS,
    columns: Mapping[str, str] | None = None,
    verdict: Callable[[str, Mapping[str, int]], str] = verdict,
    prepare: Callable[[Cluster, str], None] = lambda *_: None,
    java_options: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
    trials: int = 2,
    quick: bool = False,
) -> Experiment:
    """The experiment that does these things, one after the other, to one running network.

    `columns` are more to count, each of which every fault puts into the scene. `prepare` is given the hosts before
    brokers start, and the release. Operators `without` whom it goes on are left out of the traffic.
    """
    chosen = plan or examples.load(EXAMPLE)
    return Experiment(
        question=question,
        done=done,
        columns={**COLUMNS, **(columns or {})},
        options={
            ident: Option(fault.title, chosen.network, shown, besides=fault.besides) for ident, fault in faults.items()
        },
        run=partial(_run, faults, chosen, prepare, java_options, without),
        verdict=verdict,
        trials=trials,
        quick=quick,
        hosts=True,
    )


def await_that(holds: Callable[[], bool], what: str, seconds: float = 60) -> None:
    """Wait for something; raise TimeoutError that names it."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not so after {seconds:.0f} s: {what}")
        time.sleep(0.05)


def watching(running: Cluster, without: tuple[str, ...] = ()) -> Watch:
    """Traffic over a running network: its operators, but those `without` whom, and every server that the lab runs."""
    inventory = running.inventory
    return Watch(
        [
            Party(
                operator.identity,
                group.brokers[0],
                partial(running.operator_session, operator, group.brokers[0], heartbeat=HEARTBEAT),
            )
            for group in inventory.client_groups
            for operator in group.operators
            if operator.name not in without
        ],
        [
            Party(
                host.name,
                group.brokers[0],
                partial(running.server_session, host, group.brokers[0], heartbeat=HEARTBEAT),
            )
            for group in inventory.server_groups
            for host in running.members(group.site, group.name)
        ],
    )


def hub(running: Cluster) -> str:
    """The broker in the middle: the one that most others dial."""
    return Counter(link.listening for link in running.inventory.links).most_common(1)[0][0]


def _run(
    faults: Mapping[str, Fault],
    plan: Plan,
    prepare: Callable[[Cluster, str], None],
    java_options: tuple[str, ...],
    without: tuple[str, ...],
    release: str,
    networks: Mapping[str, Network],
) -> dict[str, Outcome]:
    found: dict[str, Outcome] = {}
    with ExitStack() as stack:
        running = cluster(plan, release, java_options=java_options)
        stack.callback(running.close)
        running.prepare()
        prepare(running, release)
        running.start_brokers()
        running.await_links()
        watch = stack.enter_context(watching(running, without))
        watch.await_answers(PATIENCE)
        for ident, fault in faults.items():
            found[ident] = perform(Scene(running, watch, release), fault)
    return found


def _is_directed(ask: Ask) -> bool:
    return ask.kind == "directed"


def perform(scene: Scene, fault: Fault) -> Outcome:
    """Do it under traffic, wait until all is answered again, and count."""
    watch = scene.watch

    def concerned(ask: Ask) -> bool:
        return fault.concerns(brokers_of(ask, watch, hub(scene.cluster)))

    fault.act(scene)
    watch.await_answers(PATIENCE, scene.ended)
    end = time.monotonic() - WINDOW
    begin = scene.began - PERIOD
    everything = watch.seen(begin, end)
    others = watch.seen(begin, end, lambda ask: not concerned(ask))
    until = everything.until
    # What is delivered when all is well again, and is older than its life then, is not carried out.
    young = min(end, max(begin, (until or begin) + 2 * WINDOW - LIFE))
    old = watch.seen(begin, young, _is_directed)
    directed = watch.seen(young, end, _is_directed)
    return Outcome(
        {
            "down": 0 if until is None else max(0, math.ceil(until + PERIOD - scene.began)),
            "back": 0 if until is None else max(0, math.ceil(until + PERIOD - scene.ended)),
            "others": others.unanswered,
            "lost": directed.lost,
            "expired": old.lost if young > begin else 0,
            "doubled": everything.doubled,
            **scene.counts,
        },
        scene.log,
    )

"""What TLS costs: on a link, and when clients connect."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from socket import socket

from broker_network.lab.cluster import Cluster
from broker_network.lab.hosts import LabHost
from broker_network.lab.stomp import Frame, Stomp
from broker_network.network import Network
from tests.experiments.experiment import Experiment, Option, Outcome
from tests.experiments.hosts import cluster

from .networks import dialing

ROUNDS, WARMING = 12, 3
MESSAGES = 2000
SIZE = 1000
CONNECTIONS = 40
HUB, LEAF = "hub-1", "leaf-1"
PLANS = {
    "plain": dialing("cost-plain", ("leaf",), links="plain", clients="plain"),
    "link": dialing("cost-link", ("leaf",), links="mtls", clients="plain"),
    "clients": dialing("cost-clients", ("leaf",), links="plain", clients="mtls"),
}
OPTIONS = {
    "requests": ("directed requests over a link, with TLS on it", "link", "networkConnectors"),
    "replies": ("replies over a link, with TLS on it", "link", "networkConnectors"),
    "connecting": ("clients that connect and log in, with TLS", "clients", "transportConnectors"),
    "control": ("requests over the link without TLS, measured a second time", "plain", "networkConnectors"),
}


@dataclass(frozen=True)
class _Side:
    """A running network with a client at the hub and a server behind the link, each with its connection."""

    running: Cluster
    asking: tuple[Stomp, socket]
    answering: tuple[Stomp, socket]

    def requests(self) -> float:
        """Directed requests a second that come to the server."""
        headers = {"destination": "/queue/mcollective.nodes", "mc_identity": "server"}
        return _rate(self.asking[1], headers, self.answering[0])

    def replies(self) -> float:
        """Replies a second that come to the client."""
        return _rate(self.answering[1], {"destination": _replies(self.running)}, self.asking[0])

    def connecting(self) -> float:
        """Sessions a second that one client after another opens."""
        (operator,) = self.running.inventory.operators
        began = time.monotonic()
        for _ in range(CONNECTIONS):
            self.running.operator_session(operator, HUB).close()
        return CONNECTIONS / (time.monotonic() - began)


def _replies(running: Cluster) -> str:
    return f"/queue/mcollective.reply.{running.inventory.operators[0].identity}_1.1"


def _rate(write: socket, headers: Mapping[str, str], to: Stomp) -> float:
    """Messages a second from the first that is written to the last that comes; none waits for a receipt."""
    frame = Frame("SEND", {**headers, "content-length": str(SIZE)}, "x" * SIZE).encode()
    began = time.monotonic()
    write.sendall(frame * MESSAGES)
    came = to.receive(60, until=lambda frames: len(frames) == MESSAGES)
    assert len(came) == MESSAGES
    return MESSAGES / (time.monotonic() - began)


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    with ExitStack() as opened:
        sides = {ident: _side(opened.enter_context(cluster(of, release)), opened) for ident, of in PLANS.items()}
        measured: dict[str, tuple[Callable[[], float], Callable[[], float]]] = {
            "requests": (sides["link"].requests, sides["plain"].requests),
            "replies": (sides["link"].replies, sides["plain"].replies),
            "connecting": (sides["clients"].connecting, sides["plain"].connecting),
            "control": (sides["plain"].requests, sides["plain"].requests),
        }
        rates: dict[str, list[tuple[float, float]]] = {ident: [] for ident in measured}
        for number in range(WARMING + ROUNDS):
            for ident, (one, plain) in measured.items():
                # Whoever comes second may find the machine warmer, or busier.
                first, second = (one, plain) if number % 2 else (plain, one)
                found = first(), second()
                if number >= WARMING:
                    rates[ident].append(found if number % 2 else (found[1], found[0]))
    return {ident: _outcome(pairs) for ident, pairs in rates.items()}


def _side(running: Cluster, opened: ExitStack) -> _Side:
    (operator,) = running.inventory.operators
    (server,) = running.members("leaf", "all")
    keys = running.terminal(operator).files / f"etc/mcollective/operators/{operator.identity}/ssl"
    asking = _session(running, opened, running.terminal(operator), HUB, operator.name, keys)
    user = running.group(server).user
    answering = _session(running, opened, server, LEAF, user, server.files / "etc/mcollective/ssl")
    answering[0].subscribe("/queue/mcollective.nodes", selector="mc_identity = 'server'")
    asking[0].subscribe(_replies(running))
    return _Side(running, asking, answering)


def _session(
    running: Cluster, opened: ExitStack, host: LabHost, broker: str, user: str, material: Path
) -> tuple[Stomp, socket]:
    connection = running.connection(host, broker, material)
    return opened.enter_context(Stomp(connection, user, running.folder.password(user))), connection


def _outcome(pairs: list[tuple[float, float]]) -> Outcome:
    """Ratios in percent: of the best rates, which others disturbed least, and of the rates of each round."""
    ratios = sorted(round(100 * one / plain) for one, plain in pairs)
    best, plain = (max(rates) for rates in zip(*pairs, strict=True))
    median = round(statistics.median(ratios))
    return Outcome({"best": round(100 * best / plain), "median": median, "least": ratios[0], "most": ratios[-1]})


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    if counts["best"] >= 80:
        return "as fast, or nearly"
    return "slower" if counts["best"] >= 50 else "less than half as fast"


EXPERIMENT = Experiment(
    question="What does TLS cost?",
    done=f"Three networks of two brokers and a link run side by side: without TLS, with TLS on the link, and with TLS "
    f"for clients. In turn {MESSAGES} directed requests and as many replies of {SIZE} bytes are sent over the link as "
    f"fast as it takes them, and {CONNECTIONS} clients connect one after the other; {ROUNDS} rounds of each, after "
    f"{WARMING} that are not counted. Each is compared with one without TLS, measured right before or after it.",
    columns={
        "best": "best rate of all rounds, in percent of the best one without TLS",
        "median": "rate in a round, in percent of the one without TLS: the median of the rounds",
        "least": "the lowest",
        "most": "the highest",
    },
    options={
        ident: Option(title, PLANS[plan].network, ((HUB, shown),)) for ident, (title, plan, shown) in OPTIONS.items()
    },
    run=_run,
    verdict=_verdict,
    trials=1,
    quick=False,
    hosts=True,
    timed=True,
)

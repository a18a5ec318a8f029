"""What TLS costs: on a link, and when clients connect."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass

from macros.lab.cluster import Cluster
from macros.lab.stomp import Frame, Stomp
from macros.network import Network

from ..experiment import Experiment, Option, Outcome
from ..hosts import cluster
from .networks import dialing

ROUNDS = 9
MESSAGES = 1000
SIZE = 1000
CONNECTIONS = 40
PLANS = {
    "plain": dialing("cost-plain", ("leaf",), links="plain", clients="plain"),
    "link": dialing("cost-link", ("leaf",), links="mtls", clients="plain"),
    "clients": dialing("cost-clients", ("leaf",), links="plain", clients="mtls"),
}
TITLES = {
    "requests": ("directed requests over a link, with TLS on it", "link", ("hub-1", "networkConnectors")),
    "replies": ("replies over a link, with TLS on it", "link", ("hub-1", "networkConnectors")),
    "connecting": ("clients that connect and log in, with TLS", "clients", ("hub-1", "transportConnectors")),
    "control": ("requests over the link without TLS, measured a second time", "plain", ("hub-1", "networkConnectors")),
}


@dataclass(frozen=True)
class _Side:
    """A client at the hub, and a server behind the link, with sockets to write to without waiting."""

    running: Cluster
    asking: Stomp
    answering: Stomp
    ask: Callable[[bytes], None]
    answer: Callable[[bytes], None]

    def requests(self) -> float:
        """Directed requests a second that come to the server."""
        headers = {"destination": "/queue/mcollective.nodes", "mc_identity": "server"}
        return _rate(self.ask, headers, self.answering)

    def replies(self) -> float:
        """Replies a second that come to the client."""
        return _rate(self.answer, {"destination": _replies(self.running)}, self.asking)

    def connecting(self) -> float:
        """Sessions a second that one client after another opens."""
        (operator,) = self.running.inventory.operators
        began = time.monotonic()
        for _ in range(CONNECTIONS):
            self.running.operator_session(operator, "hub-1").close()
        return CONNECTIONS / (time.monotonic() - began)


def _replies(running: Cluster) -> str:
    return f"/queue/mcollective.reply.{running.inventory.operators[0].identity}_1.1"


def _rate(write: Callable[[bytes], None], headers: Mapping[str, str], to: Stomp) -> float:
    frame = Frame("SEND", {**headers, "content-length": str(SIZE)}, "x" * SIZE).encode()
    began = time.monotonic()
    write(frame * MESSAGES)
    came = to.receive(60, until=lambda frames: len(frames) == MESSAGES)
    assert len(came) == MESSAGES
    return MESSAGES / (time.monotonic() - began)


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    with ExitStack() as open_:
        sides = {ident: _side(open_.enter_context(cluster(of, release)), open_) for ident, of in PLANS.items()}
        rates: dict[tuple[str, str], list[float]] = {}
        # One round of each in turn, so that whatever else the machine does touches all alike; the first warms up.
        for number in range(ROUNDS + 1):
            found = {
                ("requests", "plain"): sides["plain"].requests(),
                ("requests", "link"): sides["link"].requests(),
                ("control", "plain"): sides["plain"].requests(),
                ("replies", "plain"): sides["plain"].replies(),
                ("replies", "link"): sides["link"].replies(),
                ("connecting", "plain"): sides["plain"].connecting(),
                ("connecting", "clients"): sides["clients"].connecting(),
            }
            for what, rate in found.items():
                if number:
                    rates.setdefault(what, []).append(rate)
    return {
        what: _outcome(rates[what, which], rates["requests" if what == "control" else what, "plain"])
        for what, (_, which, _) in TITLES.items()
    }


def _side(running: Cluster, open_: ExitStack) -> _Side:
    (operator,) = running.inventory.operators
    (server,) = running.members("leaf", "all")
    ends: list[tuple[Stomp, Callable[[bytes], None]]] = []
    for user, host, broker in (
        (operator.name, running.terminal(operator), "hub-1"),
        ("servers-leaf", server, "leaf-1"),
    ):
        if running.inventory.client_security == "mtls":
            session = (
                running.operator_session(operator, broker)
                if broker == "hub-1"
                else running.server_session(server, broker)
            )
            ends.append((open_.enter_context(session), _nobody))
            continue
        name, port = running.stomp_address(broker)
        connection = host.connect(str(running.hosts[name].machine.address), port)
        ends.append((open_.enter_context(Stomp(connection, user, running.password(user))), connection.sendall))
    (asking, ask), (answering, answer) = ends
    answering.subscribe("/queue/mcollective.nodes", selector="mc_identity = 'server'")
    asking.subscribe(_replies(running))
    return _Side(running, asking, answering, ask, answer)


def _nobody(_: bytes) -> None:
    raise AssertionError("only connecting is measured over TLS for clients")


def _outcome(rates: list[float], plain: list[float]) -> Outcome:
    """The ratio in percent: of each round, so that a slow moment counts for both; the median over the rounds."""
    ratios = [100 * one / other for one, other in zip(rates, plain, strict=True)]
    return Outcome({"percent": round(statistics.median(ratios))})


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    if counts["percent"] >= 80:
        return "as fast, or nearly"
    return "slower" if counts["percent"] >= 50 else "less than half as fast"


EXPERIMENT = Experiment(
    question="What does TLS cost?",
    done=f"Two brokers and a link, side by side without TLS, with TLS on the link, and with TLS for clients. In turn "
    f"{MESSAGES} directed requests and as many replies of {SIZE} bytes are sent over the link as fast as it takes "
    f"them, and {CONNECTIONS} clients connect one after the other; {ROUNDS} rounds of each.",
    columns={"percent": "rate, in percent of the rate without TLS"},
    options={ident: Option(title, PLANS[plan].network, (shown,)) for ident, (title, plan, shown) in TITLES.items()},
    run=_run,
    verdict=_verdict,
    trials=1,
    quick=False,
    hosts=True,
)

"""A broker dies while 900 servers are connected, to it or beyond its links."""

from __future__ import annotations

import math
import socket
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress

from broker_network.capacity import DATA_CENTER, NOC
from broker_network.lab.stomp import Refused, Stomp
from broker_network.network import Network
from tests.experiments.experiment import Experiment, Option, Outcome

from .fleet import Fleet
from .measuring import makers, star
from .returning import Returning

SERVERS = 900
PATIENCE = 180
ANSWER_SECONDS = 10
"""An operator waits longer than `mco` does: a small machine runs all 900 servers beside the brokers."""

KILLED = {"beyond": NOC, "there": DATA_CENTER}


class _Operator:
    """Asks over a session that is opened anew where it ended."""

    def __init__(self, fleet: Fleet) -> None:
        self._fleet = fleet
        self._requests = 0
        self._session: Stomp | None = None

    def everybody(self) -> Counter[str]:
        """How often each server answers a broadcast, within ANSWER_SECONDS."""
        with suppress(Refused, OSError):
            session, replies = self._listening()
            session.send("/topic/mcollective.discovery.agent", "request", {"reply-to": replies})
            return self._heard(session, replies, ANSWER_SECONDS)
        self._session = None
        return Counter()

    def each(self, identities: list[str]) -> Counter[str]:
        """How often each answers a directed request."""
        session, replies = self._listening()
        for identity in identities:
            session.send("/queue/mcollective.nodes", "request", {"mc_identity": identity, "reply-to": replies})
        return self._heard(session, replies, 3 * ANSWER_SECONDS)

    def _listening(self) -> tuple[Stomp, str]:
        """A session, and the queue for the replies to its next request."""
        operator = self._fleet.plan.inventory.operators[0]
        if self._session is None:
            connection = socket.create_connection(self._fleet.address(NOC), 5)
            if (context := self._fleet.context(f"operators/{operator.identity}/ssl")) is not None:
                connection = context.wrap_socket(connection)
            self._session = Stomp(connection, operator.name, self._fleet.password(operator.name))
        self._requests += 1
        replies = f"/queue/mcollective.reply.{operator.identity}_1.{self._requests}"
        self._session.subscribe(replies)
        return self._session, replies

    @staticmethod
    def _heard(session: Stomp, replies: str, seconds: float) -> Counter[str]:
        frames = session.receive(seconds, until=lambda came: len(came) >= SERVERS)
        frames += session.receive(0.5)  # what comes twice
        return Counter(frame.body.split()[0] for frame in frames if frame.headers["destination"] == replies)


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    return {option: _trial(option, release) for option in networks}


def _trial(option: str, release: str) -> Outcome:
    with Fleet(PLANS[option], release) as fleet, Returning(made := makers(fleet)):
        operator = _Operator(fleet)
        before = max(len(operator.everybody()) for _ in range(3))
        began = time.monotonic()
        fleet.restart(KILLED[option])
        listening = time.monotonic()
        answered: Counter[str] = Counter()
        twice = 0
        while len(answered) < SERVERS and time.monotonic() - listening < PATIENCE:
            asked = time.monotonic()
            answered = operator.everybody()
            twice += sum(count > 1 for count in answered.values())
            time.sleep(max(0, asked + 0.5 - time.monotonic()))
        back = time.monotonic()
        directed = operator.each([make().identity for make in made])
        twice += sum(count > 1 for count in directed.values())
        log = fleet.lines("prefetch limit|maximumConnections|Could not accept")
    return Outcome(
        {
            "before": before,
            "start": math.ceil(listening - began),
            "back": math.ceil(back - listening),
            "answered": len(answered),
            "directed": len(directed),
            "twice": twice,
        },
        log,
    )


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    if not counts["before"] == counts["answered"] == counts["directed"] == SERVERS:
        return "some are missing"
    return "all come back by themselves" + (", some answer twice" if counts["twice"] else "")


PLANS = {"beyond": star(3, SERVERS, tls=True), "there": star(1, SERVERS, tls=True)}

EXPERIMENT = Experiment(
    question="How long until 900 servers are back after a broker died?",
    done="900 servers over TLS are at three data centers that dial the NOC, and the NOC's broker is killed and started "
    "again at once; or all are at one data center, and its broker is. An operator at the NOC asks all, again and "
    "again, and waits ten seconds each time; when all have answered, each is asked by a directed request. Servers are "
    "simulated: a connection each, which is made anew as mcollectived does it. Brokers and servers share the machine.",
    columns={
        "before": "answers to a broadcast before",
        "start": "seconds until the broker listens again",
        "back": "then seconds until all have answered one broadcast",
        "answered": "answers to it",
        "directed": "answers to a directed request to each",
        "twice": "answers that came twice",
    },
    options={
        "beyond": Option("the NOC's broker; servers are at three data centers", PLANS["beyond"].network),
        "there": Option(
            "a data center's broker, where all servers are",
            PLANS["there"].network,
            ((DATA_CENTER, "transportConnectors"),),
        ),
    },
    run=_run,
    verdict=_verdict,
    trials=2,
    quick=False,
    timed=True,
)

"""A broker dies while 900 servers are connected, to it or beyond its links."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from contextlib import suppress

from macros.lab.stomp import Refused, Stomp
from macros.network import Network, PolicyEntry, SystemUsage, queue

from ..experiment import Experiment, Option, Outcome
from ..networks import NO_FLOW_CONTROL, linked, network
from ..running import Running
from .fleet import Fleet
from .watch import AGENT

SERVERS = 900
LEAVES = ("leaf-a", "leaf-b", "leaf-c")
REPLIES = "/queue/mcollective.reply.alice.noc_1.1"
PATIENCE = 180
ANSWER_SECONDS = 10
"""An operator waits longer than `mco` does: a small machine runs all 900 servers besides the brokers."""
POLICIES = (*NO_FLOW_CONTROL, PolicyEntry(queue("*.nodes"), producer_flow_control=False, max_page_size=5000))
USAGE = SystemUsage(memory_limit="128 mb", temp_limit="128 mb")


def _only(networks: Mapping[str, Network], hub: bool) -> dict[str, Network]:
    found = {
        option: Network(tuple(broker for broker in one.brokers if (broker.name == "noc") is hub))
        for option, one in networks.items()
    }
    return {option: one for option, one in found.items() if one.brokers}


class _Operator:
    """Asks over a session that is opened anew where it ended."""

    def __init__(self, running: Running, option: str) -> None:
        self.running, self.option, self.number = running, option, 0
        self.session: Stomp | None = None

    def everybody(self) -> int:
        """How many servers answer a broadcast within ANSWER_SECONDS."""
        self.number += 1
        body = f"broadcast {self.number}"
        with suppress(Refused, OSError):
            session = self._connected()
            session.send(f"/topic/mcollective.{AGENT}.agent", body, {"reply-to": REPLIES})
            frames = session.receive(ANSWER_SECONDS, until=lambda came: len(came) >= SERVERS)
            return len({frame.body for frame in frames if frame.body.endswith(f" {body}")})
        self.session = None
        return 0

    def each(self) -> int:
        """How many servers answer a directed request to each."""
        session = self._connected()
        for number in range(SERVERS):
            identity = {"mc_identity": f"server-{number}", "reply-to": REPLIES}
            session.send("/queue/mcollective.nodes", "directed", identity)
        frames = session.receive(3 * ANSWER_SECONDS, until=lambda came: len(came) >= SERVERS)
        return len({frame.body for frame in frames if frame.body.endswith(" directed")})

    def _connected(self) -> Stomp:
        if self.session is None:
            self.session = self.running.session(self.option, "noc")
            self.session.subscribe(REPLIES)
        return self.session


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    found: dict[str, Outcome] = {}
    for option, one in networks.items():
        with Running(_only({option: one}, True), release) as noc:
            if leaves := _only({option: one}, False):
                with Running(leaves, release, beside=noc) as beyond:
                    beyond.await_bridges()
                    found[option] = _trial(noc, option, [beyond.address(option, leaf) for leaf in LEAVES])
            else:
                found[option] = _trial(noc, option, [noc.address(option, "noc")])
    return found


def _trial(noc: Running, option: str, places: list[tuple[str, int]]) -> Outcome:
    with Fleet({f"server-{number}": places[number % len(places)] for number in range(SERVERS)}) as fleet:
        noc.settle(60)
        operator = _Operator(noc, option)
        before = max(operator.everybody() for _ in range(3))
        began = time.monotonic()
        noc.restart()
        listening = time.monotonic()
        operator.session = None
        heard = 0
        while heard < SERVERS and time.monotonic() - listening < PATIENCE:
            heard = operator.everybody()
        back = time.monotonic()
        directed = operator.each()
        doubled = sum(count > 1 for count in list(fleet.carried_out.values()))
    return Outcome(
        {
            "before": before,
            "start": math.ceil(listening - began),
            "back": math.ceil(back - listening),
            "answered": heard,
            "directed": directed,
            "doubled": doubled,
        }
    )


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    if not counts["before"] == counts["answered"] == counts["directed"] == SERVERS:
        return "some are missing"
    return "all come back by themselves" + (", some requests are carried out twice" if counts["doubled"] else "")


EXPERIMENT = Experiment(
    question="How long until 900 servers are back after the NOC's broker died?",
    done="900 servers, each with a connection of its own, are at three leaves that dial the NOC, or at the NOC's "
    "broker itself. The broker is killed and started again at once. An operator there asks all again and again; then "
    "each by a directed request. Servers connect anew as mcollectived does.",
    columns={
        "before": "answers to a broadcast before, within ten seconds",
        "start": "seconds until the broker listens again",
        "back": "then seconds until all have answered one broadcast",
        "answered": "answers then",
        "directed": "answers to a directed request to each",
        "doubled": "requests carried out twice",
    },
    options={
        "beyond": Option(
            "the servers are at three leaves",
            linked([(leaf, "noc") for leaf in LEAVES], policy_entries=POLICIES, system_usage=USAGE),
        ),
        "there": Option(
            "the servers are at the broker itself",
            network({"noc": ()}, policy_entries=POLICIES, system_usage=USAGE),
            (("noc", "destinationPolicy"),),
        ),
    },
    run=_run,
    verdict=_verdict,
    trials=2,
    quick=False,
)

"""Where replies go that nobody fetches."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from broker_network.lab.stomp import Refused, Stomp
from broker_network.network import Broker, Network, PersistenceAdapter, PolicyEntry, SystemUsage, queue

from .experiment import Experiment, Option, Outcome
from .running import Running

REPLIES = 1500
BODY = 1000 * "a hundred bytes of a reply that nobody fetches, because whoever asked for it has gone away by now..\n"
HEAP = "96m"
PATIENCE = 10
"""Seconds that a broker has to take a message."""

NODES = "/queue/mcollective.nodes"


def _network(flow_control: bool, persistent: bool) -> Network:
    return Network(
        (
            Broker(
                "hub",
                persistent=persistent,
                policy_entries=(PolicyEntry(queue(">"), producer_flow_control=flow_control),),
                persistence=PersistenceAdapter("kahaDB", "${activemq.data}/kahadb") if persistent else None,
                system_usage=SystemUsage(memory_limit="20 mb", store_limit="256 mb", temp_limit="256 mb"),
            ),
        )
    )


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    return {option: _alone(release, option, network) for option, network in networks.items()}


def _alone(release: str, option: str, network: Network) -> Outcome:
    """In a process of its own, which may run out of memory."""
    with (
        tempfile.TemporaryDirectory(prefix="stores-") as place,
        Running({option: network}, release, data=Path(place), heap=HEAP) as running,
    ):
        server = running.session(option, "hub", timeout=PATIENCE)
        server.subscribe(NODES, selector="mc_identity = 'web'")
        taken = 0
        while taken < REPLIES and _sent(server, f"/queue/mcollective.reply.gone_1.{taken % 10}", BODY):
            taken += 1
        return Outcome(
            {"taken": taken, "directed": _asked(running, option, server)},
            running.lines(option, "OutOfMemoryError|Usage Manager Memory Limit")[:1],
        )


def _asked(running: Running, option: str, server: Stomp) -> int:
    """1 where an operator can still ask a server for something, and the server hears it."""
    try:
        operator = running.session(option, "hub", timeout=PATIENCE)
        operator.send(NODES, "directed", {"mc_identity": "web"})
        return len(server.receive(PATIENCE, until=lambda frames: len(frames) > 0))
    except (Refused, OSError):
        return 0


def _sent(session: Stomp, destination: str, body: str) -> bool:
    """Whether the broker took a message."""
    try:
        session.send(destination, body)
    except Refused:
        return False
    return True


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    taken = "the broker takes all" if counts["taken"] == REPLIES else "the broker takes no more"
    return taken + (", and serves others" if counts["directed"] else ", and serves nobody")


EXPERIMENT = Experiment(
    question="What happens to a broker with replies that nobody fetches?",
    done=f"One broker with a heap of {HEAP}, of which 20 MB are for messages. A server sends {REPLIES} replies of "
    f"{len(BODY) // 1000} kB to queues that nobody reads, until the broker does not take one within {PATIENCE} "
    "seconds. Then an operator sends a directed request.",
    columns={"taken": f"replies that the broker took, of {REPLIES}", "directed": "1 where the request arrived"},
    options={
        "written": Option(
            "a store, no flow control, as the guide writes it", _network(False, True), (("hub", "persistenceAdapter"),)
        ),
        "flow": Option("a store, and flow control", _network(True, True), (("hub", "destinationPolicy"),)),
        "memory": Option(
            'persistent="false", no flow control', _network(False, False), (("hub", "destinationPolicy"),)
        ),
        "memory-flow": Option(
            'persistent="false", and flow control', _network(True, False), (("hub", "destinationPolicy"),)
        ),
    },
    run=_run,
    verdict=_verdict,
    trials=1,
    quick=False,
)

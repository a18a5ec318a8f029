"""What everybody else notices of a server that has stopped reading."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from broker_network.lab.stomp import Refused, Stomp
from broker_network.network import (
    Broker,
    Destination,
    Network,
    PersistenceAdapter,
    PolicyEntry,
    SystemUsage,
    queue,
    topic,
)

from .experiment import Experiment, Option, Outcome
from .networks import pair
from .running import Running, drain

BROADCASTS = 250
BODY = 64 * "one line of a broadcast that is long enough to fill a memory.\n" * 16
PATIENCE = 5
"""Seconds that a broker has to take a message."""

TOPIC = "/topic/mcollective.discovery.agent"
NODES = "/queue/mcollective.nodes"


def _network(ident: str, *without: Destination) -> Network:
    """A hub and a leaf, with little memory; the destinations named are without flow control."""
    return Network(
        tuple(
            Broker(
                name,
                network_connectors=connectors,
                policy_entries=tuple(PolicyEntry(one, producer_flow_control=False) for one in without),
                persistence=PersistenceAdapter("kahaDB", f"${{activemq.data}}/{ident}-{name}"),
                system_usage=SystemUsage(memory_limit="4 mb", store_limit="256 mb", temp_limit="256 mb"),
            )
            for name, connectors in (("hub", ()), ("b", pair("b", "hub")))
        )
    )


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    with (
        tempfile.TemporaryDirectory(prefix="stores-") as place,
        Running(networks, release, data=Path(place)) as running,
    ):
        running.await_bridges()
        running.settle()
        return {option: Outcome(_tried(running, option)) for option in networks}


def _tried(running: Running, option: str) -> dict[str, int]:
    others = {}
    for broker in ("hub", "b"):
        others[broker] = running.session(option, broker)
        others[broker].subscribe(TOPIC)
        others[broker].subscribe(NODES, selector=f"mc_identity = '{broker}'")
    if (slow := SLOW[option.partition("-")[2]]) is not None:
        # It is never read from. What the kernel keeps for it is less than what is sent.
        running.session(option, slow).subscribe(TOPIC)
    running.settle(5)
    operator = running.session(option, "hub", timeout=PATIENCE)
    taken = 0
    came = dict.fromkeys(others, 0)
    while taken < BROADCASTS and _sent(operator, TOPIC, BODY):
        taken += 1
        for broker, session in others.items():
            came[broker] += len(session.receive(0.001))
    colleague = running.session(option, "hub", timeout=PATIENCE)
    for broker in others:
        _sent(colleague, NODES, "directed", broker)
    late = dict(zip(others, drain(others.values(), quiet=2), strict=True))
    return {
        "taken": taken,
        **{broker: came[broker] + sum(frame.body == BODY for frame in late[broker]) for broker in others},
        "directed": sum(frame.body == "directed" for frames in late.values() for frame in frames),
    }


def _sent(session: Stomp, destination: str, body: str, to: str = "") -> bool:
    """Whether the broker took a message."""
    try:
        session.send(destination, body, {"mc_identity": to})
    except Refused:
        return False
    return True


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    if counts["taken"] < BROADCASTS:
        return "broadcasts stop for everybody" + (", and directed requests too" if counts["directed"] < 2 else "")
    if min(counts["hub"], counts["b"]) < BROADCASTS:
        return "broadcasts stop at the leaf" + (", and directed requests too" if counts["directed"] < 2 else "")
    return {0: "directed requests stop for everybody", 1: "directed requests stop at the leaf"}.get(
        counts["directed"], "nothing"
    )


SHAPES = {"everywhere": (), "queues": (topic(">"),), "off": (topic(">"), queue(">"))}
SLOW = {"none": None, "hub": "hub", "b": "b"}

EXPERIMENT = Experiment(
    question="What does everybody else notice of a server that has stopped reading?",
    done="A hub and a leaf, each with 4 MB for messages and one server that reads; a third server subscribes to the "
    f"same topic and never reads. An operator at the hub sends {BROADCASTS} broadcasts of {len(BODY) // 1024} kB, "
    f"until the broker does not take one within {PATIENCE} seconds. Then a second operator sends a directed request to "
    "each of the two that read.",
    columns={
        "taken": f"broadcasts that the broker took, of {BROADCASTS}",
        "hub": "broadcasts that the server at the hub got",
        "b": "broadcasts that the server at the leaf got",
        "directed": "directed requests that arrived, of 2",
    },
    options={
        f"{flow}-{slow}": Option(
            f"{flow_title}; {slow_title}", _network(f"{flow}-{slow}", *SHAPES[flow]), (("hub", "destinationPolicy"),)
        )
        for flow, flow_title in (
            ("everywhere", "flow control, which is the default"),
            ("queues", "flow control for queues only"),
            ("off", "no flow control"),
        )
        for slow, slow_title in (
            ("none", "all servers read"),
            ("hub", "one at the hub does not"),
            ("b", "one at the leaf does not"),
        )
    },
    run=_run,
    verdict=_verdict,
    trials=1,
    quick=False,
)

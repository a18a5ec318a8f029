"""What each layout goes through that promises to go through it: a broker killed, a link cut, and both mended."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from contextlib import ExitStack

from broker_network import examples
from broker_network.network import Network
from broker_network.reach import Failure
from tests.lab.failing import SECONDS, Everybody, Round, failing

from . import hosts
from .experiment import Experiment, Outcome

TRIED = {
    "two-noc-brokers": (Failure(("noc-1",)),),
    "primary-standby": (Failure(("noc-1",)),),
    "pooled-brokers": (Failure(("broker-1",)),),
    "country-ring": (Failure(("de-1",)), Failure(("us-1", "za-1"))),
    "full-mesh": (Failure(("north-1",)), Failure(("south-1", "east-1"))),
}
"""By example what fails in it, one after the other."""

_SHOWN = {
    "two-noc-brokers": "dc-a-1",
    "primary-standby": "dc-a-1",
    "pooled-brokers": "broker-3",
    "country-ring": "us-1",
    "full-mesh": "south-1",
}
"""By example a broker whose connectors show how the others are linked."""


def _ident(example: str, failure: Failure) -> str:
    return "-".join((example, *failure.ends))


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    found: dict[str, Outcome] = {}
    for example, failures in TRIED.items():
        with hosts.cluster(example, release) as cluster, ExitStack() as sessions:
            everybody = Everybody(cluster, sessions)
            for failure in failures:
                before = everybody.ask(cluster.network)
                since = time.monotonic()
                with failing(everybody, failure) as left:
                    gone = everybody.ask(left, since)
                back = everybody.ask(cluster.network)
                found[_ident(example, failure)] = Outcome(_counts(before, gone, back))
    return {option: found[option] for option in networks}


def _counts(before: Round, gone: Round, back: Round) -> dict[str, int]:
    return {
        "before": before.reached,
        "left": gone.pairs,
        "gone": gone.reached,
        "back": back.reached,
        "missed": back.pairs - back.reached,
        "strays": before.strays + gone.strays + back.strays,
        "seconds": math.ceil(SECONDS if gone.seconds is None else gone.seconds),
    }


def _verdict(option: str, counts: Mapping[str, int]) -> str:
    if counts["gone"] < counts["left"] or counts["missed"] or not counts["gone"]:
        return "somebody is not reached"
    return "some messages come twice" if counts["strays"] else "everybody left is reached, once, and again afterwards"


EXPERIMENT = Experiment(
    question="Does everybody who is left still reach each server, once, when a broker is killed or a link is cut?",
    done="The example runs as published, each host in a network of its own. Every operator and one server of each "
    "group are connected to the first broker of their pool. A broker is killed (SIGKILL), or a link is cut so that "
    "each packet on it is answered with a reset. Who was connected to a dead broker connects to its standby, or to the "
    "next in the pool. Then every operator sends a broadcast, and a request to every server by itself, and every "
    "server replies to every operator. The broker is started again, or the link mended, and all ask once more.",
    columns={
        "before": "pairs of an operator and a server that reach each other, before",
        "left": "pairs that are left",
        "gone": "of these reach each other meanwhile",
        "back": "pairs that reach each other afterwards",
        "missed": "pairs that do not, afterwards",
        "strays": "copies and messages to others",
        "seconds": "seconds until all who are left did",
    },
    options={
        _ident(example, failure): hosts.option(
            f"{examples.load(example).inventory.title}: {failure}", example, (_SHOWN[example], "networkConnectors")
        )
        for example, failures in TRIED.items()
        for failure in failures
    },
    run=_run,
    verdict=_verdict,
    trials=1,
    quick=False,
    hosts=True,
)

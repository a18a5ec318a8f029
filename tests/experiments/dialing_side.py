"""Whether it matters to messages which side of a link dials."""

from __future__ import annotations

from collections.abc import Mapping

from broker_network.network import Network

from .experiment import Experiment, Option, Outcome
from .networks import linked
from .running import Running
from .traffic import Cast, Party, exchange

NUMBER = 5
BROKERS = ("hub", "b", "c", "d")
CAST = Cast(
    tuple(Party(f"client-{broker}", broker) for broker in BROKERS),
    tuple(Party(f"server-{broker}", broker) for broker in BROKERS),
)
PAIRS = len(BROKERS) ** 2


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    with Running(networks, release) as running:
        running.await_bridges()
        seen = exchange(running, dict.fromkeys(networks, CAST), NUMBER)
        held = running.subscriptions()
    return {
        option: Outcome(
            {
                "broadcast": sum(number == 1 for number in one.broadcast.values()),
                "directed": sum(number == NUMBER for number in one.directed.values()),
                "replies": sum(number == NUMBER for number in one.replies.values()),
                "held": held[option],
            }
        )
        for option, one in seen.items()
    }


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    if all(counts[what] == PAIRS for what in ("broadcast", "directed", "replies")):
        return "everybody reaches everybody, once"
    return "messages are lost or doubled"


EXPERIMENT = Experiment(
    question="Does it matter to messages which side of a link dials?",
    done="A hub and three leaves, all links duplex pairs with TTL 2, a client and a server at each broker. Every "
    "client sends a broadcast and five directed requests to every server; every server sends five replies to every "
    "client.",
    columns={
        "broadcast": f"broadcasts that arrived, once, of {PAIRS}",
        "directed": f"ways that all directed requests passed, of {PAIRS}",
        "replies": f"ways that all replies passed, of {PAIRS}",
        "held": "subscriptions held by all brokers",
    },
    options={
        ident: Option(title, linked(links, 2), (shown,))
        for ident, title, links, shown in (
            ("leaves", "each leaf dials the hub", [(leaf, "hub") for leaf in "bcd"], ("b", "networkConnectors")),
            ("hub", "the hub dials each leaf", [("hub", leaf) for leaf in "bcd"], ("hub", "networkConnectors")),
            (
                "mixed",
                "two leaves dial the hub, and the hub dials the third",
                [("b", "hub"), ("c", "hub"), ("hub", "d")],
                ("hub", "networkConnectors"),
            ),
        )
    },
    run=_run,
    verdict=_verdict,
    trials=3,
)

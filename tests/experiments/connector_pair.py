"""Why a link is a pair of connectors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from broker_network.network import Network, PolicyEntry

from .experiment import Experiment, Option, Outcome
from .networks import NO_FLOW_CONTROL, QUEUES, TOPICS, connector, network
from .running import Running
from .traffic import Cast, Party, exchange

LEAVES = ("b", "c")
DIRECTED = 20
CAST = Cast(
    clients=(Party("operator", "hub"),),
    servers=(Party("b1", "b"), Party("b2", "b"), Party("c1", "c")),
)


SHOWN = (("b", "networkConnectors"),)
APART: dict[str, Any] = {"conduit_subscriptions": False}


def _star(
    topics: dict[str, Any] | None,
    queues: dict[str, Any] | None,
    policy: tuple[PolicyEntry, ...] = NO_FLOW_CONTROL,
) -> Network:
    declared = {"topics": topics, "queues": queues}
    return network(
        {
            "hub": (),
            **{
                leaf: tuple(
                    connector(f"{leaf}-hub-{kind}", "hub", duplex=True, **attributes)
                    for kind, attributes in declared.items()
                    if attributes is not None
                )
                for leaf in LEAVES
            },
        },
        policy_entries=policy,
    )


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    with Running(networks, release) as running:
        running.await_bridges()
        seen = exchange(running, dict.fromkeys(networks, CAST), DIRECTED)
    return {
        option: Outcome(
            {
                "directed": one.directed["operator", "b1"],
                "fewest": min(one.broadcast.values()),
                "most": max(one.broadcast.values()),
            }
        )
        for option, one in seen.items()
    }


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    faults = []
    if counts["directed"] < DIRECTED:
        faults.append("loses directed requests")
    if counts["fewest"] < 1:
        faults.append("loses broadcasts")
    if counts["most"] > 1:
        faults.append("delivers broadcasts more than once")
    return ", ".join(faults) or "right"


EXPERIMENT = Experiment(
    question="Can one connector carry topics and queues, or must a link have two?",
    done="A hub and two leaves. At the hub an operator, at leaf b the servers b1 and b2, at leaf c the server c1. "
    "The operator sends 20 directed requests to b1, 20 to each other server, and one broadcast.",
    columns={
        "directed": "directed requests delivered to b1, of 20",
        "fewest": "copies of the broadcast, fewest at a server",
        "most": "copies of the broadcast, most at a server",
    },
    options={
        f"{ident}-{suffix}": Option(title + with_policy, _star(topics, queues, policy), SHOWN)
        for ident, title, topics, queues in (
            ("conduit", "one connector, conduit", {}, None),
            ("apart", "one connector, not conduit", None, APART),
            ("forgotten", "two connectors, the exclusions forgotten", {}, APART),
            (
                "pair",
                "two connectors, each excluding the other's kind",
                {"excluded_destinations": QUEUES},
                {**APART, "excluded_destinations": TOPICS},
            ),
        )
        for suffix, with_policy, policy in (
            ("bare", "", ()),
            ("audited", ", and a policy entry for topics", NO_FLOW_CONTROL),
        )
    },
    run=_run,
    verdict=_verdict,
)

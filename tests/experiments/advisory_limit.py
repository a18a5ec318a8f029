"""What a limit for slow topic subscribers does to bridges."""

from __future__ import annotations

from collections.abc import Mapping

from broker_network.network import Network, PendingMessageLimit, PolicyEntry, SystemUsage, queue, topic

from .experiment import Experiment, Option, Outcome
from .networks import network, pair
from .running import Running, drain

SERVERS = 6000
NODES = "/queue/mcollective.nodes"
FREE = PolicyEntry(topic(">"), producer_flow_control=False)
LIMIT = PolicyEntry(
    topic(">"),
    producer_flow_control=False,
    pending_message_limit=PendingMessageLimit("prefetchRatePendingMessageLimitStrategy", "2"),
)
ADVISORIES = PolicyEntry(topic("ActiveMQ.Advisory.>"), producer_flow_control=False)
PAGE = PolicyEntry(queue("*.nodes"), max_page_size=2 * SERVERS)
"""Large enough that requests nobody can take do not stand before the others."""


def _network(*policy: PolicyEntry) -> Network:
    return network(
        {"leaf": (), "hub": pair("hub", "leaf")},
        policy_entries=policy,
        system_usage=SystemUsage(memory_limit="64 mb", temp_limit="64 mb"),
    )


def _only(networks: Mapping[str, Network], broker: str) -> dict[str, Network]:
    return {option: Network((one.broker(broker),)) for option, one in networks.items()}


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    with Running(_only(networks, "leaf"), release) as leaves:
        servers = {option: leaves.session(option, "leaf") for option in networks}
        for session in servers.values():
            for number in range(SERVERS):
                session.subscribe(NODES, selector=f"mc_identity = 'server-{number}'")
        with Running(_only(networks, "hub"), release, beside=leaves) as hubs:
            hubs.await_bridges()
            hubs.settle()
            for option in networks:
                operator = hubs.session(option, "hub")
                for number in range(SERVERS):
                    operator.send(NODES, "request", {"mc_identity": f"server-{number}"})
            came = dict(zip(servers, drain(servers.values(), quiet=2), strict=True))
    return {option: Outcome({"directed": len(came[option])}) for option in networks}


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    return "all delivered" if counts["directed"] == SERVERS else "servers are forgotten"


SHOWN = (("hub", "destinationPolicy"),)

EXPERIMENT = Experiment(
    question="May topics have a limit for slow subscribers?",
    done="6,000 servers subscribe at a leaf. Then the hub starts, dials the leaf, and sends each a directed request.",
    columns={"directed": "requests delivered, of 6,000"},
    options={
        "none": Option("no limit", _network(FREE, PAGE), SHOWN),
        "limited": Option("a limit for all topics", _network(LIMIT, PAGE), SHOWN),
        "limited-small": Option("the limit, and the default page for directed requests", _network(LIMIT), SHOWN),
        "apart": Option(
            "the limit, and an entry of their own for advisories", _network(LIMIT, ADVISORIES, PAGE), SHOWN
        ),
    },
    run=_run,
    verdict=_verdict,
    trials=3,
    quick=False,
)

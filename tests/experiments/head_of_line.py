"""Requests to absent servers in front of one to a present server."""

from __future__ import annotations

from collections.abc import Mapping

from broker_network.network import Network, PolicyEntry, queue

from .experiment import Experiment, Option, Outcome
from .networks import network
from .running import Running, drain

ABSENT = 250
NUMBER = 20
NODES = "/queue/mcollective.nodes"


def _one(*policy: PolicyEntry) -> Network:
    return network({"hub": ()}, policy_entries=policy)


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    with Running(networks, release) as running:
        servers = {option: running.session(option, "hub") for option in networks}
        operators = {option: running.session(option, "hub") for option in networks}
        for server in servers.values():
            server.subscribe(NODES, selector="mc_identity = 'present'")
        for operator in operators.values():
            for number in range(ABSENT):
                operator.send(NODES, "absent", {"mc_identity": f"absent-{number}"})
            for _ in range(NUMBER):
                operator.send(NODES, "present", {"mc_identity": "present"})
        came = dict(zip(servers, drain(servers.values(), quiet=2), strict=True))
    return {option: Outcome({"directed": len(frames)}) for option, frames in came.items()}


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    if counts["directed"] == 0:
        return "stalled"
    return "all delivered" if counts["directed"] == NUMBER else "some delivered"


EXPERIMENT = Experiment(
    question="Do requests to absent servers stall those to servers that are there?",
    done="One broker, one server. 250 directed requests to servers that are not there, then 20 to the one that is. "
    "Counted is what it got before it heard nothing for two seconds.",
    columns={"directed": "requests that the server got, of 20"},
    options={
        "default": Option(
            "the default page of 200", _one(PolicyEntry(queue("*.nodes"))), (("hub", "destinationPolicy"),)
        ),
        "large": Option(
            "a page of 5000", _one(PolicyEntry(queue("*.nodes"), max_page_size=5000)), (("hub", "destinationPolicy"),)
        ),
    },
    run=_run,
    verdict=_verdict,
)

"""What two servers with one identity get of what is sent to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from broker_network.network import Network

from .experiment import Experiment, Option, Outcome
from .networks import linked
from .running import Running, drain
from .traffic import AGENT, Cast, Party, join

NUMBER = 20
OPERATOR = Party("operator", "hub")
ORIGINAL = Party("c1", "c", user="original")
CASTS = {
    "alone": Cast((OPERATOR,), (ORIGINAL,)),
    "beside": Cast((OPERATOR,), (ORIGINAL, Party("c1", "c", user="clone"))),
    "elsewhere": Cast((OPERATOR,), (ORIGINAL, Party("c1", "b", user="clone"))),
}


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    with Running(networks, release) as running:
        running.await_bridges()
        running.settle()
        joined = join(running, CASTS)
        running.settle()
        for option in CASTS:
            session = joined[option, OPERATOR]
            session.send(f"/topic/mcollective.{AGENT}.agent", "broadcast")
            for _ in range(NUMBER):
                session.send("/queue/mcollective.nodes", "directed", {"mc_identity": ORIGINAL.name})
        came = {
            key: Counter(frame.body for frame in frames)
            for key, frames in zip(joined, drain(joined.values()), strict=True)
        }
    return {option: _counted([came[option, server] for server in cast.servers]) for option, cast in CASTS.items()}


def _counted(servers: list[Counter[str]]) -> Outcome:
    original, clones = servers[0], servers[1:]
    return Outcome(
        {
            "answers": sum(one["broadcast"] for one in servers),
            "original": original["directed"],
            "clone": sum(one["directed"] for one in clones),
        }
    )


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    if counts["clone"]:
        return "answers twice, and the clone takes requests"
    return "answers once, and gets all" if (counts["answers"], counts["original"]) == (1, NUMBER) else "loses some"


NETWORK = linked([("b", "hub"), ("c", "hub")])

EXPERIMENT = Experiment(
    question="What do two servers with one identity get of what is sent to it?",
    done="A hub and two leaves; an operator at the hub, the server c1 at leaf c, and a clone of it with the same "
    f"identity. The operator sends one broadcast, and {NUMBER} directed requests to c1.",
    columns={
        "answers": "answers to a broadcast under that identity",
        "original": f"directed requests that the first got, of {NUMBER}",
        "clone": "that the clone got",
    },
    options={
        "alone": Option("no clone", NETWORK),
        "beside": Option("the clone at the same broker", NETWORK),
        "elsewhere": Option("the clone at another leaf", NETWORK),
    },
    run=_run,
    verdict=_verdict,
)

"""What a subscriber without a selector gets of others' directed requests."""

from __future__ import annotations

from collections.abc import Mapping

from broker_network.network import Network

from .experiment import Experiment, Option, Outcome
from .networks import linked
from .running import Running
from .traffic import Cast, Party, exchange

NUMBER = 20
CLIENTS = (Party("operator", "hub"),)
SERVER = Party("c1", "c")
CASTS = {
    "elsewhere": Cast(CLIENTS, (SERVER, Party("thief", "b", selective=False))),
    "beside": Cast(CLIENTS, (SERVER, Party("thief", "c", selective=False))),
    "nobody": Cast(CLIENTS, (SERVER,)),
}


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    with Running(networks, release) as running:
        running.await_bridges()
        seen = exchange(running, CASTS, NUMBER)
    return {option: Outcome({"directed": one.directed["operator", "c1"]}) for option, one in seen.items()}


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    return "loses requests to the thief" if counts["directed"] < NUMBER else "gets all"


NETWORK = linked([("b", "hub"), ("c", "hub")])

EXPERIMENT = Experiment(
    question="Can a server take directed requests that are for another one?",
    done="A hub and two leaves; an operator at the hub, the server c1 at leaf c, and a thief that subscribes to the "
    "same queue without a selector. The operator sends 20 directed requests to c1.",
    columns={"directed": "requests that c1 got, of 20"},
    options={
        "nobody": Option("no thief", NETWORK),
        "elsewhere": Option("the thief at leaf b", NETWORK),
        "beside": Option("the thief at leaf c", NETWORK),
    },
    run=_run,
    verdict=_verdict,
)

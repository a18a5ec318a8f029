"""What brings servers back whose subscriptions got lost between brokers."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable, Mapping

from broker_network.lab.stomp import Stomp
from broker_network.network import Network

from .experiment import Experiment, Option, Outcome
from .networks import linked
from .running import Running
from .traffic import Cast, Party, Seen, join, talk

OTHERS = ("b", "c", "d")
SERVERS = 20
"""At each of them."""

WAITING_SECONDS = 15
DIALING_SECONDS = 90

OPERATOR = Party("operator", "a")
CAST = Cast((OPERATOR,), tuple(Party(f"server-{broker}-{n}", broker) for broker in OTHERS for n in range(SERVERS)))
NETWORK = linked(list(itertools.combinations(("a", *OTHERS), 2)))

WAITING, AT_ONCE, ONE_BY_ONE, RESTART = "waiting", "again-at-once", "again-one-by-one", "restart"


def _only(networks: Mapping[str, Network], brokers: Iterable[str]) -> dict[str, Network]:
    return {option: Network(tuple(map(one.broker, brokers))) for option, one in networks.items()}


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    with Running(_only(networks, OTHERS), release) as others:
        servers: dict[tuple[str, Party], Stomp] = {}
        near = Running(_only(networks, ("a",)), release, beside=others)

        def ask(options: Iterable[str]) -> dict[str, Seen]:
            """What comes of requests from operators, who connect for it."""
            casts = dict.fromkeys(options, CAST)
            operators = join(near, dict.fromkeys(casts, Cast((OPERATOR,), ())))
            near.settle()
            asked = {of: session for of, session in servers.items() if of[0] in casts}
            return talk(others, casts, asked | operators, 1)

        with near:
            _await_bridges(near, networks)
            others.settle()
            servers |= join(others, dict.fromkeys(networks, Cast((), CAST.servers)), set(networks))
            first = ask(networks)
            lost = {option: _lost(seen) for option, seen in first.items()}
            for option in (AT_ONCE, ONE_BY_ONE):
                again = tuple(one for one in CAST.servers if one.name in lost[option])
                for one in again:
                    servers[option, one].close()
                servers |= join(others, {option: Cast((), again)}, {AT_ONCE})
            time.sleep(WAITING_SECONDS)
            then = ask([option for option in networks if option != RESTART])
        with near:
            _await_bridges(near, [RESTART])
            then |= ask([RESTART])
    return {
        option: Outcome(
            {
                "lost": len(lost[option]),
                "found": sum(first[option].broadcast[OPERATOR.name, name] > 0 for name in lost[option]),
                "still": len(lost[option] & _lost(then[option])),
                "others": len(_lost(then[option]) - lost[option]),
            }
        )
        for option in networks
    }


def _await_bridges(near: Running, options: Iterable[str]) -> None:
    """Wait until broker a, which has just started, has reached all others."""
    deadline = time.monotonic() + DIALING_SECONDS
    while any(near.bridges(option) < 2 * len(OTHERS) for option in options):
        if time.monotonic() > deadline:
            raise TimeoutError(f"not all links came up within {DIALING_SECONDS} seconds")
        time.sleep(0.2)


def _lost(seen: Seen) -> set[str]:
    """The servers that miss a broadcast or a directed request."""
    pairs = [(OPERATOR.name, server.name) for server in CAST.servers]
    return {pair[1] for pair in pairs if seen.broadcast[pair] < 1 or seen.directed[pair] < 1}


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    if not counts["lost"] and not counts["others"]:
        return "nobody is lost"
    said = []
    if counts["lost"]:
        said.append("some stay lost" if counts["still"] else "all come back")
    if counts["others"]:
        said.append("others get lost")
    return ", ".join(said)


SHOWN = (("a", "networkConnectors"),)

EXPERIMENT = Experiment(
    question="What brings a lost server back?",
    done="A full mesh of four brokers, duplex pairs, TTL 1. At b, c and d 20 servers each, which subscribe in the same "
    "moment. An operator at a sends a broadcast, and a directed request to each server. Who misses one is lost. Then "
    "one thing is done, and the operator sends again.",
    columns={
        "lost": "servers lost, of 60",
        "found": "of these, found by the broadcast all the same",
        "still": "of these, lost after it",
        "others": "others lost after it",
    },
    options={
        WAITING: Option(f"{WAITING_SECONDS} seconds pass", NETWORK, SHOWN),
        AT_ONCE: Option("the lost servers connect again, in the same moment", NETWORK, SHOWN),
        ONE_BY_ONE: Option("the lost servers connect again, one after the other", NETWORK, SHOWN),
        RESTART: Option("broker a restarts, the servers stay connected to theirs", NETWORK, SHOWN),
    },
    run=_run,
    verdict=_verdict,
    trials=3,
    quick=False,
)

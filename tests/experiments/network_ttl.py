"""What networkTTL does beside messageTTL and consumerTTL."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from broker_network.network import Network

from .experiment import Experiment, Option, Outcome
from .networks import network, pair
from .running import Running
from .traffic import Cast, Party, exchange

CHAIN = "abcd"
NUMBER = 3
CAST = Cast((Party("client", "a"),), tuple(Party(f"server-{broker}", broker) for broker in CHAIN[1:]))


def _chain(**attributes: Any) -> Network:
    links = dict(itertools.pairwise(CHAIN))
    return network({near: pair(near, links[near], **attributes) if near in links else () for near in CHAIN})


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    with Running(networks, release) as running:
        running.await_bridges()
        seen = exchange(running, dict.fromkeys(networks, CAST), NUMBER)
    return {
        option: Outcome(
            {
                "requests": sum(number == NUMBER for number in one.directed.values()),
                "broadcasts": sum(number == 1 for number in one.broadcast.values()),
                "replies": sum(number == NUMBER for number in one.replies.values()),
            }
        )
        for option, one in seen.items()
    }


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    if len(set(counts.values())) == 1:
        return f"{counts['requests']} of 3 links far"
    return f"broadcasts {counts['broadcasts']}, directed requests {counts['requests']}, replies {counts['replies']} far"


EXPERIMENT = Experiment(
    question="Which limit holds where a connector has networkTTL beside messageTTL and consumerTTL?",
    done="Four brokers in a row, a client at the first, a server at each of the three others. One broadcast, three "
    "directed requests to each, three replies from each.",
    columns={
        "broadcasts": "servers that get the broadcast",
        "requests": "servers that get their directed requests",
        "replies": "servers whose replies arrive",
    },
    options={
        "split": Option("messageTTL and consumerTTL 1", _chain(), (("a", "networkConnectors"),)),
        "message": Option("messageTTL 3, consumerTTL 1", _chain(message_ttl=3), (("a", "networkConnectors"),)),
        "consumer": Option("messageTTL 1, consumerTTL 3", _chain(consumer_ttl=3), (("a", "networkConnectors"),)),
        "both": Option("all three, networkTTL 3", _chain(network_ttl=3), (("a", "networkConnectors"),)),
        "less": Option(
            "all three, networkTTL 1, the others 3",
            _chain(network_ttl=1, message_ttl=3, consumer_ttl=3),
            (("a", "networkConnectors"),),
        ),
    },
    run=_run,
    verdict=_verdict,
)

"""What the priority of the subscriptions of bridges does where several ways lead to a server."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from broker_network.network import Network

from .experiment import Experiment, Option
from .networks import linked
from .ttl import SHAPES, run

SHOWN = (("a", "networkConnectors"),)


def _mesh(ttl: int, decrease: bool | None) -> Network:
    return Network(
        tuple(
            dataclasses.replace(
                broker,
                network_connectors=tuple(
                    dataclasses.replace(one, decrease_network_consumer_priority=decrease)
                    for one in broker.network_connectors
                ),
            )
            for broker in linked(SHAPES["mesh"][1], ttl).brokers
        )
    )


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    return "some are not reached" if counts["missed"] else "everybody reaches everybody"


EXPERIMENT = Experiment(
    question="What does decreaseNetworkConsumerPriority change where several ways lead to a server?",
    done="A full mesh of four brokers, a client and a server at each, duplex pairs. Every client sends a broadcast, "
    "and three directed requests to every server; every server sends three replies to every client.",
    columns={
        "missed": "pairs of brokers that do not reach each other, of 12",
        "links": "links over which all pairs do",
        "copies": "copies of a broadcast",
        "held": "subscriptions held by all brokers",
    },
    options={
        "one-false": Option("TTL 1, false", _mesh(1, False), SHOWN),
        "two-true": Option("TTL 2, true", _mesh(2, True), SHOWN),
        "two-false": Option("TTL 2, false", _mesh(2, False), SHOWN),
        "two-default": Option("TTL 2, the release's own default", _mesh(2, None), SHOWN),
    },
    run=run,
    verdict=_verdict,
)

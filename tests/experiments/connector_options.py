"""What odd declarations of a link do."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from broker_network.network import Network, NetworkConnector

from .experiment import Experiment, Option, Outcome
from .networks import connector, linked, network, pair
from .running import Running
from .traffic import Cast, Party, exchange

NUMBER = 5
CAST = Cast((Party("operator", "hub"),), (Party("b1", "b"),))


def _leaf(*connectors: NetworkConnector, hub: tuple[NetworkConnector, ...] = ()) -> Network:
    return network({"hub": hub, "b": connectors})


def _named(topics: str | None, queues: str | None) -> tuple[NetworkConnector, ...]:
    return tuple(
        connector(
            name,
            "hub",
            duplex=True,
            conduit_subscriptions=one.conduit_subscriptions,
            excluded_destinations=one.excluded_destinations,
        )
        for name, one in zip((topics, queues), pair("b", "hub"), strict=True)
    )


def _two_hubs(scheme: str) -> Network:
    uri = f"{scheme}:(tcp://hub:61616,tcp://other:61616)"
    connectors = tuple(dataclasses.replace(one, uri=uri) for one in pair("b", "hub"))
    return network({"hub": (), "other": (), "b": connectors})


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    with Running(networks, release) as running:
        running.await_bridges()
        seen = exchange(running, dict.fromkeys(networks, CAST), NUMBER)
        return {
            option: Outcome(
                {
                    "bridges": running.bridges(option),
                    "broadcast": one.broadcast["operator", "b1"],
                    "directed": one.directed["operator", "b1"],
                    "replies": one.replies["operator", "b1"],
                },
                running.lines(option, r"already connected")[:1],
            )
            for option, one in seen.items()
        }


def _verdict(option: str, counts: Mapping[str, int]) -> str:
    lost = [
        words
        for column, words, number in (
            ("broadcast", "broadcasts", 1),
            ("directed", "directed requests", NUMBER),
            ("replies", "replies", NUMBER),
        )
        if counts[column] < number
    ]
    if lost and option == "unnamed" and counts["bridges"] == 2:
        return "one of the two bridges is refused, and what it carries is lost"
    if counts["broadcast"] > 1:
        return "broadcasts arrive more than once"
    return f"{', '.join(lost)} lost" if lost else "everything arrives once"


EXPERIMENT = Experiment(
    question="What do one-way links, links declared at both ends, connectors without a name and several addresses do?",
    done="An operator at the hub, a server at leaf b. One broadcast, five directed requests, five replies. A duplex "
    "bridge has two ends.",
    columns={
        "bridges": "ends of bridges that came up",
        "broadcast": "copies of the broadcast",
        "directed": "directed requests delivered, of 5",
        "replies": "replies delivered, of 5",
    },
    options={
        "duplex": Option("a duplex pair at the leaf", linked([("b", "hub")]), (("b", "networkConnectors"),)),
        "one-way": Option("one-way connectors at the leaf only", _leaf(*pair("b", "hub", duplex=False))),
        "both-one-way": Option(
            "one-way connectors at both ends",
            _leaf(*pair("b", "hub", duplex=False), hub=pair("hub", "b", duplex=False)),
        ),
        "both-duplex": Option("duplex pairs at both ends", _leaf(*pair("b", "hub"), hub=pair("hub", "b"))),
        "unnamed": Option("two connectors without a name", _leaf(*_named(None, None))),
        "static": Option("a duplex pair with two brokers in static:", _two_hubs("static")),
        "masterslave": Option("a duplex pair with two brokers in masterslave:", _two_hubs("masterslave")),
    },
    run=_run,
    verdict=_verdict,
)

"""Releases whose duplex bridges lose subscriptions, and what avoids it."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Mapping

from broker_network.network import Network

from .experiment import Experiment, Option, Outcome
from .networks import connector, linked, network
from .running import Running
from .traffic import Cast, Party, Seen, join, talk

SERVERS = 5
"""At each broker."""

STAR = [("b", "hub"), ("c", "hub"), ("d", "hub")]
RING = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")]
MESH = list(itertools.combinations("abcd", 2))
HUB_DIALS = [(hub, leaf) for leaf, hub in STAR]

COLD = "star-cold"
ONE_BY_ONE = "star-one-by-one"


def _single() -> Network:
    return network(
        {
            "hub": (),
            **{
                leaf: (
                    connector(
                        f"{leaf}-{hub}",
                        hub,
                        duplex=True,
                        message_ttl=2,
                        consumer_ttl=2,
                        conduit_subscriptions=False,
                    ),
                )
                for leaf, hub in STAR
            },
        }
    )


def _set_otherwise(of: Network) -> Network:
    """The same with settings of connectors that have to do with advisories."""
    return Network(
        tuple(
            dataclasses.replace(
                broker,
                network_connectors=tuple(
                    dataclasses.replace(one, bridge_temp_destinations=False, advisory_prefetch_size=1, prefetch_size=1)
                    for one in broker.network_connectors
                ),
            )
            for broker in of.brokers
        )
    )


def _cast(of: Network) -> Cast:
    return Cast(
        tuple(Party(f"operator-{broker.name}", broker.name) for broker in of.brokers),
        tuple(
            Party(f"server-{broker.name}-{number}", broker.name) for broker in of.brokers for number in range(SERVERS)
        ),
    )


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    casts = {option: _cast(one) for option, one in networks.items()}
    later = {option: cast for option, cast in casts.items() if option != COLD}
    with Running(networks, release) as running:
        joined = join(running, {COLD: casts[COLD]}, {COLD})
        running.await_bridges()
        running.settle(5)
        before = {option: len(running.lines(option, ".")) for option in networks}
        joined |= join(running, later, set(later) - {ONE_BY_ONE})
        seen = talk(running, casts, joined, 1)
        dialed = {option: running.dialers(option) for option in networks}
        logged = {option: len(running.lines(option, ".")) - before[option] for option in networks}
    return {
        option: Outcome(
            {
                **_lost(casts[option], seen[option]),
                "connections": sum(dialed[option].values()),
                "listening": sum(count > 0 for count in dialed[option].values()),
                "logged": logged[option],
            }
        )
        for option in networks
    }


def _lost(cast: Cast, seen: Seen) -> dict[str, int]:
    pairs = [
        (client.name, server.name)
        for client in cast.clients
        for server in cast.servers
        if client.broker != server.broker
    ]
    return {
        "broadcast": sum(seen.broadcast[pair] < 1 for pair in pairs),
        "directed": sum(seen.directed[pair] < 1 for pair in pairs),
        "replies": sum(seen.replies[pair] < 1 for pair in pairs),
    }


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    lost = counts["broadcast"] or counts["directed"] or counts["replies"]
    return "some never answer" if lost else "everybody answers"


SHOWN = (("b", "networkConnectors"),)

EXPERIMENT = Experiment(
    question="On which releases do subscriptions get lost between brokers, and what avoids it?",
    done="Four brokers, at each an operator and five servers: 60 pairs of an operator and a server of another broker. "
    "The links are up, and the brokers idle. All subscribe in the same moment, as after a failure. Then each operator "
    "sends a broadcast, and a directed request to every server, and every server a reply to every operator. TTL 2 in "
    "star and ring, 1 in the mesh.",
    columns={
        "broadcast": "pairs of which the broadcast is lost, of 60",
        "directed": "pairs of which the directed request is lost",
        "replies": "pairs of which the reply is lost",
        "connections": "connections between brokers",
        "listening": "brokers that others dial",
        "logged": "lines logged after the links were up",
    },
    options={
        "star": Option("star, duplex pairs", linked(STAR, 2), SHOWN),
        COLD: Option("the same, subscribing while the links come up", linked(STAR, 2), SHOWN),
        ONE_BY_ONE: Option("the same, subscribing one after the other", linked(STAR, 2), SHOWN),
        "star-hub-dials": Option("star, the hub dials", linked(HUB_DIALS, 2), (("hub", "networkConnectors"),)),
        "star-set-otherwise": Option(
            "star, duplex pairs with a prefetch of 1 and without temporary destinations",
            _set_otherwise(linked(STAR, 2)),
            SHOWN,
        ),
        "star-single": Option("star, one connector to a link, not conduit", _single(), SHOWN),
        "ring": Option("ring, duplex pairs", linked(RING, 2), SHOWN),
        "mesh": Option("full mesh, duplex pairs", linked(MESH), SHOWN),
        "star-one-way": Option(
            "star, one-way pairs at both ends",
            linked(STAR, 2, duplex=False),
            (("b", "networkConnectors"), ("hub", "networkConnectors")),
        ),
        "ring-one-way": Option("ring, one-way pairs at both ends", linked(RING, 2, duplex=False), SHOWN),
        "mesh-one-way": Option("full mesh, one-way pairs at both ends", linked(MESH, duplex=False), SHOWN),
    },
    run=_run,
    verdict=_verdict,
    trials=5,
)

"""Broadcasts where links form a circle, by who subscribed first."""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Mapping

from broker_network.activemq import releases
from broker_network.design.planning import Plan, plan
from broker_network.design.topology import Topology
from broker_network.network import Broker, Network, NetworkConnector
from tests.experiments.experiment import Experiment, Option, Outcome

from .drawing import Case, of_plan
from .driving import NUMBER, driven

RING = "abcde"
OPERATORS = "bc"
SERVERS = "abe"
SECONDS = 10.0
"""Given to the brokers at most after each subscription: who is first is the question."""

TTL = {"queues": "topics with the TTL of queues", "planned": "topics as generated"}


@functools.cache
def _plan() -> Plan:
    sites = {}
    for name in RING:
        site: dict[str, object] = {"brokers": {name: {"host": f"{name}.example.net"}}}
        if name in OPERATORS:
            site["clients"] = {"ops": {"operators": [f"operator-{name}"]}}
        if name in SERVERS:
            site["servers"] = {"web": {"count": 1}}
        sites[name] = site
    return plan(
        Topology.model_validate(
            {
                "title": "A ring of five",
                "activemq": str(releases.DEFAULT),
                "sites": sites,
                "links": [{"from": one, "to": other} for one, other in zip(RING, RING[1:] + RING[0], strict=True)],
                "security": {"links": "plain", "clients": "plain"},
            }
        ),
        "ring",
    )


@functools.cache
def _case(ttl: str, order: str) -> Case:
    made = of_plan(_plan(), ("mcollective",), list(order))
    if ttl == "planned":
        return made
    return dataclasses.replace(made, network=Network(tuple(map(_as_for_queues, made.network.brokers))))


def _as_for_queues(broker: Broker) -> Broker:
    """Its connectors for topics with the TTL of those for queues."""

    def lowered(one: NetworkConnector) -> NetworkConnector:
        if not one.conduit_subscriptions:
            return one
        other = next(
            other for other in broker.network_connectors if other.uri == one.uri and not other.conduit_subscriptions
        )
        return dataclasses.replace(one, message_ttl=other.message_ttl, consumer_ttl=other.consumer_ttl)

    return dataclasses.replace(broker, network_connectors=tuple(map(lowered, broker.network_connectors)))


def _run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    cases = {option: _case(*option.split("-")) for option in networks}
    found = {}
    for option, compared in driven(cases, release, SECONDS).items():
        broadcasts = [one for one in compared if one.sending.message == "broadcast"]
        found[option] = Outcome(
            {
                "lost": sum(one.came == 0 for one in broadcasts),
                "requests": sum(one.came for one in compared if one.sending.message == "directed"),
                "replies": sum(one.came for one in compared if one.sending.message == "reply"),
            }
        )
    return found


def _verdict(_: str, counts: Mapping[str, int]) -> str:
    return "every broadcast comes" if counts["lost"] == 0 else "broadcasts are lost"


EXPERIMENT = Experiment(
    question="Do broadcasts come in a circle of links, whoever subscribed first?",
    done="A ring of five brokers, a to e, as the generator writes it, with operators at b and c, a server at a, b and "
    "e, and its accounts and rights. The servers subscribe one after another, in each order that there is. Every "
    f"operator then sends a broadcast, and {NUMBER} directed requests to every server; every server sends {NUMBER} "
    "replies to every operator.",
    columns={
        "lost": f"broadcasts that a server did not get, of {len(OPERATORS) * len(SERVERS)}",
        "requests": f"directed requests that came, of {len(OPERATORS) * len(SERVERS) * NUMBER}",
        "replies": f"replies that came, of {len(OPERATORS) * len(SERVERS) * NUMBER}",
    },
    options={
        f"{ttl}-{order}": Option(
            f"{words}; servers at {', '.join(order[:-1])} and then {order[-1]} subscribe",
            _case(ttl, order).network,
            (("a", "networkConnectors"),),
        )
        for ttl, words in TTL.items()
        for order in map("".join, itertools.permutations(SERVERS))
    },
    run=_run,
    verdict=_verdict,
    trials=3,
)

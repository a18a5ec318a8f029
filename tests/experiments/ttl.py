"""Who reaches whom with which TTL."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Mapping

from broker_network.network import Network, dialed

from .experiment import Experiment, Option, Outcome
from .networks import linked
from .running import Running
from .traffic import Cast, Party, Seen, exchange

NUMBER = 3
"""Directed requests to each server, and replies to each client."""

HUBS = [(leaf, hub) for leaf in "cd" for hub in ("x", "y")]
SHAPES = {
    "star": ("a hub and three leaves", [("b", "hub"), ("c", "hub"), ("d", "hub")]),
    "ring": ("a ring of four", [("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")]),
    "mesh": ("a full mesh of four", list(itertools.combinations("abcd", 2))),
    "hubs": ("two hubs, each linked to both of two leaves", HUBS),
    "joined": ("two hubs linked to each other, and each to both of two leaves", [*HUBS, ("y", "x")]),
    "tree": (
        "a tree: a NOC, two regions, two sites in each",
        [
            *((region, "noc") for region in ("east", "west")),
            *((f"{region}-{site}", region) for region in ("east", "west") for site in (1, 2)),
        ],
    ),
}


def _distances(of: Network) -> dict[tuple[str, str], int]:
    """Between every ordered pair of brokers, the links on the shortest way."""
    beside: dict[str, set[str]] = {broker.name: set() for broker in of.brokers}
    for broker in of.brokers:
        for connector in broker.network_connectors:
            for address in dialed(connector.uri):
                beside[broker.name].add(address.host)
                beside[address.host].add(broker.name)
    found = {}
    for start in beside:
        known, waiting = {start: 0}, deque([start])
        while waiting:
            near = waiting.popleft()
            for far in beside[near] - set(known):
                known[far] = known[near] + 1
                waiting.append(far)
        found.update({(start, end): links for end, links in known.items() if end != start})
    return found


def run(release: str, networks: Mapping[str, Network]) -> dict[str, Outcome]:
    """Everybody to everybody: pairs missed, links that all pairs get over, copies, subscriptions held."""
    casts = {
        option: Cast(
            tuple(Party(f"client-{broker}", broker.name) for broker in one.brokers),
            tuple(Party(f"server-{broker}", broker.name) for broker in one.brokers),
        )
        for option, one in networks.items()
    }
    with Running(networks, release) as running:
        running.await_bridges()
        seen = exchange(running, casts, NUMBER)
        held = running.subscriptions()
    return {
        option: Outcome({**_counts(seen[option], _distances(one)), "held": held[option]})
        for option, one in networks.items()
    }


def _counts(seen: Seen, distances: Mapping[tuple[str, str], int]) -> dict[str, int]:
    reached = {
        (near, far)
        for near, far in distances
        if seen.broadcast[f"client-{near}", f"server-{far}"] >= 1
        and seen.directed[f"client-{near}", f"server-{far}"] == NUMBER
        and seen.replies[f"client-{near}", f"server-{far}"] == NUMBER
    }
    furthest = 0
    while any(links == furthest + 1 for links in distances.values()) and all(
        ends in reached for ends, links in distances.items() if links == furthest + 1
    ):
        furthest += 1
    return {
        "missed": len(distances) - len(reached),
        "links": furthest,
        "copies": max(seen.broadcast.values()),
    }


def _diameter(shape: str) -> int:
    return max(_distances(linked(SHAPES[shape][1])).values())


def _verdict(option: str, counts: Mapping[str, int]) -> str:
    shape, _, ttl = option.partition("-")
    diameter = _diameter(shape)
    if counts["links"] < min(int(ttl), diameter):
        said = "some are not reached"
    elif counts["links"] == diameter:
        said = "everybody reaches everybody"
    else:
        said = f"{counts['links']} {'link' if counts['links'] == 1 else 'links'} far, and no further"
    return said + (", more than once" if counts["copies"] > 1 else "")


EXPERIMENT = Experiment(
    question="How far do requests and replies get with which TTL, and do they arrive once?",
    done="A client and a server at every broker, all links pairs of duplex connectors. Every client sends a broadcast, "
    "and three directed requests to every server; every server sends three replies to every client.",
    columns={
        "missed": "pairs of brokers that do not reach each other",
        "links": "links over which all pairs do",
        "copies": "copies of a broadcast",
        "held": "subscriptions held by all brokers",
    },
    options={
        f"{shape}-{ttl}": Option(f"{title}, TTL {ttl}", linked(links, ttl), ((links[0][0], "networkConnectors"),))
        for shape, (title, links) in SHAPES.items()
        for ttl in range(1, max(4, _diameter(shape) + 1))
    },
    run=run,
    verdict=_verdict,
)

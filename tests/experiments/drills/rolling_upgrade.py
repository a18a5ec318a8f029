"""Brokers move to another release one by one, and both releases are on one network meanwhile."""

from __future__ import annotations

from functools import partial

from broker_network.lab import fetch
from broker_network.lab.cluster import Cluster

from .drill import HUB, LEAF, OTHER, Fault, Scene, at, drill


def _from_the_other(running: Cluster, release: str) -> None:
    other = next(one for one in fetch.releases() if one != release)
    for broker in running.brokers.values():
        broker.class_path = fetch.fetch(other)


def _moved(broker: str, scene: Scene) -> None:
    running = scene.cluster.brokers[broker]
    scene.begin()
    running.stop()
    running.class_path = fetch.fetch(scene.release)
    scene.mended()
    scene.restart(broker)


EXPERIMENT = drill(
    question="Can brokers move to another release one by one?",
    done=f"All brokers run the other one of {' and '.join(reversed(fetch.releases()))}, with the same files. An "
    "operator at the hub and one at each leaf command all servers without a pause. One broker after the other is "
    "stopped in order, and started as this release with the data it had.",
    faults={
        "leaf": Fault("one leaf moves, and is then alone with its release", partial(_moved, LEAF), at(LEAF)),
        "other": Fault("the other leaf moves; the hub is then alone", partial(_moved, OTHER), at(OTHER)),
        "hub": Fault("the hub moves", partial(_moved, HUB), at(HUB)),
    },
    prepare=_from_the_other,
)

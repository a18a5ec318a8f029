"""Packets between two sites are lost, without a word to either, and pass again."""

from __future__ import annotations

import time
from functools import partial

from .drill import HUB, LEAF, Fault, Scene, between, drill


def cut(seconds: float, scene: Scene) -> None:
    """Lose what goes to and from a leaf over the wide area network for so long."""
    host = scene.cluster.broker_host(LEAF)
    scene.begin()
    host.unplug("wan")
    time.sleep(seconds)
    host.plug("wan")
    scene.mended()
    scene.quote(HUB, "inactive|stopped|shutting down")
    scene.quote(LEAF, "inactive|Could not start|shutting down")


EXPERIMENT = drill(
    question="What do operators see when the link to a site loses all packets for ten seconds?",
    done="An operator at the hub and one at each leaf command all servers without a pause. What the wide area network "
    "carries to and from one leaf is dropped, and nobody gets a reset; then it passes again.",
    faults={"short": Fault("for 10 seconds", partial(cut, 10), between(LEAF, HUB))},
)

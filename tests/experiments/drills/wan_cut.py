"""Packets between two sites are lost, without a word to either, and pass again."""

from __future__ import annotations

import math
import time
from functools import partial

from .drill import HUB, LEAF, PATIENCE, Fault, Scene, between, drill

GIVEN_UP = "Network connection between .* shutdown due to"
DONE = (
    "An operator at the hub and one at each leaf command all servers without a pause. What the wide area network "
    "carries to and from one leaf is dropped, and nobody gets a reset; then it passes again."
)
COLUMNS = {"given_up": "seconds until a broker gives the link up, 0 where none does"}


def cut(seconds: float, scene: Scene) -> None:
    """Lose what goes to and from a leaf over the wide area network for so long, and see when a broker notices."""
    host = scene.cluster.broker_host(LEAF)
    scene.begin()
    host.cut("wan")
    given_up = None
    while (passed := time.monotonic() - scene.began) < seconds:
        if given_up is None and any(scene.logged(broker, GIVEN_UP) for broker in (HUB, LEAF)):
            given_up = math.ceil(passed)
        time.sleep(0.25)
    host.restore("wan")
    scene.mended()
    scene.counts["given_up"] = given_up or 0
    scene.watch.await_answers(seconds + PATIENCE, scene.ended)
    for pattern in (GIVEN_UP, "taking a long time to shutdown", "already connected"):
        scene.quote(HUB, pattern)
    scene.quote(LEAF, "Could not start network bridge")


EXPERIMENT = drill(
    question="What do operators see when the link to a site loses all packets for ten seconds?",
    done=DONE,
    faults={"short": Fault("for 10 seconds", partial(cut, 10), between(LEAF, HUB))},
    columns=COLUMNS,
)

"""A broker ends, or dies, or its machine does, and is started again."""

from __future__ import annotations

import time
from functools import partial

from .drill import HUB, LEAF, Fault, Scene, at, drill

DOWN_SECONDS = 3


def _stopped(broker: str, scene: Scene) -> None:
    scene.begin()
    scene.cluster.brokers[broker].stop()
    scene.mended()
    scene.restart(broker)


def _killed(broker: str, scene: Scene) -> None:
    scene.begin()
    scene.cluster.brokers[broker].kill()
    time.sleep(DOWN_SECONDS)
    scene.mended()
    scene.restart(broker)


def _without_power(broker: str, scene: Scene) -> None:
    host = scene.cluster.broker_host(broker)
    scene.begin()
    host.unplug("lan", "wan")
    scene.cluster.brokers[broker].kill()
    time.sleep(DOWN_SECONDS)
    host.plug("lan", "wan")
    scene.mended()
    scene.restart(broker)


EXPERIMENT = drill(
    question="What do operators see when a broker is restarted, or dies?",
    done="An operator at the hub and one at each leaf command all servers without a pause. A broker is stopped in "
    "order and started at once; or it is killed and started after three seconds; or its machine loses power, so that "
    "nobody is told, and comes back after three seconds.",
    faults={
        "leaf-restarted": Fault("a leaf is restarted in order", partial(_stopped, LEAF), at(LEAF)),
        "hub-restarted": Fault("the hub is restarted in order", partial(_stopped, HUB), at(HUB)),
        "leaf-killed": Fault("a leaf is killed", partial(_killed, LEAF), at(LEAF)),
        "hub-killed": Fault("the hub is killed", partial(_killed, HUB), at(HUB)),
        "leaf-power": Fault("a leaf's machine loses power", partial(_without_power, LEAF), at(LEAF)),
        "hub-power": Fault("the hub's machine loses power", partial(_without_power, HUB), at(HUB)),
    },
)

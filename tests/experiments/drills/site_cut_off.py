"""A site is cut off, and operators go on sending it directed requests."""

from __future__ import annotations

import time
from contextlib import ExitStack

from macros.lab.stomp import Stomp

from .drill import HUB, LEAF, Fault, Scene, between, drill
from .watch import LIFE

NUMBER = 250
KNOWN_SECONDS = 45
"""After so long a broker knows that nobody is at the other end: it gives up after 30 s without a word."""

CUT_SECONDS = 60
NODES = "/queue/mcollective.nodes"


def _cut_off(scene: Scene) -> None:
    running = scene.cluster
    host = running.broker_host(LEAF)
    with ExitStack() as sessions:
        servers = sessions.enter_context(running.server_session(running.members("site-2", "nodes")[0], LEAF))
        for number in range(NUMBER):
            servers.subscribe(NODES, selector=f"mc_identity = 'far-{number}'")
        operator = sessions.enter_context(running.operator_session(running.inventory.operators[0], HUB))
        time.sleep(3)
        scene.begin()
        host.unplug("wan")
        time.sleep(1)
        _send(operator, "early")
        time.sleep(KNOWN_SECONDS - 1)
        _send(operator, "later")
        time.sleep(CUT_SECONDS - KNOWN_SECONDS)
        host.plug("wan")
        scene.mended()
        came = [frame.body for frame in servers.receive(40, until=lambda frames: len(frames) >= 2 * NUMBER)]
    scene.quote(HUB, "inactive")
    scene.quote(HUB, "taking a long time to shutdown")
    scene.quote(HUB, "already connected")
    scene.counts["early"] = len(set(came) & {f"early {number}" for number in range(NUMBER)})
    scene.counts["later"] = len(set(came) & {f"later {number}" for number in range(NUMBER)})
    scene.counts["twice"] = len(came) - len(set(came))


def _send(operator: Stomp, when: str) -> None:
    expires = str(int((time.time() + LIFE + 10) * 1000))
    for number in range(NUMBER):
        operator.send(NODES, f"{when} {number}", {"mc_identity": f"far-{number}", "expires": expires})


EXPERIMENT = drill(
    question="Do requests to a site that is cut off keep others waiting?",
    done="A leaf with 250 servers more is cut off for a minute, without a reset. At once an operator at the hub sends "
    "each of them a directed request; and again after 45 seconds. Operators command all other servers without a pause.",
    faults={"minute": Fault("250 requests at once, and 250 after 45 seconds", _cut_off, between(LEAF, HUB))},
    columns={
        "early": "of the first 250, carried out when the link was back",
        "later": "of those sent after 45 seconds",
        "twice": "of both, delivered twice",
    },
    shown=((HUB, "destinationPolicy"),),
)

"""A site is cut off, and operators go on sending it directed requests."""

from __future__ import annotations

import time
from contextlib import ExitStack

from broker_network.lab.stomp import Stomp

from .drill import HUB, LEAF, Fault, Scene, between, drill
from .wan_cut import GIVEN_UP
from .watch import LIFE

NUMBER = 250
KNOWN_SECONDS = 100
"""After so long both brokers have given the link up."""

CUT_SECONDS = 120
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
        host.cut("wan")
        time.sleep(1)
        _send(operator, "early")
        time.sleep(KNOWN_SECONDS - 1)
        _send(operator, "later")
        time.sleep(CUT_SECONDS - KNOWN_SECONDS)
        host.restore("wan")
        scene.mended()
        came = [frame.body for frame in servers.receive(LIFE + 10, until=lambda frames: len(frames) >= 2 * NUMBER)]
    scene.quote(HUB, GIVEN_UP)
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
    done=f"A leaf with {NUMBER} servers more is cut off for {CUT_SECONDS} seconds, without a reset. At once an "
    f"operator at the hub sends each of them a directed request; and again after {KNOWN_SECONDS} seconds, when the "
    "brokers have given the link up. Operators command all servers without a pause.",
    faults={
        "cut": Fault(
            f"{NUMBER} requests at once, and {NUMBER} after {KNOWN_SECONDS} seconds", _cut_off, between(LEAF, HUB)
        )
    },
    columns={
        "early": f"of the first {NUMBER}, arrived when the link was back",
        "later": f"of the second {NUMBER}, arrived then",
        "twice": "of both, arrived twice",
    },
    shown=((HUB, "destinationPolicy"),),
)

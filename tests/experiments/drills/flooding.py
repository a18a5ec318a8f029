"""One server sends replies as fast as it can, until memory and disk of its broker are full."""

from __future__ import annotations

import dataclasses
import time
from functools import partial

from macros import examples
from macros.lab.stomp import Frame
from macros.network import Network, SystemUsage
from macros.plan import Plan

from . import raw
from .drill import EXAMPLE, LEAF, Fault, Scene, at, drill
from .watch import LIFE

SECONDS = 10
MEBIBYTE = 1024 * 1024
MEMORY, DISK, STORE = 16, 64, 64
SITE = "site-2"


def _with_little_room() -> Plan:
    """The example, with limits at one leaf that can be reached within seconds."""
    network, inventory = examples.load(EXAMPLE)
    usage = SystemUsage(memory_limit=f"{MEMORY} mb", temp_limit=f"{DISK} mb", store_limit=f"{STORE} mb")
    brokers = (
        dataclasses.replace(broker, system_usage=usage) if broker.name == LEAF else broker for broker in network.brokers
    )
    return Plan(Network(tuple(brokers)), dataclasses.replace(inventory, name=f"{EXAMPLE}-small"))


def _poured(queue: str, size: int, mebibytes: float, persistent: bool, scene: Scene) -> None:
    running = scene.cluster
    server = running.members(SITE, "nodes")[0]
    user = running.group(server).user
    headers = {
        "destination": f"/queue/mcollective.reply.{queue}",
        "expires": str(int((time.time() + LIFE + 10) * 1000)),
        **({"persistent": "true"} if persistent else {}),
    }
    reply = Frame("SEND", headers, "nobody flood 0 " + "x" * size).encode()
    with running.connection(server, LEAF, server.files / "etc/mcollective/ssl") as connection:
        raw.log_in(connection, user, running.password(user))
        scene.begin()
        taken = raw.pour(connection, reply, SECONDS, mebibytes * MEBIBYTE)
        time.sleep(1)
    scene.mended()
    scene.counts["taken"] = taken // MEBIBYTE
    time.sleep(2)
    scene.quote(LEAF, "[Uu]sage Manager|is full|blocking|limit")


UNREAD = "alice.site-1_9.9"
READ = "alice.site-1_1.1"
ENDLESS = float("inf")

EXPERIMENT = drill(
    question="Whom does a server disturb that floods its broker with replies?",
    done=f"A leaf's broker has {MEMORY} MiB of memory for messages, {DISK} MiB of disk to spill to and as much for "
    "persistent ones. Operators command all servers without a pause. One server of the leaf sends replies as fast as "
    f"it can, for {SECONDS} seconds or until the broker takes no more; then it leaves.",
    faults={
        "read": Fault(
            "replies of 10 kB to an operator who is there",
            partial(_poured, READ, 10_000, ENDLESS, False),
            lambda way: way >= {LEAF, "broker1"} or way == {LEAF},
        ),
        "memory": Fault(
            "replies that nobody reads, until memory is full",
            partial(_poured, UNREAD, 10_000, 2 * MEMORY, False),
            at(LEAF),
        ),
        "disk": Fault(
            "the same, until the disk limit is reached too",
            partial(_poured, UNREAD, 100_000, ENDLESS, False),
            at(LEAF),
        ),
        "store": Fault(
            "persistent replies, until the store limit is reached",
            partial(_poured, UNREAD, 100_000, ENDLESS, True),
            at(LEAF),
        ),
    },
    plan=_with_little_room(),
    columns={"taken": "MiB that the broker took"},
    shown=((LEAF, "systemUsage"), (LEAF, "destinationPolicy")),
)

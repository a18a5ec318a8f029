"""One server sends replies as fast as it can, until memory, a limit or the disk of its broker is full."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping
from functools import partial

from broker_network import examples
from broker_network.design.planning import Plan
from broker_network.lab.cluster import Cluster
from broker_network.lab.stomp import Frame
from broker_network.network import Network, SystemUsage

from . import raw
from .drill import EXAMPLE, LEAF, Fault, Scene, at, drill, verdict
from .watch import LIFE

SECONDS = 30
PATIENCE = 300
MEBIBYTE = 1024 * 1024
MEMORY, SPILLED, STORE = 16, 64, 64
DISK = 192
SITE = "site-2"
UNREAD = "/queue/mcollective.reply.alice.site-1_9.9"
"""A queue of replies that its operator does not read any more."""

SPILL = f"brokers/{LEAF}/data/{LEAF}/tmp_storage"
KAHADB = f"brokers/{LEAF}/data/kahadb"


def _with_little_room() -> Plan:
    """The example, with limits at one leaf that can be reached within seconds."""
    network, inventory = examples.load(EXAMPLE)
    usage = SystemUsage(memory_limit=f"{MEMORY} mb", temp_limit=f"{SPILLED} mb", store_limit=f"{STORE} mb")
    brokers = (
        dataclasses.replace(broker, system_usage=usage) if broker.name == LEAF else broker for broker in network.brokers
    )
    return Plan(Network(tuple(brokers)), dataclasses.replace(inventory, name=f"{EXAMPLE}-small"))


def _on_a_small_disk(running: Cluster, _: str) -> None:
    """Both stores of the leaf's broker share a small disk, and its log is elsewhere."""
    host = running.broker_host(LEAF)
    script = f"""
    set -e; cd {host.home}; mkdir -p disk {SPILL} {KAHADB}
    mount -t tmpfs -o size={DISK}m disk disk; mkdir disk/spill disk/kahadb
    mount --bind disk/spill {SPILL}; mount --bind disk/kahadb {KAHADB}
    """
    done = host.run("sh", "-c", script)
    assert done.returncode == 0, done.stderr


def _pour(scene: Scene, size: int, mebibytes: float, *, persistent: bool = False) -> None:
    """Be one server of the leaf that sends replies; then wait until all is well again."""
    running = scene.cluster
    server = running.members(SITE, "nodes")[0]
    user = running.group(server).user
    headers = {
        "destination": UNREAD,
        "expires": str(int((time.time() + LIFE + 10) * 1000)),
        **({"persistent": "true"} if persistent else {}),
    }
    reply = Frame("SEND", headers, "x" * size).encode()
    with running.connection(server, LEAF, server.files / "etc/mcollective/ssl") as connection:
        raw.log_in(connection, user, running.folder.password(user))
        scene.begin()
        taken = raw.pour(connection, reply, SECONDS, mebibytes * MEBIBYTE)
        time.sleep(5)  # in which others notice, or not
    scene.mended()
    scene.counts["taken"] = taken // MEBIBYTE
    scene.watch.await_answers(PATIENCE, scene.ended)
    for pattern in ("[Ss]tore is Full", "Journal failed while writing"):
        scene.quote(LEAF, pattern)


def _fill(size: int, mebibytes: float, scene: Scene) -> None:
    """Let something else fill the disk, and then the server send; the disk has room again when the server leaves."""
    host = scene.cluster.broker_host(LEAF)
    host.run("sh", "-c", f"dd if=/dev/zero of={host.home}/disk/else bs=64k 2>/dev/null")
    try:
        _pour(scene, size, mebibytes)
    finally:
        host.run("rm", f"{host.home}/disk/else")


def _told(ident: str, counts: Mapping[str, int]) -> str:
    taken = "all is taken" if counts["taken"] >= WANTED.get(ident, ENDLESS) else "the server is stopped"
    return f"{taken}; {verdict(ident, counts)}"


ENDLESS = float("inf")
FULL = 2 * MEMORY
WANTED = {"memory": FULL, "disk": FULL, "again": FULL}
"""MiB that the server would send."""

EXPERIMENT = drill(
    question="Whom does a server disturb that floods its broker with replies?",
    done=f"A leaf's broker has {MEMORY} MiB of memory for messages, {SPILLED} MiB of disk to spill to and as much for "
    "persistent messages. Operators command all servers without a pause. One server of the leaf sends replies that "
    f"nobody reads, as fast as it can, for {SECONDS} seconds or until the broker takes no more; then it leaves.",
    faults={
        "memory": Fault("until memory is full", lambda scene: _pour(scene, 10_000, FULL), at(LEAF)),
        "spilled": Fault(
            "until the limit on disk is reached too", lambda scene: _pour(scene, 100_000, ENDLESS), at(LEAF)
        ),
        "store": Fault(
            "persistent replies, until the limit of the store is reached",
            lambda scene: _pour(scene, 100_000, ENDLESS, persistent=True),
            at(LEAF),
        ),
        "disk": Fault(
            "until memory is full, while something else has filled the disk", partial(_fill, 10_000, FULL), at(LEAF)
        ),
        "again": Fault("the same, when the disk has room again", lambda scene: _pour(scene, 10_000, FULL), at(LEAF)),
    },
    plan=_with_little_room(),
    columns={"taken": "MiB that the broker took"},
    verdict=_told,
    shown=((LEAF, "systemUsage"), (LEAF, "destinationPolicy")),
    prepare=_on_a_small_disk,
)

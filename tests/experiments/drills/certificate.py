"""A broker's certificate ends, and is renewed."""

from __future__ import annotations

import time

from broker_network.lab.cluster import Cluster

from .drill import LEAF, Fault, Scene, at, await_that, drill, nobody

LEFT_SECONDS = 75
"""For so long the first certificate is still valid when it is made: until all are connected."""


def _renewed(running: Cluster, *, left: int | None = None) -> None:
    """Do what the page says, with a certificate of a day that has `left` seconds to live, or an ordinary one."""
    folder = running.folder.secrets / "brokers" / LEAF
    for old in ("cert.pem", "conf/broker.p12"):
        (folder / old).unlink()
    if left is None:
        running.folder.make_secrets()
    else:
        running.folder.make_secrets(days=1, clock=f"-{24 * 3600 - left}s")
    running.brokers[LEAF].install(running.folder.conf_of(LEAF))


def _ends(running: Cluster) -> bool:
    file = f"/dev/shm/network/secrets/brokers/{LEAF}/cert.pem"
    return running.broker_host(LEAF).run("openssl", "x509", "-in", file, "-noout", "-checkend", "0").returncode != 0


def _about_to_end(running: Cluster, _: str) -> None:
    _renewed(running, left=LEFT_SECONDS)


def _ended(scene: Scene) -> None:
    scene.begin()
    await_that(lambda: _ends(scene.cluster), "the certificate has ended", LEFT_SECONDS + 30)
    time.sleep(10)
    scene.mended()


def _restarted(scene: Scene) -> None:
    scene.begin()
    scene.cluster.brokers[LEAF].stop()
    scene.restart(LEAF)
    time.sleep(15)
    scene.quote(LEAF, "expired|CertificateExpired|Could not start network bridge")
    scene.quote("broker1", "expired|certificate_expired|Could not accept")
    scene.mended()
    _rotated(scene)


def _in_time(scene: Scene) -> None:
    scene.begin()
    scene.mended()
    _rotated(scene)


def _rotated(scene: Scene) -> None:
    _renewed(scene.cluster)
    scene.cluster.brokers[LEAF].stop()
    scene.restart(LEAF)


EXPERIMENT = drill(
    question="What happens when a broker's certificate ends, and what does a new one cost?",
    done="An operator at the hub and one at each leaf command all servers without a pause. A leaf runs with a "
    "certificate that ends meanwhile. Then its broker restarts with the ended one, and later gets a new one. At last "
    "one is renewed before it ends.",
    faults={
        "ended": Fault("it ends while all are connected", _ended, nobody),
        "restarted": Fault("then the broker restarts; a new one is installed after 15 seconds", _restarted, at(LEAF)),
        "in-time": Fault("a new one is installed before the old one ends", _in_time, at(LEAF)),
    },
    prepare=_about_to_end,
    shown=((LEAF, "sslContext"),),
)

"""The password of a link's account is changed, on both of its brokers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from broker_network.lab.cluster import Cluster

from .drill import HUB, LEAF, Fault, Scene, at, drill

USER = f"bridge-{LEAF}-{HUB}"


def _renewed(running: Cluster) -> None:
    """Make a new password, and put it into place at both ends, as the page says."""
    (running.folder.secrets / "passwords" / USER).unlink()
    for broker in (LEAF, HUB):
        file = running.folder.secrets / "brokers" / broker / "conf/credentials.properties"
        kept = [line for line in file.read_text("utf-8").splitlines() if not line.startswith(f"{USER}.password")]
        file.write_text("\n".join(kept) + "\n", "utf-8")
    running.folder.make_secrets()
    for broker in (LEAF, HUB):
        running.brokers[broker].install(running.folder.conf_of(broker))


def _again(scene: Scene, broker: str) -> None:
    scene.cluster.brokers[broker].stop()
    scene.restart(broker)


def _together(scene: Scene) -> None:
    _renewed(scene.cluster)
    scene.begin()
    scene.mended()
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda broker: _again(scene, broker), (HUB, LEAF)))


def _leaf_first(scene: Scene) -> None:
    _renewed(scene.cluster)
    scene.begin()
    scene.mended()
    _again(scene, LEAF)
    scene.quote(LEAF, "invalid")
    _again(scene, HUB)


EXPERIMENT = drill(
    question="What does a new password for a link cost?",
    done="An operator at the hub and one at each leaf command all servers without a pause. The account of one link "
    "gets a new password at both ends. Both brokers are restarted, at the same time or one after the other.",
    faults={
        "together": Fault("both brokers restart at the same time", _together, at(HUB, LEAF)),
        "leaf-first": Fault("the leaf restarts first, then the hub", _leaf_first, at(HUB, LEAF)),
    },
    shown=((LEAF, "networkConnectors"), (HUB, "simpleAuthenticationPlugin")),
)

"""A data center is added to a running network, by the steps that `diff` prints."""

from __future__ import annotations

import time
from functools import cache, partial
from typing import Any

import yaml

from broker_network import bundle, examples
from broker_network.bundle.activemq_xml import activemq_xml
from broker_network.changes import transition
from broker_network.design import topology
from broker_network.design.planning import Plan, plan
from broker_network.lab.cluster import Cluster
from broker_network.routes import hosts_of

from .accounts import JAVA_OPTIONS, SHOWN, with_files, write_accounts
from .drill import HEARTBEAT, Fault, Scene, at, await_that, drill, nobody
from .watch import Party

EXAMPLE = "noc-datacenters"
NOC = "noc-1"


@cache
def _without(*sites: str) -> Plan:
    """The example before these sites were added."""
    text: dict[str, Any] = yaml.safe_load((examples.FOLDER / EXAMPLE / "topology.yaml").read_text("utf-8"))
    text["sites"] = {name: site for name, site in text["sites"].items() if name not in sites}
    text["links"] = [link for link in text["links"] if link["from"] not in sites]
    return plan(topology.loads(yaml.safe_dump(text, sort_keys=False), EXAMPLE), EXAMPLE)


STAGES = {"files": _without("dc-b", "dc-c"), "steps": _without("dc-c"), "all": _without()}


def _small(running: Cluster, _: str) -> None:
    """Only the first data center runs, and the NOC's broker knows accounts from files."""
    first = STAGES["files"]
    for name in set(running.brokers) - {broker.name for broker in first.network.brokers}:
        _waiting[running, name] = running.brokers.pop(name)
    running.network, running.inventory = first
    for name in running.brokers:
        _install(running, first, name)
        _firewall(running, first, name)
    with_files(running, NOC, activemq_xml(first.network.broker(NOC), first.inventory).encode())
    write_accounts(running, NOC, first.network.broker(NOC).users)


_waiting: dict[tuple[Cluster, str], Any] = {}


def _install(running: Cluster, of: Plan, broker: str) -> None:
    text = activemq_xml(of.network.broker(broker), of.inventory)
    running.brokers[broker].install({**running.folder.conf_of(broker), "activemq.xml": text.encode()})


def _firewall(running: Cluster, of: Plan, broker: str) -> None:
    host = running.hosts[of.inventory.hosts_of(broker)[0].name]
    running.load_rules(host, bundle.files(of)[f"firewall/{host.name}.nft"])


def _start(scene: Scene, of: Plan, broker: str) -> None:
    running = scene.cluster
    running.brokers[broker] = _waiting.pop((running, broker))
    running.network, running.inventory = of
    _firewall(running, of, broker)
    _install(running, of, broker)
    scene.restart(broker)


def _servers_join(scene: Scene, site: str) -> None:
    running = scene.cluster
    for group in running.inventory.server_groups:
        for host in running.members(group.site, group.name) if group.site == site else ():
            connect = partial(running.server_session, host, group.brokers[0], heartbeat=HEARTBEAT)
            scene.watch.join(Party(host.name, group.brokers[0], connect))


def _by_files(scene: Scene) -> None:
    new = STAGES["steps"]
    scene.begin()
    _firewall(scene.cluster, new, NOC)
    write_accounts(scene.cluster, NOC, new.network.broker(NOC).users)
    _start(scene, new, "dc-b-1")
    linked = scene.cluster.brokers["dc-b-1"].established
    await_that(lambda: linked()[NOC] >= 2, "the new data center is linked")
    _servers_join(scene, "dc-b")
    time.sleep(1)
    scene.mended()


def _by_steps(scene: Scene) -> None:
    running = scene.cluster
    old, new = STAGES["steps"], STAGES["all"]
    scene.begin()
    for step in transition(
        old.network, new.network, hosts_of(old.inventory), hosts_of(new.inventory), old.inventory, new.inventory
    ).steps:
        if step.work == "secrets":
            running.folder.make_secrets()
        elif step.work == "credentials":
            place = next(host.broker for host in new.inventory.hosts if host.name == step.place)
            conf = running.folder.conf_of(place)
            running.brokers[place].install({path: conf[path] for path in conf if path != "activemq.xml"})
        elif step.work == "firewall":
            place = next(host.broker for host in new.inventory.hosts if host.name == step.place)
            _firewall(running, new, place)
        elif step.work == "start":
            _start(scene, new, step.place)
        elif step.work == "install":
            running.brokers[step.place].stop()
            _install(running, new, step.place)
            scene.restart(step.place)
        elif step.work == "members":
            _servers_join(scene, step.place.split("/")[1])
        else:
            raise NotImplementedError(f"{step.work} {step.place}")
    scene.mended()


EXPERIMENT = drill(
    question="What do the others notice when a data center is added?",
    done="Operators at the NOC command all servers without a pause, at first those of one data center. A second is "
    "added while the NOC's broker knows its accounts from files that it reads again: the firewall is opened, the new "
    "link's account is put into the files, the new broker starts. A third is added by the steps that `diff` prints, "
    "with the accounts in activemq.xml. The new servers are commanded too as soon as they are there.",
    faults={
        "files": Fault("by an account in files that are read again", _by_files, nobody, SHOWN),
        "steps": Fault("by the steps of diff, which restart the NOC's broker", _by_steps, at(NOC)),
    },
    plan=STAGES["all"],
    prepare=_small,
    java_options=JAVA_OPTIONS,
    shown=(("dc-b-1", "networkConnectors"), (NOC, "simpleAuthenticationPlugin")),
)

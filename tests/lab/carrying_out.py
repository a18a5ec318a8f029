"""Steps that are carried out to the letter on running hosts."""

from __future__ import annotations

import shlex
import shutil
import time
from pathlib import Path

from broker_network import bundle
from broker_network.bundle.activemq_xml import activemq_xml
from broker_network.bundle.firewall import rule_set
from broker_network.changes import Step
from broker_network.design.planning import Plan
from broker_network.lab.cluster import Cluster
from broker_network.lab.hosts import LabHost
from broker_network.network import Inventory
from broker_network.network.placement import ACTIVEMQ_XML, BROKER_SECRETS, FIREWALL, OPERATOR_SECRETS, PLACED, Copy

RULES = FIREWALL.target


class Changing:
    """A cluster with machines enough for two networks, on which the one becomes the other."""

    def __init__(self, cluster: Cluster, old: Plan, new: Plan) -> None:
        """Give the prepared hosts what the old network's have, and nothing else; start its brokers."""
        self.cluster, self.everything, self.new = cluster, cluster.inventory, new
        self.folder = cluster.folder.secrets.parent
        for broker in cluster.brokers.values():
            for path in self._place(broker.host, "conf/", broker.name).glob("*"):
                if path.name != "log4j2.properties":
                    path.unlink()
        shutil.rmtree(self.folder)
        self._generate(old)
        cluster.folder.make_secrets()
        self._make_certificates(old.inventory)
        for host in cluster.hosts.values():
            shutil.rmtree(host.files / "etc/mcollective", ignore_errors=True)
            assert host.run("nft", "flush", "ruleset").returncode == 0
        for one in old.inventory.hosts:
            host = cluster.hosts[one.name]
            for row in (ACTIVEMQ_XML, BROKER_SECRETS):
                self._copy(row.copy(broker=one.broker), host, one.broker)
            if (self.folder / f"firewall/{one.name}.nft").exists():
                self._copy(FIREWALL.copy(host=one.name), host)
                self._run(FIREWALL.then or "", host)
        for group in old.inventory.server_groups:
            for host in cluster.members(group.site, group.name):
                for row in (one for one in PLACED if one.machine == "server"):
                    self._copy(row.copy(site=group.site, group=group.name), host)
        for operator in old.inventory.operators:
            name, site = operator.identity.rsplit(".", 1)
            self._copy(OPERATOR_SECRETS.copy(operator=name, site=site), cluster.terminal(operator))
        for planned in old.network.brokers:
            self._start(planned.name)
        self._generate(new)

    def carry_out(self, step: Step) -> None:
        """Do what a step says, and no more. Raises LabError where a broker does not start again."""
        if step.work == "secrets":
            self._at_secrets(step)
            return
        broker = step.place if step.place in self.cluster.brokers else ""
        if broker:
            self.cluster.brokers[broker].stop()
        for host in self._hosts(step):
            of = broker or next((one.broker for one in self.everything.hosts if one.name == host.name), "")
            if step.broker is not None:
                text = activemq_xml(step.broker, self.new.inventory)
                self._place(host, ACTIVEMQ_XML.target, of).write_text(text, "utf-8")
            for copy in step.copies:
                self._copy(copy, host, of)
            for path in step.deletes:
                _delete(self._place(host, path, of))
            if step.rules is not None:
                rules = step.rules
                found = rule_set(self.new.inventory.name, host.name, rules.brokers, rules.openings, rules.inner)
                self._place(host, RULES).write_text(found or "", "utf-8")
                self._run(FIREWALL.then or "", host)
            for command in step.commands:
                self._run(command, host)
        if broker and step.work != "stop":
            self._start(broker)

    def _hosts(self, step: Step) -> tuple[LabHost, ...]:
        if step.hosts:
            return tuple(self.cluster.hosts[name] for name in step.hosts)
        if step.work == "keys":
            served = self.cluster.hosts.values()
            return tuple(one for one in served if one.machine.role == "server" and one.machine.site == step.place)
        if step.work == "members":
            _, site, group = step.place.split("/")
            return self.cluster.members(site, group)
        return (self.cluster.hosts[step.place],)

    def _generate(self, plan: Plan) -> None:
        for path in self.folder.glob("*"):
            if path.name != "secrets":
                _delete(path)
        for name, content in bundle.files(plan).items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            path.chmod(0o755 if name in bundle.EXECUTABLE else 0o644)

    def _make_certificates(self, inventory: Inventory) -> None:
        groups = {(group.site, group.name) for group in inventory.server_groups}
        machines = [host.machine for host in self.cluster.hosts.values()]
        names = [one.name for one in machines if (one.site, one.group) in groups and one.role == "server"]
        if names:
            self.cluster.folder.make_secrets("host", *names)

    def _at_secrets(self, step: Step) -> None:
        for line in step.detail:
            if line.startswith("move away "):
                _delete(self.folder / line.split()[2].rstrip(":"))
            else:
                keys, _, path = line.removeprefix("delete ").partition(" in ")
                credentials = self.folder / path
                lines = credentials.read_text("utf-8").splitlines(keepends=True)
                gone = tuple(f"{key}=" for key in keys.split(", "))
                credentials.write_text("".join(one for one in lines if not one.startswith(gone)), "utf-8")
        for path in step.deletes:
            _delete(self.folder / path)
        for command in step.commands:
            if command == "./make-secrets":
                self.cluster.folder.make_secrets()
            else:
                assert command.startswith("./make-secrets host NAME")
                self._make_certificates(self.new.inventory)

    def _start(self, name: str) -> None:
        broker = self.cluster.brokers[name]
        broker.start()
        deadline = time.monotonic() + 90
        while not broker.started:
            assert time.monotonic() < deadline, f"{name} has not started"
            time.sleep(0.1)

    def _copy(self, copy: Copy, host: LabHost, broker: str = "") -> None:
        source = self.folder / copy.source.replace("<name>", host.name).removesuffix("*")
        found = [path for path in source.rglob("*") if path.is_file()] if source.is_dir() else [source]
        assert found, f"nothing is in {source}"
        for path in found:
            inside = path.relative_to(source).as_posix() if source.is_dir() else path.name
            target = self._place(host, copy.target + inside if copy.target.endswith("/") else copy.target, broker)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)

    def _place(self, host: LabHost, path: str, broker: str = "") -> Path:
        """Where a file of a host is, as seen from outside; `conf/` is that of its broker."""
        return host.files / path.lstrip("/") if path.startswith("/") else host.files / "brokers" / broker / path

    def _run(self, command: str, host: LabHost) -> None:
        if command == FIREWALL.then:
            self.cluster.load_rules(host, self._place(host, RULES).read_bytes())
        elif command.startswith("nft "):
            done = host.run(*shlex.split(command))
            assert done.returncode == 0, done.stderr
        else:
            assert command == "systemctl restart mcollective", command


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()

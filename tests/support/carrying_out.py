"""The hosts of a network, each with its files, and steps that are carried out on them to the letter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from broker_network import bundle
from broker_network.bundle.activemq_xml import activemq_xml
from broker_network.bundle.firewall import rule_set
from broker_network.bundle.mcollective import pool
from broker_network.changes import Step
from broker_network.changes.member_tasks import obeyed
from broker_network.design.planning import Plan
from broker_network.network import Broker, ClientGroup, ServerGroup, dialed, parse
from broker_network.network.index import NetworkIndex, index_of
from broker_network.network.tunnels import tunnels

Files = dict[str, str]
"""Texts by path."""

RULES = "/etc/nftables.d/activemq.nft"
MCOLLECTIVE = "/etc/mcollective/"


@dataclass
class Machine:
    """A host: its files, the firewall rules that it has loaded, and the tunnels."""

    files: Files = field(default_factory=dict)
    rules: str | None = None
    connections: frozenset[str] = frozenset()

    def run(self, command: str) -> None:
        """Carry out a command."""
        if command == f"nft -f {RULES}":
            self.rules = self.files[RULES]
        elif command == "nft delete table inet activemq":
            self.rules = None
        elif command == "swanctl --load-all":
            self.connections = frozenset(
                text for path, text in self.files.items() if path.startswith("/etc/swanctl/conf.d/")
            )
        else:
            assert command == "systemctl restart mcollective", command

    def lets_in(self, source: str, port: int, protocol: str = "tcp") -> bool:
        """Whether the loaded rules let packets from a source in."""
        if self.rules is None or not re.search(rf"^    {protocol} dport .*\b{port}\b.* counter drop", self.rules, re.M):
            return True
        accepting = re.findall(rf"saddr (\S+|{{[^}}]*}}) {protocol} dport [^\n]*\b{port}\b[^\n]* accept", self.rules)
        return any(source in re.findall(r"[\w.:/]+", sources) for sources in accepting)


class Hosts:
    """All machines between two networks, as the old one left them, and the folder of the new one."""

    def __init__(self, old: Plan, new: Plan) -> None:
        """Everything is as the old network wants it; the files of the new one were generated."""
        self.old, self.new = index_of(*old), index_of(*new)
        self.folder = _texts(new)
        self.secrets: Files = {}
        _make_secrets(self.old, self.secrets, _texts(old))
        _make_certificates(self.old, self.secrets)
        self.machines: dict[str, Machine] = {}
        for name, files in wanted(self.old, {**_texts(old), **self.secrets}).items():
            self.machines[name] = Machine(files, files.get(RULES))
            if name in {host.name for host in self.old.inventory.hosts}:
                self.machines[name].run("swanctl --load-all")
        for name in wanted(self.new, {**self.folder, **self.secrets}):
            self.machines.setdefault(name, Machine())
        self.running = dict(self.old.brokers)
        self.members: dict[str, tuple[ClientGroup | ServerGroup, NetworkIndex]] = dict(_members(self.old))

    def carry_out(self, step: Step) -> None:
        """Do what a step says, and no more."""
        if step.work == "secrets":
            self._at_secrets(step)
            return
        for name in self._machines_of(step):
            machine = self.machines[name]
            if step.broker is not None:
                machine.files["conf/activemq.xml"] = activemq_xml(step.broker, self.new.inventory)
            for copy in step.copies:
                self._copy(copy.source, copy.target, machine)
            for path in step.deletes:
                _delete(machine.files, path)
            if step.rules is not None:
                rules = step.rules
                text = rule_set(self.new.inventory.name, name, rules.brokers, rules.openings, rules.inner)
                machine.files[RULES] = text or ""
                machine.run(f"nft -f {RULES}")
            for command in step.commands:
                machine.run(command)
        if step.work == "stop":
            del self.running[step.place]
        elif step.broker is not None:
            self.running[step.place] = step.broker
        elif step.work == "members":
            self.members.pop(step.place, None)
            self.members.update((place, found) for place, found in _members(self.new) if place == step.place)

    def _machines_of(self, step: Step) -> tuple[str, ...]:
        if step.work == "keys":
            return tuple(name for name in self.members if name.startswith(f"servers/{step.place}/"))
        return step.hosts if step.broker is not None or step.work == "stop" else (step.place,)

    def _copy(self, source: str, target: str, machine: Machine) -> None:
        have = {**self.folder, **self.secrets}
        if source.endswith("/*"):
            found = {path: text for path, text in have.items() if path.startswith(source[:-1])}
            assert found, f"nothing is in {source}"
            machine.files.update({target + path.removeprefix(source[:-1]): text for path, text in found.items()})
        else:
            assert source in have, f"there is no {source}"
            place = target + source.rpartition("/")[2] if target.endswith("/") else target
            machine.files[place] = have[source]

    def _at_secrets(self, step: Step) -> None:
        for line in step.detail:
            if moved := re.fullmatch(r"move away (\S+): .*", line):
                del self.secrets[moved[1]]
            else:
                deleted = re.fullmatch(r"delete (.*) in (\S+)", line)
                assert deleted, line
                keys = deleted[1].split(", ")
                kept = [one for one in self.secrets[deleted[2]].splitlines() if one.rstrip("=") not in keys]
                self.secrets[deleted[2]] = "".join(f"{one}\n" for one in kept)
        for path in step.deletes:
            _delete(self.secrets, path)
        for command in step.commands:
            if command == "./make-secrets":
                _make_secrets(self.new, self.secrets, self.folder)
            else:
                assert command.startswith("./make-secrets host NAME ..."), command
                _make_certificates(self.new, self.secrets)

    def faults(self, step: Step) -> Iterator[str]:
        """What does not work now: brokers that cannot start, connections that a firewall refuses."""
        if step.broker is not None:
            for host in step.hosts:
                yield from _unreadable(host, self.machines[host].files)
        yield from self._refused_bridges()
        for place, (group, index) in self.members.items():
            network = index.sites[group.brokers[0]].network
            for broker in group.brokers:
                for host in index.host_names(broker):
                    if network and not self.machines[host].lets_in(network, index.stomp_port(broker)):
                        yield f"{place} cannot connect to {host}"

    def _refused_bridges(self) -> Iterator[str]:
        hosts = {name: host for of in (self.old, self.new) for host in of.inventory.hosts for name in host.dialed_as}
        addresses = {
            broker: [host for host in hosts.values() if host.broker == broker and host.broker in self.running]
            for broker in self.running
        }
        for name, broker in self.running.items():
            for connector in broker.network_connectors:
                for uri in dialed(connector.uri):
                    far = hosts[uri.host]
                    if far.broker not in self.running or not _listens(self.running[far.broker], uri.port):
                        continue
                    through = uri.host == far.inner_address
                    for near in addresses[name]:
                        source = near.inner_address if through else near.address
                        if source and not self.machines[far.name].lets_in(source, uri.port):
                            yield f"{name} cannot connect to port {uri.port} of {far.name}"
                        if through and not self.machines[far.name].lets_in(near.address or "", 500, "udp"):
                            yield f"{name} cannot set up a tunnel to {far.name}"


def wanted(index: NetworkIndex, have: Files) -> dict[str, Files]:
    """The files that each machine of a network has in the end. Of a group there is one machine."""
    found: dict[str, Files] = {}
    for host in index.inventory.hosts:
        folder = f"secrets/brokers/{host.broker}/conf/"
        files = {f"conf/{path.removeprefix(folder)}": text for path, text in have.items() if path.startswith(folder)}
        files["conf/activemq.xml"] = have[f"brokers/{host.broker}/conf/activemq.xml"]
        files["/etc/default/activemq"] = have[f"brokers/{host.broker}/env"]
        if f"firewall/{host.name}.nft" in have:
            files[RULES] = have[f"firewall/{host.name}.nft"]
        if f"ipsec/{host.name}/swanctl.conf" in have:
            files["/etc/swanctl/conf.d/activemq.conf"] = have[f"ipsec/{host.name}/swanctl.conf"]
            files |= _below(f"secrets/ipsec/{host.name}/", "/etc/swanctl/", have)
        found[host.name] = files
    for clients in index.inventory.client_groups:
        files = {f"{MCOLLECTIVE}ruby-cure.rb": have["mcollective/ruby-cure.rb"]}
        for operator in clients.operators:
            folder = f"operators/{operator.identity}/"
            files |= _below(f"secrets/{folder}", MCOLLECTIVE + folder, have)
        found[f"clients/{clients.site}/{clients.name}"] = files
    for servers in index.inventory.server_groups:
        place = f"servers/{servers.site}/{servers.name}"
        files = {f"{MCOLLECTIVE}ruby-cure.rb": have["mcollective/ruby-cure.rb"]}
        files |= _below(f"{place}/", MCOLLECTIVE, have)
        files |= _below(f"secrets/servers/{servers.site}/", MCOLLECTIVE, have)
        if index.inventory.client_security == "mtls":
            files |= _below("secrets/hosts/<name>/", f"{MCOLLECTIVE}ssl/", have)
        found[place] = files
    return found


def _below(folder: str, target: str, have: Files) -> Files:
    return {target + path.removeprefix(folder): text for path, text in have.items() if path.startswith(folder)}


def _texts(plan: Plan) -> Files:
    return {path: content.decode() for path, content in bundle.files(plan).items()}


def _members(index: NetworkIndex) -> Iterator[tuple[str, tuple[ClientGroup | ServerGroup, NetworkIndex]]]:
    for clients in index.inventory.client_groups:
        yield f"clients/{clients.site}/{clients.name}", (clients, index)
    for servers in index.inventory.server_groups:
        yield f"servers/{servers.site}/{servers.name}", (servers, index)


def _listens(broker: Broker, port: int) -> bool:
    return any(parse(listener.uri).port == port for listener in broker.transport_connectors)


def _unreadable(host: str, files: Files) -> Iterator[str]:
    text = re.sub("<!--.*?-->", "", files["conf/activemq.xml"], flags=re.S)
    lines = files.get("conf/credentials.properties", "")
    for key in dict.fromkeys(re.findall(r"\$\{([\w.-]+)\}", text)):
        if not key.startswith("activemq.") and f"{key}=" not in lines.splitlines():
            yield f"{host}: could not resolve placeholder {key}"
    for store in dict.fromkeys(re.findall(r"\{activemq\.conf\}/(\w+\.p12)", text)):
        if f"conf/{store}" not in files:
            yield f"{host}: there is no {store}"


def _delete(files: Files, path: str) -> None:
    gone = [one for one in files if one == path or (path.endswith("/") and one.startswith(path))]
    assert gone, f"there is no {path} to delete"
    for one in gone:
        del files[one]


def _make_secrets(index: NetworkIndex, secrets: Files, folder: Files) -> None:
    """What `make-secrets` does: it makes what is missing, and lets what is there as it is, but for `credentials`."""
    tls = index.inventory.client_security == "mtls"
    for name, broker in index.brokers.items():
        place = f"secrets/brokers/{name}/"
        if broker.ssl_context:
            secrets.setdefault(f"{place}conf/trust.p12", "the CA")
            secrets.setdefault(f"{place}conf/broker.p12", f"for {index.host_names(name)}")
            secrets.setdefault(f"{place}cert.pem", f"for {index.host_names(name)}")
        example = folder[f"brokers/{name}/conf/credentials.properties.example"]
        have = secrets.get(f"{place}conf/credentials.properties", "")
        lines = dict.fromkeys((*have.splitlines(), *re.findall(r"^[A-Za-z0-9].*=$", example, re.M)))
        secrets[f"{place}conf/credentials.properties"] = "".join(f"{line}\n" for line in lines)
        for line in lines:
            user = line.removesuffix(".password=")
            if user not in ("keystore", "truststore"):
                secrets.setdefault(f"secrets/passwords/{user}", user)
    for host in index.inventory.hosts:
        if tunnels(host, index):
            secrets.setdefault(f"secrets/ipsec/{host.name}/x509/activemq.pem", host.name)
    for clients in index.inventory.client_groups:
        for operator in clients.operators:
            place = f"secrets/operators/{operator.identity}/"
            shared = folder[f"clients/{clients.site}/{clients.name}/client.cfg"]
            secrets.setdefault(f"{place}client.cfg", f"{shared}collectives = {','.join(operator.collectives)}\n")
            secrets.setdefault(f"{place}plugin.d/activemq.cfg", f"{len(pool(clients, index))} {tls}")
            secrets.setdefault(f"{place}ssl/{operator.name}.pem", operator.name)
            secrets.setdefault(f"secrets/signing/operators/{operator.name}/public.pem", operator.name)
            if tls:
                secrets.setdefault(f"{place}ssl/cert.pem", operator.identity)
    for site, names in obeyed(index.inventory).items():
        place = f"secrets/servers/{site}/"
        groups = [group for group in index.inventory.server_groups if group.site == site]
        secrets.setdefault(f"{place}plugin.d/activemq.cfg", str(max(len(pool(group, index)) for group in groups)))
        secrets.setdefault(f"{place}ssl/servers-private.pem", "servers")
        if tls:
            secrets.setdefault(f"{place}ssl/ca.pem", "the CA")
        for name in names:
            secrets.setdefault(f"{place}ssl/clients/{name}.pem", name)


def _make_certificates(index: NetworkIndex, secrets: Files) -> None:
    """What `make-secrets host NAME...` does."""
    if index.inventory.client_security == "mtls":
        secrets.setdefault("secrets/hosts/<name>/cert.pem", "of this server")


def comparable(path: str, text: str) -> object:
    """What a file comes to: without comments, and without an order where none counts."""
    if path.endswith("credentials.properties"):
        return frozenset(text.splitlines())
    if path.endswith(".xml"):
        return Counter(re.findall(r"[^\s\"<>,]+", re.sub(r"<!--.*?-->", "", text, flags=re.S)))
    if path.endswith("/activemq.conf"):
        return Counter(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    if path.endswith(".nft"):
        return frozenset(re.sub(r"\s+", " ", line).strip() for line in _rules(text))
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))


def _rules(text: str) -> Iterable[str]:
    joined = re.sub(r"\{\s+([^}]*?),?\s+\}", lambda found: "{" + ",".join(sorted(found[1].split(","))) + "}", text)
    return (re.sub(r' comment ".*"', "", line) for line in joined.splitlines() if not line.lstrip().startswith("#"))

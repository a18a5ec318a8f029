"""A whole network, running: the published files on hosts of their own, with secrets made by the published script."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from broker_network import bundle
from broker_network.design import load_path
from broker_network.design.planning import Plan
from broker_network.network import Operator, ServerGroup, parse
from broker_network.network.index import index_of
from broker_network.network.tunnels import tunnels
from broker_network.routes import hosts_of

from . import fetch
from .broker import RunningBroker
from .capture import WAN, Capture
from .charon import Charon
from .environment import environment
from .errors import LabError
from .fetch import Say
from .hosts import FILES, LabHost, Space, cable
from .machines import MEMBERS, Machine, hosts_file, machines
from .mcollective import RUBY, MCollectived
from .stomp import Stomp
from .storage import shares


class Cluster:
    """A network of the lab. As a context manager it starts brokers, waits for their links and leaves nothing behind.

    All brokers run `release`, but for those in `releases`. `files` are those of the network by path; `vault`, if given,
    is a folder that keeps the secrets between runs, so that keys are made once. Make it in the thread that also closes
    it.
    """

    def __init__(
        self,
        plan: Plan,
        files: Mapping[str, bytes],
        release: str,
        *,
        releases: Mapping[str, str] | None = None,
        members: int = MEMBERS,
        vault: Path | None = None,
        java_options: tuple[str, ...] = (),
        say: Say = lambda _: None,
    ) -> None:
        """Remember what to start; nothing runs yet."""
        self.network, self.inventory = plan
        self.release = release
        self.releases = {} if releases is None else dict(releases)
        self.hosts: dict[str, LabHost] = {}
        self.brokers: dict[str, RunningBroker] = {}
        self.standbys: dict[str, RunningBroker] = {}
        self.servers: dict[str, MCollectived] = {}
        self.tunnels: dict[str, Charon] = {}
        self._published = files
        self._members = members
        self._vault = vault
        self._java_options = java_options
        self._say = say
        self._space: Space | None = None

    @classmethod
    def of_folder(
        cls,
        topology: Path,
        release: str,
        *,
        releases: Mapping[str, str] | None = None,
        vault: Path | None = None,
        say: Say = lambda _: None,
    ) -> Cluster:
        """The files beside a topology.yaml, byte for byte; `releases` are those of brokers that run another one.

        Raises TopologyErrors for what is wrong in it, LabError where a file is missing.
        """
        plan = load_path(topology)
        wanted = bundle.files(plan)
        missing = [path for path in wanted if not (topology.parent / path).is_file()]
        if missing:
            raise LabError(f"{topology.parent / missing[0]} is missing: run `broker-network generate {topology}`")
        files = {path: (topology.parent / path).read_bytes() for path in wanted}
        return cls(plan, files, release, releases=releases, vault=vault, say=say)

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Make the hosts, start all brokers and wait until every planned bridge is up."""
        self.prepare()
        self.start_brokers()
        self.await_links()
        for broker in (*self.brokers.values(), *self.standbys.values()):
            broker.mark()
        self._say("brokers and links are up")

    def prepare(self) -> None:
        """Make the hosts with all their files, cables, firewall rules and tunnels; start no broker yet.

        Raises LabError where that was done already: what watches the hosts that there are would see nothing of others.
        """
        if self._space is not None:
            raise LabError("the cluster has its hosts already; to go on: start_brokers(), await_links()")
        chosen = {broker.name: self.releases.get(broker.name, self.release) for broker in self.network.brokers}
        class_paths = {release: fetch.fetch(release, self._say) for release in dict.fromkeys(chosen.values())}
        self._space = Space()
        everyone = machines(self.inventory, self._members)
        self._say(f"making secrets for {len(self.network.brokers)} brokers and {len(everyone)} machines")
        self._make_secrets(everyone)
        mounted = shares(self.network, self.inventory)
        for share in {share.broker: share for found in mounted.values() for share in found}.values():
            (self._space.files / share.folder).mkdir(parents=True)
        for machine in everyone:
            hosts = hosts_file(machine, everyone)
            mounts = [(share.source, str(share.target)) for share in mounted.get(machine.name, ())]
            self.hosts[machine.name] = LabHost(self._space, machine, hosts, self._mcollective(machine), mounts)
        cable(self._space, self.hosts.values())
        for host in self.hosts.values():
            rules = self._published.get(f"firewall/{host.name}.nft")
            if rules is not None:
                self.load_rules(host, rules)
        for broker in self.network.brokers:
            primary, *standbys = self.inventory.hosts_of(broker.name)
            class_path = class_paths[chosen[broker.name]]
            self.brokers[broker.name] = self._broker(broker.name, self.hosts[primary.name], class_path)
            for standby in standbys:
                self.standbys[broker.name] = self._broker(broker.name, self.hosts[standby.name], class_path)
        self._make_tunnels()

    def start_brokers(self) -> None:
        """Start all brokers at once, and wait until each says that it has started, and each standby that it waits.

        Those with a standby come first: which of two hosts becomes the primary is decided by the lock on their store,
        and whoever dials the two would complain of both meanwhile.
        """
        running = " and ".join(dict.fromkeys((self.release, *self.releases.values())))
        self._say(f"starting ActiveMQ {running} on {', '.join(self.brokers)}")
        self._start([self.brokers[name] for name in self.standbys])
        for standby in self.standbys.values():
            standby.start()
        self._start([broker for name, broker in self.brokers.items() if name not in self.standbys])
        self._await("standbys", lambda: [name for name, one in self.standbys.items() if not one.waiting], 60)

    def _start(self, brokers: list[RunningBroker]) -> None:
        for broker in brokers:
            broker.start()
        self._await("brokers", lambda: [broker.name for broker in brokers if not broker.started], 90)

    def await_links(self) -> None:
        """Wait until every planned bridge has come up once."""
        self._await("links", self._missing_bridges, 60)

    def start_servers(self) -> None:
        """Start `mcollectived` on every managed server, and wait until each is connected; it subscribes right after."""
        for host in self.hosts.values():
            if host.machine.role == "server" and host.name not in self.servers:
                self.servers[host.name] = MCollectived(host)
        self._await("mcollectived", lambda: [name for name, one in self.servers.items() if not one.connected], 60)
        self._say(f"mcollectived is connected on {len(self.servers)} servers")

    def start_tunnels(self, *hosts: str) -> None:
        """Start strongSwan on some hosts, and wait until all tunnels of all hosts are up."""
        for name in hosts:
            self.tunnels[name].start()
        self._await("charon", lambda: [name for name in hosts if not self.tunnels[name].ready], 60)
        for name in hosts:
            self.tunnels[name].load()
        self._await("tunnels", lambda: [name for charon in self.tunnels.values() for name in charon.missing()], 60)

    def capture(self, interface: str = WAN) -> Capture:
        """A capture of what passes a bridge of the lab, by default the one between broker hosts."""
        if self._space is None:
            raise LabError("the cluster is not running")
        return Capture(self._space.pid, interface)

    def close(self) -> None:
        """End everything, and return when it is gone."""
        if self._space is not None:
            self._space.close()
        parts: list[LabHost | RunningBroker | MCollectived | Charon] = [*self.hosts.values(), *self.brokers.values()]
        for part in [*parts, *self.standbys.values(), *self.servers.values(), *self.tunnels.values()]:
            part.close()
        self._space = None
        self.hosts, self.brokers, self.standbys, self.servers, self.tunnels = {}, {}, {}, {}, {}

    def password(self, user: str) -> str:
        """The password of a user of the brokers."""
        return (self.secrets / "passwords" / user).read_text("utf-8").strip()

    def members(self, site: str, group: str) -> tuple[LabHost, ...]:
        """The machines of a group that the lab has started."""
        return tuple(host for host in self.hosts.values() if (host.machine.site, host.machine.group) == (site, group))

    def terminal(self, operator: Operator) -> LabHost:
        """A machine on which an operator runs `mco`."""
        for group in self.inventory.client_groups:
            if operator in group.operators:
                return self.members(group.site, group.name)[0]
        raise KeyError(operator.identity)

    def broker_host(self, broker: str) -> LabHost:
        """The host a broker runs on; of a primary and a standby that of the primary."""
        return self.broker_hosts(broker)[0]

    def broker_hosts(self, broker: str) -> tuple[LabHost, ...]:
        """The hosts a broker may run on: its own, then that of its standby."""
        return tuple(self.hosts[host.name] for host in self.inventory.hosts_of(broker))

    def group(self, host: LabHost) -> ServerGroup:
        """The group of a managed server."""
        for group in self.inventory.server_groups:
            if (group.site, group.name) == (host.machine.site, host.machine.group):
                return group
        raise KeyError(host.name)

    def mco(self, operator: Operator, *arguments: str, seconds: float = 60) -> subprocess.CompletedProcess[str]:
        """Run `mco` as an operator on the operator's own terminal."""
        configuration = f"/etc/mcollective/operators/{operator.identity}/client.cfg"
        application, *rest = arguments
        return self.terminal(operator).run("mco", application, "-c", configuration, *rest, seconds=seconds, env=RUBY)

    def stomp_address(self, broker: str) -> tuple[str, int]:
        """LabHost name and STOMP port of a broker."""
        listener = next(one for one in self.network.broker(broker).transport_connectors if one.name == "stomp")
        return self.inventory.hosts_of(broker)[0].name, parse(listener.uri).port

    def session(
        self, host: LabHost, broker: str, user: str, password: str, material: Path, *, heartbeat: int = 0
    ) -> Stomp:
        """A STOMP session from a host to a broker, over TLS where the network's clients use it.

        `material` is the folder that holds ca.pem, cert.pem and key.pem. The standby is tried where the primary does
        not answer. Raises Refused when the broker does not take it, and OSError when there is no connection.
        """
        return Stomp(self.connection(host, broker, material), user, password, heartbeat=heartbeat)

    def connection(self, host: LabHost, broker: str, material: Path) -> socket.socket:
        """What such a session goes over, before anybody has logged in."""
        name, connection = self._connect(host, broker)
        if self.inventory.client_security == "mtls":
            context = ssl.create_default_context(cafile=str(material / "ca.pem"))
            context.load_cert_chain(material / "cert.pem", material / "key.pem")
            connection = context.wrap_socket(connection, server_hostname=name)
        return connection

    def _connect(self, host: LabHost, broker: str) -> tuple[str, socket.socket]:
        """The first host of a broker that takes a connection, by its name, and the connection."""
        _, port = self.stomp_address(broker)
        *others, last = self.broker_hosts(broker)
        for one in others:
            with suppress(OSError):
                return one.name, host.connect(str(one.machine.address), port)
        return last.name, host.connect(str(last.machine.address), port)

    def operator_session(self, operator: Operator, broker: str, *, heartbeat: int = 0) -> Stomp:
        """A STOMP session with the account and the certificate of an operator, from the operator's terminal."""
        host = self.terminal(operator)
        material = host.files / f"etc/mcollective/operators/{operator.identity}/ssl"
        password = self.password(operator.name)
        return self.session(host, broker, operator.name, password, material, heartbeat=heartbeat)

    def server_session(self, host: LabHost, broker: str, *, heartbeat: int = 0) -> Stomp:
        """A STOMP session with the account and the certificate of a managed server."""
        user = self.group(host).user
        material = host.files / "etc/mcollective/ssl"
        return self.session(host, broker, user, self.password(user), material, heartbeat=heartbeat)

    def load_rules(self, host: LabHost, rules: bytes) -> None:
        """Put firewall rules in force on a host, in place of those that it has."""
        (host.files / "firewall.nft").write_bytes(rules)
        done = host.run("nft", "-f", f"{host.home}/firewall.nft")
        if done.returncode != 0:
            raise LabError(f"{host.name}: nft: {done.stderr.strip()}")

    @property
    def secrets(self) -> Path:
        """What make-secrets made."""
        return self._folder / "secrets"

    @property
    def _folder(self) -> Path:
        if self._space is None:
            raise LabError("the cluster is not running")
        return self._space.files / "network"

    def _make_secrets(self, everyone: tuple[Machine, ...]) -> None:
        assert self._space is not None
        for path, content in self._published.items():
            target = self._folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            target.chmod(0o755 if path in bundle.EXECUTABLE else 0o644)
        if self._vault is not None and self._vault.exists():
            shutil.copytree(self._vault, self.secrets)
        self.make_secrets()
        names = [machine.name for machine in everyone if machine.role == "server"]
        if names and self.inventory.client_security == "mtls":
            self.make_secrets("host", *names)
        if self._vault is not None:
            shutil.copytree(self.secrets, self._vault, dirs_exist_ok=True)

    def make_secrets(self, *arguments: str, days: int | None = None, clock: str = "") -> str:
        """Run the published script again, and return what it said. Raises LabError when it fails.

        New certificates are valid for so many `days`, from a `clock` that is off as libfaketime writes it.
        """
        assert self._space is not None
        shifted = ["faketime", "-f", clock] if clock else []
        done = subprocess.run(
            self._space.enter([*shifted, "sh", "-c", 'cd $0/network && ./make-secrets "$@"', FILES, *arguments]),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd="/",
            env=environment({} if days is None else {"CERT_DAYS": str(days)}),
            check=False,
        )
        if done.returncode != 0:
            raise LabError(f"make-secrets: {done.stderr.strip()}")
        return done.stdout

    def conf_of(self, broker: str) -> dict[str, bytes]:
        """What belongs into a broker's `conf` as of now: the published file, and what make-secrets made."""
        published = {"activemq.xml": self._published[f"brokers/{broker}/conf/activemq.xml"]}
        return published | self._secrets(f"brokers/{broker}/conf")

    def _mcollective(self, machine: Machine) -> dict[str, bytes]:
        """What is installed as /etc/mcollective on a machine."""
        cure = {"ruby-cure.rb": self._published["mcollective/ruby-cure.rb"]}
        if machine.role == "client":
            group = next(
                one for one in self.inventory.client_groups if (one.site, one.name) == (machine.site, machine.group)
            )
            for operator in group.operators:
                folder = f"operators/{operator.identity}"
                cure |= {f"{folder}/{path}": content for path, content in self._secrets(folder).items()}
            return cure
        if machine.role == "server":
            prefix = f"servers/{machine.site}/{machine.group}/"
            published = {
                path.removeprefix(prefix): content
                for path, content in self._published.items()
                if path.startswith(prefix)
            }
            own = {f"ssl/{path}": content for path, content in self._secrets(f"hosts/{machine.name}").items()}
            return {**cure, **published, **self._secrets(f"servers/{machine.site}"), **own}
        return {}

    def _secrets(self, folder: str) -> dict[str, bytes]:
        root = self.secrets / folder
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    def _make_tunnels(self) -> None:
        """Start strongSwan where links go through IPsec, and wait until all tunnels are up."""
        index = index_of(self.network, self.inventory)
        for one in self.inventory.hosts:
            found = tunnels(one, index)
            if found:
                connections = self._published[f"ipsec/{one.name}/swanctl.conf"]
                secrets = self._secrets(f"ipsec/{one.name}")
                self.tunnels[one.name] = Charon(self.hosts[one.name], connections, secrets, found)
        if self.tunnels:
            self.start_tunnels(*self.tunnels)
            self._say(f"tunnels are up between {len(self.tunnels)} hosts")

    def _broker(self, name: str, host: LabHost, class_path: tuple[Path, ...]) -> RunningBroker:
        env = self._published[f"brokers/{name}/env"].decode()
        return RunningBroker(name, host, self.conf_of(name), env, class_path, self._java_options)

    def _missing_bridges(self) -> list[str]:
        missing = []
        for (name, peer), count in self.expected_bridges().items():
            if self.brokers[name].established()[peer] < count:
                missing.append(f"{name} and {peer}")
        return missing

    def expected_bridges(self) -> dict[tuple[str, str], int]:
        """How many bridges each broker must say came up, by its name and that of the other end."""
        by_host = hosts_of(self.inventory)
        expected: dict[tuple[str, str], int] = {}
        for broker in self.network.brokers:
            for connector in broker.network_connectors:
                inside = connector.uri[connector.uri.index("(") + 1 : -1]
                peer = by_host[parse(inside.split(",")[0]).host]
                ends = [(broker.name, peer), *([(peer, broker.name)] if connector.duplex else [])]
                for end in ends:
                    expected[end] = expected.get(end, 0) + 1
        return expected

    def _await(self, what: str, missing: Callable[[], list[str]], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while absent := missing():
            if time.monotonic() > deadline:
                raise LabError(f"{what}: {', '.join(absent)} not up after {seconds:.0f} s")
            time.sleep(0.1)

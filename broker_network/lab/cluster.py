"""A whole network, running: the published files on hosts of their own, with secrets made by the published script."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from broker_network import bundle
from broker_network.design import load_path
from broker_network.design.planning import Plan
from broker_network.network.index import index_of
from broker_network.network.tunnels import tunnels

from . import fetch
from .broker import RunningBroker
from .capture import WAN, Capture
from .charon import Charon
from .errors import LabError
from .expected_bridges import expected_bridges
from .fetch import Say
from .hosts import LabHost, Space, cable
from .machines import MEMBERS, hosts_file, machines
from .mcollective import MCollectived
from .network_folder import NetworkFolder
from .sessions import Sessions
from .storage import shares


class Cluster(Sessions):
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
        super().__init__(*plan, NetworkFolder(plan.inventory, files))
        self.release = release
        self.releases = {} if releases is None else dict(releases)
        self.brokers: dict[str, RunningBroker] = {}
        self.standbys: dict[str, RunningBroker] = {}
        self.servers: dict[str, MCollectived] = {}
        self.tunnels: dict[str, Charon] = {}
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
        self.folder.place(self._space)
        self.folder.make_all_secrets(everyone, self._vault)
        mounted = shares(self.network, self.inventory)
        for share in {share.broker: share for found in mounted.values() for share in found}.values():
            (self._space.files / share.folder).mkdir(parents=True)
        for machine in everyone:
            hosts = hosts_file(machine, everyone)
            mounts = [(share.source, str(share.target)) for share in mounted.get(machine.name, ())]
            self.hosts[machine.name] = LabHost(self._space, machine, hosts, self.folder.mcollective_of(machine), mounts)
        cable(self._space, self.hosts.values())
        for host in self.hosts.values():
            rules = self.folder.published.get(f"firewall/{host.name}.nft")
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
        self.folder.leave()
        self.hosts, self.brokers, self.standbys, self.servers, self.tunnels = {}, {}, {}, {}, {}

    def load_rules(self, host: LabHost, rules: bytes) -> None:
        """Put firewall rules in force on a host, in place of those that it has."""
        (host.files / "firewall.nft").write_bytes(rules)
        done = host.run("nft", "-f", f"{host.home}/firewall.nft")
        if done.returncode != 0:
            raise LabError(f"{host.name}: nft: {done.stderr.strip()}")

    def _make_tunnels(self) -> None:
        """Start strongSwan where links go through IPsec, and wait until all tunnels are up."""
        index = index_of(self.network, self.inventory)
        for one in self.inventory.hosts:
            found = tunnels(one, index)
            if found:
                connections = self.folder.published[f"ipsec/{one.name}/swanctl.conf"]
                secrets = self.folder.secrets_in(f"ipsec/{one.name}")
                self.tunnels[one.name] = Charon(self.hosts[one.name], connections, secrets, found)
        if self.tunnels:
            self.start_tunnels(*self.tunnels)
            self._say(f"tunnels are up between {len(self.tunnels)} hosts")

    def _broker(self, name: str, host: LabHost, class_path: tuple[Path, ...]) -> RunningBroker:
        env = self.folder.published[f"brokers/{name}/env"].decode()
        return RunningBroker(name, host, self.folder.conf_of(name), env, class_path, self._java_options)

    def _missing_bridges(self) -> list[str]:
        missing = []
        for (name, peer), count in expected_bridges(self.network, self.inventory).items():
            if self.brokers[name].established()[peer] < count:
                missing.append(f"{name} and {peer}")
        return missing

    def _await(self, what: str, missing: Callable[[], list[str]], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while absent := missing():
            if time.monotonic() > deadline:
                raise LabError(f"{what}: {', '.join(absent)} not up after {seconds:.0f} s")
            time.sleep(0.1)

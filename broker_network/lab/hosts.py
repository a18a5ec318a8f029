"""Hosts: one network, mount and UTS namespace each, and the cables between them.

All namespaces of a lab live in a PID namespace of its own, whose first process waits for the end of a pipe that the
lab holds open. When the lab ends, however it ends, the kernel closes the pipe; the first process exits, the kernel
kills every process in the namespace, and with them go namespaces, bridges, mounts and the file system in memory
that holds all the lab's files. Nothing has a name outside, so several labs do not meet.
"""

from __future__ import annotations

import select
import socket
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from .environment import environment
from .errors import LabError
from .machines import Machine
from .namespace import socket_in

FILES = "/dev/shm"
"""Where the lab's own file system is mounted, inside the lab only."""

_PORT_STATES = {"disabled": "0", "forwarding": "3"}
"""Of a port of a bridge, by number: not every release of iproute2 takes the words."""

_CUT = """
table bridge {table} {{
  chain lost {{
    type filter hook forward priority 0
    iifname "{cable}" meta l4proto != ipv6-icmp drop
    oifname "{cable}" meta l4proto != ipv6-icmp drop
  }}
}}
"""

_FIRST = f"""
set -e
mount -t tmpfs -o mode=0755,size=64g lab {FILES}
ip link set lo up
echo ready
exec cat >/dev/null
"""

_HOST = """
set -e
hostname "$1"
ip link set lo up
echo 0 >/proc/sys/net/ipv4/ip_forward
if [ -e /proc/sys/net/ipv6 ]; then echo 0 >/proc/sys/net/ipv6/conf/all/forwarding; fi
mount --bind "$2/etc/hosts" /etc/hosts
if [ -d "$2/etc/mcollective" ]; then mount --bind "$2/etc/mcollective" /etc/mcollective; fi
mount --bind "$2/var/log" /var/log
shift 2
while [ $# -gt 1 ]; do mount --bind "$1" "$2"; shift 2; done
echo ready
exec sleep infinity </dev/null >/dev/null 2>&1
"""


class Space:
    """The room in which a lab's hosts stand. Closing it, or dying, ends all that is in it."""

    def __init__(self) -> None:
        """Make the namespaces; needs root."""
        self._guard = subprocess.Popen(
            [
                "unshare",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount",
                "--net",
                "--uts",
                "--ipc",
                "--mount-proc",
                "sh",
                "-c",
                _FIRST,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd="/",
            env=environment(),
            start_new_session=True,
        )
        _await_ready(self._guard, "namespaces")
        self.pid = _child(self._guard.pid)

    @property
    def files(self) -> Path:
        """The lab's file system, as seen from outside."""
        return Path(f"/proc/{self.pid}/root{FILES}")

    def enter(self, command: Sequence[str]) -> list[str]:
        """The command line that runs `command` inside."""
        return ["nsenter", "--target", str(self.pid), "--all", "--", *command]

    def close(self) -> None:
        """End everything inside, and return when it is gone."""
        assert self._guard.stdin is not None
        assert self._guard.stdout is not None
        assert self._guard.stderr is not None
        self._guard.stdin.close()
        try:
            self._guard.wait(20)
        except subprocess.TimeoutExpired:
            self._guard.kill()
            self._guard.wait()
        self._guard.stdout.close()
        self._guard.stderr.close()


class LabHost:
    """One machine of the lab."""

    def __init__(
        self,
        space: Space,
        machine: Machine,
        hosts: str,
        mcollective: Mapping[str, bytes],
        mounts: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Make its namespaces, with `hosts` as /etc/hosts and, unless empty, `mcollective` as /etc/mcollective.

        Each of `mounts` is a folder of the lab's own file system, and the existing folder that it covers here.
        """
        self.machine = machine
        self.space = space
        self.cables: dict[str, str] = {}
        self.home = f"{FILES}/hosts/{machine.name}"
        self.write("etc/hosts", hosts.encode())
        (self.files / "var/log").mkdir(parents=True)
        for path, content in mcollective.items():
            self.write(f"etc/mcollective/{path}", content, 0o600)
        self._holder = subprocess.Popen(
            space.enter(
                [
                    *("unshare", "--net", "--mount", "--uts", "sh", "-c", _HOST, "sh", machine.name, self.home),
                    *(place for mount in mounts for place in mount),
                ]
            ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd="/",
            env=environment(),
            start_new_session=True,
        )
        _await_ready(self._holder, machine.name)
        self.pid = _child(self._holder.pid)

    @property
    def name(self) -> str:
        """Its host name."""
        return self.machine.name

    @property
    def files(self) -> Path:
        """The folder of its files, as seen from outside."""
        return self.space.files / "hosts" / self.machine.name

    def enter(self, command: Sequence[str]) -> list[str]:
        """The command line that runs `command` on this host."""
        return ["nsenter", "--target", str(self.pid), "--all", "--", *command]

    def run(
        self, *command: str, seconds: float = 60, env: Mapping[str, str] | None = None, text: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command here to its end and return what it said; its exit status is the caller's to judge."""
        return subprocess.run(
            self.enter(command),
            input=text,
            stdin=subprocess.DEVNULL if text is None else None,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=seconds,
            cwd="/",
            env=environment(env),
            check=False,
        )

    def connect(self, host: str, port: int, seconds: float = 5) -> socket.socket:
        """Open a TCP connection from this host to an address; raise OSError when that fails."""
        return socket_in(self.pid, lambda: socket.create_connection((host, port), seconds))

    def unplug(self, *interfaces: str) -> None:
        """Lose whatever goes over these interfaces, `lan` or `wan`, both ways: the host itself is told nothing."""
        self._forward(interfaces, "disabled")

    def plug(self, *interfaces: str) -> None:
        """Pass on again what goes over these interfaces."""
        self._forward(interfaces, "forwarding")

    def cut(self, interface: str) -> None:
        """Lose the packets to and from an interface as a wide area network does: its address is still found."""
        cable = self.cables[interface]
        _in_network(self.space.pid, ["nft", "-f", "-"], _CUT.format(table=f"cut-{cable}", cable=cable))

    def restore(self, interface: str) -> None:
        """End what `cut` began."""
        _in_network(self.space.pid, ["nft", "delete", "table", "bridge", f"cut-{self.cables[interface]}"])

    def _forward(self, interfaces: Iterable[str], state: str) -> None:
        for interface in interfaces:
            _in_network(
                self.space.pid, ["bridge", "link", "set", "dev", self.cables[interface], "state", _PORT_STATES[state]]
            )

    def write(self, path: str, content: bytes, mode: int = 0o644) -> None:
        """Write one of its files, at a path below `files`."""
        target = self.files / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        target.chmod(mode)

    def close(self) -> None:
        """Let go of the process that held the namespaces; it ends with the space."""
        assert self._holder.stdout is not None
        assert self._holder.stderr is not None
        self._holder.wait()
        self._holder.stdout.close()
        self._holder.stderr.close()


def cable(space: Space, hosts: Iterable[LabHost]) -> None:
    """Connect the hosts: a LAN per site, and a WAN between broker hosts, which forward nothing.

    A broker's host has the same address on both interfaces, unless others see it at another, and dials its peers from
    the one that they see.
    """
    hosts = tuple(hosts)
    lans = {site: f"lan{number}" for number, site in enumerate(dict.fromkeys(host.machine.site for host in hosts))}
    outside = [f"link add {name} type bridge\nlink set {name} up" for name in (*lans.values(), "wan")]
    for number, host in enumerate(hosts):
        interfaces = {"lan": lans[host.machine.site], **({"wan": "wan"} if host.machine.role == "broker" else {})}
        for interface, bridge in interfaces.items():
            end = host.cables[interface] = f"{interface}-{number}"
            outside.append(
                f"link add {end} type veth peer name {interface} netns {host.pid}\nlink set {end} master {bridge} up"
            )
    _ip(space.pid, outside)
    brokers = [host.machine for host in hosts if host.machine.role == "broker"]
    for host in hosts:
        machine = host.machine
        unchecked = " nodad" if machine.address.version == 6 else ""
        inside = [f"address add {machine.address}/{machine.network.prefixlen} dev lan{unchecked}", "link set lan up"]
        if machine.role == "broker":
            length = machine.address.max_prefixlen
            own = machine.outside or machine.address
            inside += [f"address add {own}/{length} dev wan{unchecked}", "link set wan up"]
            inside += [
                f"route add {peer.seen_from(machine.site)}/{length} dev wan src {own}"
                for peer in brokers
                if peer.site != machine.site and peer.address.version == machine.address.version
            ]
        _ip(host.pid, inside)


def _ip(pid: int, lines: Iterable[str]) -> None:
    _in_network(pid, ["ip", "-batch", "-"], "\n".join(lines) + "\n")


def _in_network(pid: int, command: list[str], text: str = "") -> None:
    # Process ids in the text are those of the outer PID namespace, so only the network namespace is entered.
    done = subprocess.run(
        ["nsenter", "--target", str(pid), "--net", "--", *command],
        input=text,
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    if done.returncode != 0:
        raise LabError(f"{command[0]}: {done.stderr.strip()}")


def _await_ready(process: subprocess.Popen[bytes], what: str) -> None:
    assert process.stdout is not None
    assert process.stderr is not None
    if not select.select([process.stdout], [], [], 20)[0] or process.stdout.readline() != b"ready\n":
        process.kill()
        process.wait()
        raise LabError(f"{what}: {process.stderr.read().decode(errors='replace').strip() or 'no answer'}")


def _child(pid: int) -> int:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    if len(children) != 1:
        raise LabError(f"process {pid} has {len(children)} children and not one")
    return int(children[0])

"""strongSwan's IKE daemon on a broker's host, with the published connections and what `make-secrets` made for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from pathlib import Path

from broker_network.network.tunnels import Tunnel

from .errors import LabError
from .hosts import LabHost
from .process import Process

FOLDER = Path("/usr/lib/ipsec")
"""Where Debian and Ubuntu have the daemon, and its plugins in a folder below."""

_SETTINGS = Path(__file__).parent / "strongswan.conf"

# As Debian has it: whatever is in conf.d counts.
_INCLUDING = b"include conf.d/*.conf\n"

_MOUNTS = """
set -e
mount -t tmpfs -o mode=0755 run /run
mount --bind "$1/etc/swanctl" /etc/swanctl
mount --bind "$1/etc/strongswan.conf" /etc/strongswan.conf
ip address add "$2" dev lo
"""
_CONNECTION = re.compile(r"^(\S+): #\d+, ESTABLISHED, IKEv2")
_CHILD = re.compile(r"^  (\S+): #\d+, .*\bINSTALLED\b.*\bESP:")


class Charon:
    """A running `charon`. `connections` is the published file; `secrets` are certificates and key, by path."""

    def __init__(
        self, host: LabHost, connections: bytes, secrets: Mapping[str, bytes], tunnels: Iterable[Tunnel]
    ) -> None:
        """Put all in place, and give the host its inner address; start nothing yet."""
        self.host = host
        self._tunnels = tuple(tunnels)
        files = {"swanctl.conf": _INCLUDING, "conf.d/activemq.conf": connections, **secrets}
        for path, content in files.items():
            host.write(f"etc/swanctl/{path}", content, 0o600)
        host.write("etc/strongswan.conf", _SETTINGS.read_bytes())
        inner = ip_address(self._tunnels[0].near.inner_address or "")
        self._run("sh", "-c", _MOUNTS, "sh", host.home, f"{inner}/{inner.max_prefixlen}")
        self._output = host.files / "var/log/charon"
        self._process: Process | None = None

    def start(self) -> None:
        """Start it; return at once."""
        self._process = Process(self.host.enter([str(FOLDER / "charon")]), self._output)

    @property
    def log(self) -> str:
        """What it has said so far."""
        return self._output.read_text("utf-8", errors="replace")

    @property
    def ready(self) -> bool:
        """Whether it takes orders. Raises LabError when it has ended instead."""
        if self._process is None or self._process.ended:
            raise LabError(f"{self.host.name}: charon ended:\n{self.log[-2000:]}")
        return self.host.run("swanctl", "--stats", seconds=30).returncode == 0

    def load(self) -> None:
        """Load keys and connections, as an administrator would; raise LabError where they are refused."""
        self._run("swanctl", "--load-all")

    def missing(self) -> list[str]:
        """The tunnels that are not up, by the names of their ends."""
        up: set[tuple[str, str]] = set()
        connection = ""
        for line in self.host.run("swanctl", "--list-sas").stdout.splitlines():
            if found := _CONNECTION.match(line):
                connection = found[1]
            elif found := _CHILD.match(line):
                up.add((connection, found[1]))
        return [
            f"{self.host.name} and {tunnel.far.name}"
            for tunnel in self._tunnels
            for child in tunnel.children
            if (tunnel.name, child) not in up
        ]

    def stop(self) -> None:
        """Stop it, and return when it is gone."""
        if self._process is not None:
            self._process.stop()

    def close(self) -> None:
        """Wait for its process after the lab's space is gone."""
        if self._process is not None:
            self._process.close()

    def _run(self, *command: str) -> None:
        done = self.host.run(*command)
        if done.returncode != 0:
            raise LabError(f"{self.host.name}: {command[0]}: {(done.stderr or done.stdout).strip()}")

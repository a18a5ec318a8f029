"""Several small networks of real brokers at once, in one Java process on loopback: for routing, not for hosts and TLS.

The configuration is what `macros.activemq.write` writes. Only addresses are exchanged for ports of loopback.
"""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import macros.lab.broker
from macros.activemq.write import activemq_xml
from macros.lab import fetch
from macros.lab.stomp import Stomp
from macros.network import Broker, Inventory, Network, SystemUsage, TransportConnector

ESTABLISHED = re.compile(r"Network connection between vm://([^\s#]+)\S* and .*\((\S+)\) has been established")

_BEANS = (
    '<beans xmlns="http://www.springframework.org/schema/beans"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://www.springframework.org/schema/beans'
    " http://www.springframework.org/schema/beans/spring-beans.xsd"
    ' http://activemq.apache.org/schema/core http://activemq.apache.org/schema/core/activemq-core.xsd">'
)
_BROKER = re.compile(r"<broker .*</broker>", re.DOTALL)
_DIALED = re.compile(r"tcp://([\w.-]+):\d+")


class Loopback:
    """Networks running. A broker's name must be unique over all of them.

    Connectors dial `static:(tcp://<broker>:<port>)`, whatever the port. Every broker gets a STOMP and an OpenWire
    listener, and nothing of it stays on disk. `beside` is another one that runs: its brokers can be dialed too, and
    where a name is both here and there the other's is meant.
    """

    def __init__(self, networks: Iterable[Network], release: str, *, beside: Loopback | None = None) -> None:
        """Choose the ports; nothing runs yet."""
        self._brokers = [broker for network in networks for broker in network.brokers]
        self._release = release
        free = _free_ports(2 * len(self._brokers))
        self._openwire = {broker.name: next(free) for broker in self._brokers}
        self._stomp = {broker.name: next(free) for broker in self._brokers}
        self._dialed = {**self._openwire, **(beside._openwire if beside is not None else {})}
        self._folder = Path(tempfile.mkdtemp(prefix="loopback-"))
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    @property
    def log(self) -> str:
        """What all brokers have logged so far."""
        path = self._folder / "activemq.log"
        return path.read_text("utf-8", errors="replace") if path.exists() else ""

    @contextlib.contextmanager
    def session(self, broker: str, user: str = "", password: str = "") -> Iterator[Stomp]:
        """A STOMP session with one broker."""
        connection = socket.create_connection(self.address(broker), timeout=20)
        with Stomp(connection, user, password) as session:
            yield session

    def await_bridges(self, expected: int, seconds: float = 60) -> None:
        """Wait until so many ends of bridges are up; raise TimeoutError with the log's end when they are not."""
        deadline = time.monotonic() + seconds
        while len(ESTABLISHED.findall(self.log)) < expected:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(ESTABLISHED.findall(self.log))} of {expected} up\n{self.log[-3000:]}")
            time.sleep(0.1)

    def address(self, broker: str) -> tuple[str, int]:
        """Where a broker speaks STOMP."""
        return "127.0.0.1", self._stomp[broker]

    @property
    def idle(self) -> bool:
        """Whether at this moment no thread of the brokers runs or wants to."""
        assert self._process is not None
        return not any(_runs(task) for task in Path(f"/proc/{self._process.pid}/task").iterdir())

    def _start(self) -> None:
        logging = Path(macros.lab.broker.__file__).parent / "log4j2.properties"
        (self._folder / "log4j2.properties").write_bytes(logging.read_bytes())
        # A file each: within one file the name of a listener or connector is that of a bean, and taken once.
        for broker in self._brokers:
            (self._folder / f"{broker.name}.xml").write_text(f"{_BEANS}{self._bean(broker)}</beans>", "utf-8")
        imports = "".join(f'<import resource="{broker.name}.xml"/>' for broker in self._brokers)
        (self._folder / "activemq.xml").write_text(f"{_BEANS}{imports}</beans>", "utf-8")
        command = [
            *("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx1g"),
            *("-cp", ":".join(map(str, fetch.fetch(self._release)))),
            *(f"-Dactivemq.{part}={self._folder}" for part in ("home", "base", "conf", "data")),
            f"-Dlog4j2.configurationFile={self._folder}/log4j2.properties",
            *("org.apache.activemq.console.command.ShellCommand", "start"),
            f"xbean:file:{self._folder}/activemq.xml",
        ]
        with (self._folder / "output").open("wb") as output:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=self._folder
            )
        deadline = time.monotonic() + 120
        while not all(self._listens(port) for port in self._stomp.values()):
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise TimeoutError((self._folder / "output").read_text("utf-8")[-3000:] + self.log[-3000:])
            time.sleep(0.1)

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    @staticmethod
    def _listens(port: int) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def _bean(self, broker: Broker) -> str:
        listeners = (
            TransportConnector("openwire", f"tcp://127.0.0.1:{self._openwire[broker.name]}"),
            TransportConnector("stomp", f"stomp://127.0.0.1:{self._stomp[broker.name]}"),
        )
        small = dataclasses.replace(
            broker,
            persistent=False,
            use_jmx=False,
            system_usage=broker.system_usage or SystemUsage(memory_limit="16 mb", temp_limit="16 mb"),
            transport_connectors=listeners,
        )
        found = _BROKER.search(activemq_xml(small, inventory(self._release)))
        assert found is not None
        text = found[0].replace("<broker ", '<broker start="true" useShutdownHook="false" ', 1)

        def port(dialed: re.Match[str]) -> str:
            return f"tcp://127.0.0.1:{self._dialed[dialed[1]]}" if dialed[1] in self._dialed else dialed[0]

        return _DIALED.sub(port, text)


def inventory(release: str) -> Inventory:
    """Nobody, anywhere: what a file is written with that belongs to no topology."""
    return Inventory("loopback", "Loopback", "", release, "plain", (), (), (), ())


def _runs(task: Path) -> bool:
    try:
        # The state stands after the name, which is in parentheses and may hold anything.
        return (task / "stat").read_text("utf-8", errors="replace").rpartition(")")[2].split()[0] == "R"
    except OSError:
        return False


_CHOOSING = threading.Lock()
_PORTS = itertools.cycle(range(20_000, 30_000))
"""Below those that the system gives to outgoing connections, or one of these may take a port before Java does."""


def _free_ports(count: int) -> Iterator[int]:
    """Ports that nobody listens on; the same one is not given again to another network that runs beside."""
    with _CHOOSING:
        return iter(list(itertools.islice(filter(_is_free, _PORTS), count)))


def _is_free(port: int) -> bool:
    with socket.socket() as one:
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True

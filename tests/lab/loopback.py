"""Several small networks of real brokers at once, in one Java process on loopback: for routing, not for hosts and TLS.

The configuration is what `bundle.activemq_xml` writes. Only addresses are exchanged for ports of loopback.
"""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import weakref
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import broker_network.lab.broker
from broker_network.bundle.activemq_xml import activemq_xml
from broker_network.lab import fetch
from broker_network.lab.stomp import Stomp
from broker_network.network import Broker, Inventory, Network, SystemUsage, TransportConnector

ESTABLISHED = re.compile(r"Network connection between vm://([^\s#]+)\S* and .*\((\S+)\) has been established")

_BEANS = (
    '<beans xmlns="http://www.springframework.org/schema/beans" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://www.springframework.org/schema/beans'
    " http://www.springframework.org/schema/beans/spring-beans.xsd"
    ' http://activemq.apache.org/schema/core http://activemq.apache.org/schema/core/activemq-core.xsd">'
)
_WAITS = re.compile(r"is locked by another server\. This broker is now in slave mode")
_STARTED = re.compile(r"\| Apache ActiveMQ \S+ \(.*\) started \|")
_ESTABLISHED = "01"
"""The state of a connection that is open, in the kernel's table of them."""

_BROKER = re.compile(r"<broker .*</broker>", re.DOTALL)
_DIALED = re.compile(r"tcp://([\w.-]+):\d+")


class Loopback:
    """Networks running. A broker's name must be unique over all of them.

    Connectors dial `static:(tcp://<broker>:<port>)`, whatever the port. Every broker gets a STOMP and an OpenWire
    listener. `beside` is another one that runs: its brokers can be dialed too, and those that it can dial; where a name
    is both here and there the other's is meant. Nothing is kept on disk, unless `data` is given, a folder that
    `${activemq.data}` stands for: then brokers with a persistence adapter have their stores. `heap` is all that Java
    may take.

    It ends as by kill -9, and may be entered again: then it has the same ports.
    """

    def __init__(
        self,
        networks: Iterable[Network],
        release: str,
        *,
        beside: Loopback | None = None,
        data: Path | None = None,
        heap: str = "1g",
    ) -> None:
        """Choose the ports; nothing runs yet."""
        self._brokers = [broker for network in networks for broker in network.brokers]
        self._release = release
        taken = take_ports(2 * len(self._brokers))
        weakref.finalize(self, _close, taken)
        free = (one.getsockname()[1] for one in taken)
        self._openwire = {broker.name: next(free) for broker in self._brokers}
        self._stomp = {broker.name: next(free) for broker in self._brokers}
        self._dialed: dict[str, int] = {**self._openwire, **(beside._dialed if beside is not None else {})}
        self._data = data
        self._heap = heap
        self._folder = Path()
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
        return _logged(self._folder)

    def dialers(self, broker: str) -> int:
        """How many connections the OpenWire listener of a broker holds at this moment."""
        port = f":{self._openwire[broker]:04X}"
        tables = (Path(f"/proc/net/{name}").read_text("utf-8").splitlines()[1:] for name in ("tcp", "tcp6"))
        sockets = (line.split() for table in tables for line in table)
        return sum(fields[1].endswith(port) and fields[3] == _ESTABLISHED for fields in sockets)

    @contextlib.contextmanager
    def session(self, broker: str, user: str = "", password: str = "", timeout: float = 60) -> Iterator[Stomp]:
        """A STOMP session with one broker; `timeout` is how many seconds the broker has to take what is sent."""
        connection = socket.create_connection(self.address(broker), timeout=20)
        with Stomp(connection, user, password, timeout=timeout) as session:
            yield session

    def await_bridges(self, expected: int, seconds: float = 60) -> None:
        """Wait until so many ends of bridges are up; raise TimeoutError with the log's end when they are not."""
        deadline = time.monotonic() + seconds
        while len(ESTABLISHED.findall(self.log)) < expected:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(ESTABLISHED.findall(self.log))} of {expected} up\n{self.log[-3000:]}")
            time.sleep(0.1)

    def await_takeover(self, seconds: float = 120) -> None:
        """Wait until those too have started that waited for a lock; raise TimeoutError when one does not."""
        deadline = time.monotonic() + seconds
        while self._started < len(self._brokers):
            if time.monotonic() > deadline:
                raise TimeoutError(self.log[-3000:])
            time.sleep(0.2)

    def address(self, broker: str) -> tuple[str, int]:
        """Where a broker speaks STOMP."""
        return "127.0.0.1", self._stomp[broker]

    @property
    def idle(self) -> bool:
        """Whether at this moment no thread of the brokers runs or wants to."""
        assert self._process is not None
        return not any(_runs(task) for task in Path(f"/proc/{self._process.pid}/task").iterdir())

    def _start(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="loopback-"))
        # A file each: within one file the name of a listener or connector is that of a bean, and taken once.
        for broker in self._brokers:
            (self._folder / f"{broker.name}.xml").write_text(f"{_BEANS}{self._bean(broker)}</beans>", "utf-8")
        imports = "".join(f'<import resource="{broker.name}.xml"/>' for broker in self._brokers)
        (self._folder / "activemq.xml").write_text(f"{_BEANS}{imports}</beans>", "utf-8")
        self._process = _java(self._folder, self._release, self._heap)
        deadline = time.monotonic() + 120 + 3 * len(self._brokers)
        while self._started + len(_WAITS.findall(self.log)) < len(self._brokers):
            if time.monotonic() > deadline or self._process.poll() is not None:
                errors = "\n".join(re.findall(r"^.*\| ERROR .*$", self.log, re.MULTILINE)) or self.log
                raise TimeoutError(_printed(self._folder)[-3000:] + errors[-3000:])
            time.sleep(0.1)

    @property
    def _started(self) -> int:
        return len(_STARTED.findall(self.log))

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def _bean(self, broker: Broker) -> str:
        listeners = (
            TransportConnector("openwire", f"tcp://127.0.0.1:{self._openwire[broker.name]}"),
            TransportConnector("stomp", f"stomp://127.0.0.1:{self._stomp[broker.name]}"),
        )
        small = dataclasses.replace(
            broker,
            persistent=self._data is not None and broker.persistence is not None,
            use_jmx=False,
            system_usage=broker.system_usage or SystemUsage(memory_limit="16 mb", temp_limit="16 mb"),
            transport_connectors=listeners,
        )
        found = _BROKER.search(activemq_xml(small, inventory(self._release)))
        assert found is not None
        # A broker that waits for the lock of its store must not keep the others from starting.
        how = 'start="true" useShutdownHook="false" ' + ('startAsync="true" ' if small.persistent else "")
        text = found[0].replace("<broker ", f"<broker {how}", 1)
        text = text.replace("${activemq.data}", str(self._data or self._folder))

        def port(dialed: re.Match[str]) -> str:
            return f"tcp://127.0.0.1:{self._dialed[dialed[1]]}" if dialed[1] in self._dialed else dialed[0]

        return _DIALED.sub(port, text)


def attempt(files: Mapping[str, str], release: str, seconds: float = 300) -> tuple[bool, str]:
    """Start a broker from files in a folder, one of them `activemq.xml`: whether it starts, and what it says.

    Raises TimeoutError where it neither starts nor ends.
    """
    with tempfile.TemporaryDirectory(prefix="loopback-") as place:
        folder = Path(place)
        for name, text in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, "utf-8")
        process = _java(folder, release)
        try:
            deadline = time.monotonic() + seconds
            while process.poll() is None and not _STARTED.search(_logged(folder)):
                if time.monotonic() > deadline:
                    raise TimeoutError(_printed(folder)[-3000:])
                time.sleep(0.1)
            return process.poll() is None, _printed(folder) + _logged(folder)
        finally:
            process.kill()
            process.wait()


def _java(folder: Path, release: str, heap: str = "1g") -> subprocess.Popen[bytes]:
    """Start what `activemq.xml` in a folder says; the folder is the broker's home."""
    logging = Path(broker_network.lab.broker.__file__).parent / "log4j2.properties"
    (folder / "log4j2.properties").write_bytes(logging.read_bytes())
    command = [
        *("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", f"-Xmx{heap}"),
        *("-cp", ":".join(map(str, fetch.fetch(release)))),
        *(f"-Dactivemq.{part}={folder}" for part in ("home", "base", "conf", "data")),
        f"-Dlog4j2.configurationFile={folder}/log4j2.properties",
        *("org.apache.activemq.console.command.ShellCommand", "start"),
        f"xbean:file:{folder}/activemq.xml",
    ]
    with (folder / "output").open("wb") as output:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=folder)


def _logged(folder: Path) -> str:
    path = folder / "activemq.log"
    return path.read_text("utf-8", errors="replace") if path.exists() else ""


def _printed(folder: Path) -> str:
    return (folder / "output").read_text("utf-8", errors="replace")


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
_LOWEST, _PORTS_IN_ALL = 20_000, 10_000
"""Below those that the system gives to outgoing connections, or one of these may take a port before Java does."""

_PORTS = (
    _LOWEST + place % _PORTS_IN_ALL
    for place in itertools.count(os.getpid() * 97)  # every process begins elsewhere
)


def take_ports(count: int) -> list[socket.socket]:
    """So many sockets, each bound to a port that nobody else has, in this process or in another.

    As long as they are open nobody else gets these ports, but Java, which asks for a port that may be shared, does.
    """
    with _CHOOSING:
        return list(itertools.islice(filter(None, map(_bound, _PORTS)), count))


def _bound(port: int) -> socket.socket | None:
    one = socket.socket()
    try:
        one.bind(("127.0.0.1", port))
    except OSError:
        one.close()
        return None
    # Not before: two that both may share a port would both get it.
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return one


def _close(sockets: list[socket.socket]) -> None:
    for one in sockets:
        one.close()

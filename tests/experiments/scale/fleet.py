"""Every broker of a planned network as a Java process of its own on loopback, with the heap that its files give it."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import broker_network.lab.broker
from broker_network import bundle
from broker_network.design.planning import Plan
from broker_network.lab import fetch
from broker_network.network import dialed, parse
from broker_network.routes import hosts_of
from tests.lab.loopback import ESTABLISHED

_LOGGING = Path(broker_network.lab.broker.__file__).parent / "log4j2.properties"
_FOLDERS = itertools.count(1)
_RANGE = re.compile(r"\[0x([0-9a-f]{8,16}), (?:0x[0-9a-f]{8,16}, )?0x([0-9a-f]{8,16})\)")
_CLASS = re.compile(r"^ *\d+: +(\d+) +(\d+) +(\S+)", re.MULTILINE)
_LOGGED = re.compile(r"^\S+ \S+ \| (?:WARN|ERROR) +\| (.*) \| \S+ \| [^|]*$", re.MULTILINE)
_TOTAL = re.compile(r"^Total +(\d+) +(\d+)$", re.MULTILINE)
_MAPPING = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) ")

MIB = 1 << 20


@dataclass(frozen=True)
class Census:
    """What a broker holds at a moment, everything that is garbage left out.

    `for_bridges` are subscriptions that bridges made at it for clients and servers, `heap` the bytes of the Java heap
    in use, `beside` the bytes of the process in memory that are not heap: stacks of `threads`, buffers, code.
    """

    for_bridges: int
    heap: int
    beside: int
    threads: int


class Fleet:
    """The brokers of a plan, from the files that are generated for it. As a context manager it runs them.

    Each listens on a loopback address of its own; host names are exchanged for those. Java runs as `env` says, and
    with its own defaults in all else.
    """

    def __init__(self, plan: Plan, release: str) -> None:
        """Choose the addresses; nothing runs yet."""
        self.plan = plan
        self._class_path = ":".join(map(str, fetch.fetch(release)))
        place = f"127.{16 + os.getpid() % 200}.{next(_FOLDERS) % 250}"
        self._addresses = {broker.name: f"{place}.{n}" for n, broker in enumerate(plan.network.brokers, start=1)}
        self._ports = {broker.name: self._stomp_port(broker.name) for broker in plan.network.brokers}
        self._folder = Path(tempfile.mkdtemp(prefix="fleet-"))
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

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

    def address(self, broker: str) -> tuple[str, int]:
        """Where it listens for STOMP."""
        return self._addresses[broker], self._ports[broker]

    def restart(self, broker: str) -> None:
        """Kill a broker and start it again at once; return when it listens."""
        self._processes[broker].kill()
        self._processes[broker].wait()
        self._processes[broker] = self._run(broker)
        self._await("brokers", lambda: [] if self._is_up(broker) else [broker], 120)

    def heap_mib(self, broker: str) -> int:
        """The heap that its files give it."""
        return dict(self.plan.inventory.heaps)[broker]

    def password(self, user: str) -> str:
        """The password of a user of the brokers."""
        return (self._folder / "secrets" / "passwords" / user).read_text("utf-8").strip()

    def context(self, folder: str) -> ssl.SSLContext | None:
        """What a client that owns a folder of `secrets/` connects with, or None where clients use no TLS."""
        if self.plan.inventory.client_security == "plain":
            return None
        secrets = self._folder / "secrets"
        context = ssl.create_default_context(cafile=str(secrets / "ca" / "ca.pem"))
        context.check_hostname = False  # loopback addresses stand in for the names in the certificates
        context.load_cert_chain(secrets / folder / "cert.pem", secrets / folder / "key.pem")
        return context

    def census(self, broker: str) -> Census:
        """Collect a broker's garbage, and count."""
        process = self._processes[broker]
        output = self._output(broker)
        before = output.stat().st_size
        process.send_signal(signal.SIGQUIT)  # Java writes its threads, its heap and, asked by an option, its objects

        def told() -> str:
            with output.open("rb") as file:
                file.seek(before)
                return file.read().decode("utf-8", errors="replace")

        self._await(f"the census of {broker}", lambda: [] if _TOTAL.search(told()) else [broker], 120)
        text = told()
        total = _TOTAL.search(text)
        assert total is not None
        instances = {name: int(count) for count, _, name in _CLASS.findall(text)}
        ranges = [(int(low, 16), int(high, 16)) for low, high in _RANGE.findall(text)]
        inside = (min(low for low, _ in ranges), max(high for _, high in ranges))
        return Census(
            # Each end of a bridge holds one more: the other end's subscription to its advisories.
            for_bridges=instances.get("org.apache.activemq.network.DemandSubscription", 0) - self._ends()[broker],
            heap=int(total[2]),
            beside=_resident_outside(process.pid, inside),
            threads=len(os.listdir(f"/proc/{process.pid}/task")),
        )

    def lines(self, pattern: str) -> tuple[str, ...]:
        """Warnings and errors that brokers logged and that match, each once, without dates and without numbers."""
        logged = (_LOGGED.findall(self._log(broker)) for broker in self._addresses)
        matching = (line for lines in logged for line in lines if re.search(pattern, line))
        return tuple(dict.fromkeys(re.sub(r"[0-9][0-9.:-]*", "…", line) for line in matching))

    def _start(self) -> None:
        for path, content in bundle.files(self.plan).items():
            target = self._folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        self._make_secrets()
        for broker in self._addresses:
            self._lay_out(broker)
            self._processes[broker] = self._run(broker)
        self._await("brokers", lambda: [name for name in self._addresses if not self._is_up(name)], 300)
        self._await("bridges", self._missing_bridges, 120)

    def _make_secrets(self) -> None:
        hosts = [["host", "server"]] if self.plan.inventory.client_security == "mtls" else []
        for arguments in ([], *hosts):
            done = subprocess.run(
                ["sh", "make-secrets", *arguments],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode != 0:
                raise RuntimeError(f"make-secrets: {done.stderr.strip()}")

    def _lay_out(self, broker: str) -> None:
        conf = self._folder / "brokers" / broker / "conf"
        shutil.copytree(self._folder / "secrets" / "brokers" / broker / "conf", conf, dirs_exist_ok=True)
        (conf / "log4j2.properties").write_bytes(_LOGGING.read_bytes())
        xml = conf / "activemq.xml"
        text = xml.read_text("utf-8").replace("://0.0.0.0:", f"://{self._addresses[broker]}:")
        for host in self.plan.inventory.hosts:
            text = re.sub(rf"(?<=//){re.escape(host.name)}(?=:)", self._addresses[host.broker], text)
        xml.write_text(text, "utf-8")
        (conf.parent / "data").mkdir()

    def _run(self, broker: str) -> subprocess.Popen[bytes]:
        home = self._folder / "brokers" / broker
        command = [
            *("java", "-XX:+PrintClassHistogram", "-cp", self._class_path),
            *(f"-Dactivemq.{part}={home}" for part in ("home", "base")),
            *(f"-Dactivemq.conf={home}/conf", f"-Dactivemq.data={home}/data"),
            f"-Dlog4j2.configurationFile={home}/conf/log4j2.properties",
            *("org.apache.activemq.console.command.ShellCommand", "start"),
            f"xbean:file:{home}/conf/activemq.xml",
        ]
        script = '. ./env; set -f; java=$1; shift; exec "$java" $ACTIVEMQ_OPTS "$@"'
        with self._output(broker).open("wb") as output:
            return subprocess.Popen(
                ["sh", "-c", script, "sh", *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=home,
            )

    def _stop(self) -> None:
        for process in self._processes.values():
            process.kill()
        for process in self._processes.values():
            process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _is_up(self, broker: str) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(self.address(broker)) == 0

    def _ends(self) -> dict[str, int]:
        """How many ends of bridges each broker will have."""
        found = dict.fromkeys(self._addresses, 0)
        hosts = hosts_of(self.plan.inventory)
        for broker in self.plan.network.brokers:
            for connector in broker.network_connectors:
                for address in dialed(connector.uri):
                    found[broker.name] += 1
                    found[hosts[address.host]] += bool(connector.duplex)
        return found

    def _missing_bridges(self) -> list[str]:
        return [name for name, ends in self._ends().items() if len(ESTABLISHED.findall(self._log(name))) < ends]

    def _stomp_port(self, broker: str) -> int:
        listeners = self.plan.network.broker(broker).transport_connectors
        return parse(next(one.uri for one in listeners if one.name == "stomp")).port or 0

    def _output(self, broker: str) -> Path:
        return self._folder / "brokers" / broker / "data" / "output"

    def _log(self, broker: str) -> str:
        path = self._folder / "brokers" / broker / "data" / "activemq.log"
        return path.read_text("utf-8", errors="replace") if path.exists() else ""

    def _await(self, what: str, missing: Callable[[], list[str]], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while absent := missing():
            ended = [name for name, process in self._processes.items() if process.poll() is not None]
            for name in ended or (absent if time.monotonic() > deadline else []):
                said = self._output(name).read_text("utf-8", errors="replace")[-2000:]
                raise RuntimeError(f"{what}: {', '.join(absent)} missing\n{said}\n{self._log(name)[-2000:]}")
            time.sleep(0.1)


def _resident_outside(pid: int, heap: tuple[int, int]) -> int:
    """Bytes of a process that are in memory, those of the Java heap left out."""
    found, counts = 0, False
    with Path(f"/proc/{pid}/smaps").open("r", encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if mapping := _MAPPING.match(line):
                counts = not heap[0] <= int(mapping[1], 16) < heap[1]
            elif counts and line.startswith("Rss:"):
                found += int(line.split()[1]) * 1024
    return found

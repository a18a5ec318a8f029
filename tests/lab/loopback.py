"""Several small networks of real brokers at once, in one Java process on loopback: for routing, not for the files."""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self
from xml.sax.saxutils import quoteattr

import macros.lab.broker
from macros.lab import fetch
from macros.lab.stomp import Stomp
from macros.network import Broker, Destination, Network, NetworkConnector

ESTABLISHED = re.compile(r"Network connection between vm://(\S+?)#.*\((\S+)\) has been established")

_ATTRIBUTES = {
    "duplex": "duplex",
    "message_ttl": "messageTTL",
    "consumer_ttl": "consumerTTL",
    "network_ttl": "networkTTL",
    "conduit_subscriptions": "conduitSubscriptions",
    "conduit_network_queue_subscriptions": "conduitNetworkQueueSubscriptions",
    "decrease_network_consumer_priority": "decreaseNetworkConsumerPriority",
    "suppress_duplicate_queue_subscriptions": "suppressDuplicateQueueSubscriptions",
    "suppress_duplicate_topic_subscriptions": "suppressDuplicateTopicSubscriptions",
    "static_bridge": "staticBridge",
    "prefetch_size": "prefetchSize",
}
_LISTS = {
    "excluded_destinations": "excludedDestinations",
    "dynamically_included_destinations": "dynamicallyIncludedDestinations",
    "statically_included_destinations": "staticallyIncludedDestinations",
}


_BEANS = (
    '<beans xmlns="http://www.springframework.org/schema/beans"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://www.springframework.org/schema/beans'
    " http://www.springframework.org/schema/beans/spring-beans.xsd"
    ' http://activemq.apache.org/schema/core http://activemq.apache.org/schema/core/activemq-core.xsd">'
)


class Loopback:
    """Networks by name, running. A broker's name must be unique over all of them.

    Connectors dial `static:(tcp://<broker>:1)`; here that becomes a port of loopback.
    """

    def __init__(self, networks: Iterable[Network], release: str) -> None:
        """Choose the ports; nothing runs yet."""
        self._brokers = [broker for network in networks for broker in network.brokers]
        self._release = release
        free = _free_ports(2 * len(self._brokers))
        self._openwire = {broker.name: next(free) for broker in self._brokers}
        self._stomp = {broker.name: next(free) for broker in self._brokers}
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
    def session(self, broker: str) -> Iterator[Stomp]:
        """A STOMP session with one broker."""
        connection = socket.create_connection(("127.0.0.1", self._stomp[broker]), timeout=20)
        with Stomp(connection, "", "") as session:
            yield session

    def await_bridges(self, expected: int, seconds: float = 60) -> None:
        """Wait until so many ends of bridges are up; raise TimeoutError with the log's end when they are not."""
        deadline = time.monotonic() + seconds
        while len(ESTABLISHED.findall(self.log)) < expected:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(ESTABLISHED.findall(self.log))} of {expected} up\n{self.log[-3000:]}")
            time.sleep(0.2)

    def _start(self) -> None:
        logging = Path(macros.lab.broker.__file__).parent / "log4j2.properties"
        (self._folder / "log4j2.properties").write_bytes(logging.read_bytes())
        beans = "".join(self._bean(broker) for broker in self._brokers)
        (self._folder / "activemq.xml").write_text(f"{_BEANS}{beans}</beans>", "utf-8")
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
            time.sleep(0.3)

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
        policies = "".join(
            f"<policyEntry {policy.destination.kind}={quoteattr(policy.destination.physical_name)}"
            f"{_attributes({'producerFlowControl': False, 'enableAudit': policy.enable_audit})}/>"
            for policy in broker.policy_entries
            if policy.destination is not None
        )
        connectors = "".join(self._connector(connector) for connector in broker.network_connectors)
        return (
            f'<broker xmlns="http://activemq.apache.org/schema/core" brokerName="{broker.name}" start="true"'
            ' persistent="false" useJmx="false" useShutdownHook="false" schedulePeriodForDestinationPurge="0"'
            f"{_attributes({'advisorySupport': broker.advisory_support})}>"
            + (
                f"<destinationPolicy><policyMap><policyEntries>{policies}</policyEntries></policyMap></destinationPolicy>"
            )
            * bool(policies)
            + f"<networkConnectors>{connectors}</networkConnectors>" * bool(connectors)
            + '<systemUsage><systemUsage><memoryUsage><memoryUsage limit="16 mb"/></memoryUsage>'
            '<tempUsage><tempUsage limit="16 mb"/></tempUsage></systemUsage></systemUsage>'
            "<transportConnectors>"
            f'<transportConnector name="{broker.name}-openwire" uri="tcp://127.0.0.1:{self._openwire[broker.name]}"/>'
            f'<transportConnector name="{broker.name}-stomp" uri="stomp://127.0.0.1:{self._stomp[broker.name]}"/>'
            "</transportConnectors></broker>"
        )

    def _connector(self, connector: NetworkConnector) -> str:
        uri = re.sub(r"tcp://([\w-]+):1\b", lambda found: f"tcp://127.0.0.1:{self._openwire[found[1]]}", connector.uri)
        chosen = {written: getattr(connector, field) for field, written in _ATTRIBUTES.items()}
        lists = "".join(
            f"<{element}>{''.join(map(_destination, getattr(connector, field)))}</{element}>"
            for field, element in _LISTS.items()
            if getattr(connector, field)
        )
        attributes = _attributes({"name": connector.name, **chosen})
        return f"<networkConnector uri={quoteattr(uri)}{attributes}>{lists}</networkConnector>"


def _destination(destination: Destination) -> str:
    return f"<{destination.kind} physicalName={quoteattr(destination.physical_name)}/>"


def _attributes(values: Mapping[str, object]) -> str:
    return "".join(
        f" {name}={quoteattr(str(value).lower() if isinstance(value, bool) else str(value))}"
        for name, value in values.items()
        if value is not None
    )


def _free_ports(count: int) -> Iterator[int]:
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        ports = [one.getsockname()[1] for one in sockets]
    return iter(ports)

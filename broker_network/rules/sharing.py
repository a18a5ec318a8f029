"""What two brokers, or two listeners, cannot have at once: a port, a store."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from broker_network.network import Broker, TransportConnector, parse, resolved

from . import samples
from .case import Case
from .links import is_loopback
from .rule import Finding, Rule, Severity

_ANY = ("0.0.0.0", "::")
_LOOPBACK_ONLY = "localhost"


def _find_ports(case: Case) -> Iterator[Finding]:
    elsewhere: dict[tuple[str, int], str] = {}
    for broker in case.network.brokers:
        taken: dict[int, dict[str, str]] = {}
        machine = _machine(case, broker)
        for listener in broker.transport_connectors:
            try:
                uri = parse(listener.uri)
            except ValueError:
                continue
            if not uri.port or not resolved(uri.host) or uri.scheme == "udp":
                continue
            host = _LOOPBACK_ONLY if is_loopback(uri.host) else uri.host
            name = listener.name or listener.uri
            others = taken.setdefault(uri.port, {})
            clash = next((one for at, one in others.items() if at == host or at in _ANY or host in _ANY), None)
            if clash:
                yield _port(broker, listener, f"{clash} listens on port {uri.port} already.")
                continue
            others[host] = name
            # The same address in two files is one machine, unless it is one that every machine has.
            place = host if host not in (*_ANY, _LOOPBACK_ONLY) else machine
            if place is not None:
                first = elsewhere.setdefault((place, uri.port), broker.name)
                if first != broker.name:
                    yield _port(broker, listener, f"{first}, on the same host, listens on port {uri.port} already.")


def _port(broker: Broker, listener: TransportConnector, message: str) -> Finding:
    fix = "Give this listener a port of its own."
    return Finding("shared-port", Severity.ERROR, broker.name, listener.source, message, fix, "uri")


def _machine(case: Case, broker: Broker) -> str | None:
    """The host that a broker is known to run on; None where the files do not tell."""
    return case.machines.get(broker.name) if broker.name not in case.links.shared else None


def _find_stores(case: Case) -> Iterator[Finding]:
    kept: dict[tuple[str, str], Broker] = {}
    for broker in case.network.brokers:
        store = broker.persistence
        machine = _machine(case, broker)
        if store is None or store.directory is None or machine is None or broker.persistent is False:
            continue
        if not resolved(store.directory) or not store.directory.removeprefix("file:").startswith("/"):
            continue
        directory = posixpath.normpath(store.directory.removeprefix("file:"))
        first = kept.setdefault((machine, directory), broker)
        if first.name != broker.name:
            yield Finding(
                "shared-store",
                Severity.ERROR,
                broker.name,
                store.source,
                f"{first.name}, on the same host, keeps its store in {directory} already.",
                f"Give {broker.name} a directory of its own.",
                "directory",
            )


def _listeners(openwire: str, stomp: str) -> dict[str, str]:
    listeners = samples.listeners(f'name="openwire" uri="{openwire}"', f'name="stomp" uri="{stomp}"')
    return {"a.xml": samples.broker("a", listeners)}


def _stores(one: str, other: str) -> dict[str, str]:
    def broker(name: str, port: int, far: int, store: str) -> str:
        return samples.broker(
            name,
            samples.connectors(f'name="link-{name}" uri="static:(tcp://localhost:{far})"'),
            samples.within("persistenceAdapter", f'<kahaDB directory="{store}"/>\n'),
            samples.listeners(f'name="openwire" uri="tcp://localhost:{port}"'),
        )

    return {"a.xml": broker("a", 61616, 61618, one), "b.xml": broker("b", 61618, 61616, other)}


RULES = (
    Rule(
        id="shared-port",
        severity=Severity.ERROR,
        title="Two listeners on one port",
        symptom="The broker does not start, or one of two brokers on a host does not.",
        log=("Failed to bind to server socket", "Address already in use"),
        cause="A port of an address belongs to one listener.",
        fix="Give each listener a port of its own.",
        sources=("TcpTransportServer.bind, activemq-client 5.17.2",),
        before=_listeners("tcp://0.0.0.0:61616", "stomp://0.0.0.0:61616"),
        after=_listeners("tcp://0.0.0.0:61616", "stomp://0.0.0.0:61613"),
        find=_find_ports,
    ),
    Rule(
        id="shared-store",
        severity=Severity.ERROR,
        title="Two brokers of a host with one store",
        symptom="The broker that starts second opens no port and waits.",
        log=("is locked by another server. This broker is now in slave mode waiting a lock to be acquired",),
        cause="A store is locked by the broker that uses it. Whoever comes second waits as a standby does.",
        fix="Give each broker a directory of its own.",
        sources=("SharedFileLocker, activemq-broker 5.17.2",),
        before=_stores("/var/lib/activemq/kahadb", "/var/lib/activemq/kahadb"),
        after=_stores("/var/lib/activemq/a", "/var/lib/activemq/b"),
        find=_find_stores,
    ),
)

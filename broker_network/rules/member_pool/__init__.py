"""Where clients and servers connect: a STOMP listener, with TLS on both sides or on neither."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import Broker, Source, TransportUri, parse, resolved
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.fix import Fix, setting_key, sure
from broker_network.wording import listed


def _find(case: Case) -> Iterator[Fault]:
    for member in usage.members(case):
        for entry in usage.pool(member):
            if entry.host is None:
                size = member.setting("plugin.activemq.pool.size")
                if member.setting("plugin.activemq.pool.1.host"):
                    message = (
                        f"The pool has {len(usage.pool(member))} brokers, and pool.{entry.number}.host is not set."
                    )
                    fix = f"Set plugin.activemq.pool.{entry.number}.host, or lower plugin.activemq.pool.size."
                    yield Fault(None, size.source if size else None, message, fix)
                continue
            broker = usage.broker_of(case, entry)
            listeners = _listeners(broker) if broker else None
            if broker is not None and listeners is not None and entry.port is not None:
                wrong = _wrong(broker, listeners, entry)
                if wrong is not None:
                    at = entry.port_setting or entry.host
                    message, words = wrong
                    yield Fault(None, at.source, message, _fix(listeners, entry) or words)


def _fix(listeners: dict[int, TransportUri], entry: usage.PoolEntry) -> Fix | None:
    """The one port where the broker speaks STOMP as the member wants it; None where there is none, or several."""
    alike = [
        port
        for port, uri in listeners.items()
        if {"stomp", "auto"} & set(uri.scheme.split("+")) and uri.encrypted == entry.ssl
    ]
    if len(alike) != 1 or entry.source is None:
        return None
    there = entry.port_setting.source if entry.port_setting else Source(entry.member.file, 0)
    return sure(setting_key(there, f"plugin.activemq.pool.{entry.number}.port", str(alike[0])))


def _listeners(broker: Broker) -> dict[int, TransportUri] | None:
    """The listeners by port; None where one is not known or there are none."""
    found = {}
    for listener in broker.transport_connectors:
        if not resolved(listener.uri):
            return None
        try:
            uri = parse(listener.uri)
        except ValueError:
            return None
        found[uri.port] = uri
    return found or None


def _wrong(broker: Broker, listeners: dict[int, TransportUri], entry: usage.PoolEntry) -> tuple[str, str] | None:
    """What is wrong with a port, and the fix."""
    stomp = {port: uri for port, uri in listeners.items() if {"stomp", "auto"} & set(uri.scheme.split("+"))}
    ports = listed([f"{port} ({uri.scheme})" for port, uri in stomp.items()], 3, kept=2)
    fix = (
        f"Use a port where {broker.name} speaks STOMP: {ports}."
        if stomp
        else f"Add a stomp+ssl listener to {broker.name}."
    )
    number = entry.number
    if entry.port not in listeners:
        return f"Broker {broker.name} has no listener at port {entry.port}.", fix
    uri = listeners[entry.port]
    if entry.port not in stomp:
        return f"At port {entry.port} broker {broker.name} speaks {uri.scheme}, not STOMP.", fix
    if entry.ssl is True and not uri.encrypted:
        return (
            f"Port {entry.port} of broker {broker.name} has no TLS, and pool.{number}.ssl is on.",
            f"Make the broker listen with stomp+ssl, or set plugin.activemq.pool.{number}.ssl = 0.",
        )
    if entry.ssl is False and uri.encrypted:
        return (
            f"Port {entry.port} of broker {broker.name} wants TLS, and pool.{number}.ssl is off.",
            f"Set plugin.activemq.pool.{number}.ssl = 1, with ssl.ca, ssl.cert and ssl.key.",
        )
    return None


RULE = Rule(__name__, _find, Severity.ERROR, about_mcollective=True, decides="it needs a listener or files of TLS")

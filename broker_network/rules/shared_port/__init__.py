"""Two listeners on one port."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import Broker, TransportConnector, parse, resolved
from broker_network.network.loopback import is_any, is_loopback
from broker_network.rule_support import Case, Fault, Rule, Severity

_LOOPBACK_ONLY = "localhost"


def _find(case: Case) -> Iterator[Fault]:
    elsewhere: dict[tuple[str, int], str] = {}
    for broker in case.network.brokers:
        taken: dict[int, dict[str, str]] = {}
        machine = case.machine_of(broker)
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
            clash = next((one for at, one in others.items() if at == host or is_any(at) or is_any(host)), None)
            if clash:
                yield _port(broker, listener, f"{clash} listens on port {uri.port} already.")
                continue
            others[host] = name
            # The same address in two files is one machine, unless it is one that every machine has.
            place = host if not is_any(host) and host != _LOOPBACK_ONLY else machine
            if place is not None:
                first = elsewhere.setdefault((place, uri.port), broker.name)
                if first != broker.name:
                    yield _port(broker, listener, f"{first}, on the same host, listens on port {uri.port} already.")


def _port(broker: Broker, listener: TransportConnector, message: str) -> Fault:
    fix = "Give this listener a port of its own."
    return Fault(broker.name, listener.source, message, fix, "uri")


RULE = Rule(__name__, _find, Severity.ERROR, decides="only you know which port is free")

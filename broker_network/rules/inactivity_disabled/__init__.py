"""Links on which a dead connection is never noticed."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import Broker, NetworkConnector, TransportConnector, parse
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.addresses import TCP
from broker_network.rule_support.fix import setting, sure
from broker_network.rule_support.uris import without_option


def _find(case: Case) -> Iterator[Fault]:
    dialed: set[tuple[str, int]] = set()
    for dial in case.links.dials:
        if dial.uri is None:
            continue
        if dial.target is not None:
            dialed.add((dial.target.name, dial.uri.port))
        if (option := _unwatched(dial.text)) is not None:
            yield _found(dial.broker, dial.connector, option)
    for broker in case.network.brokers:
        for listener in broker.transport_connectors:
            option = _unwatched(listener.uri)
            if option is not None and (broker.name, parse(listener.uri).port) in dialed:
                yield _found(broker, listener, option)


def _unwatched(uri: str) -> str | None:
    try:
        read = parse(uri)
    except ValueError:
        return None
    if read.scheme not in TCP:
        return None
    for key, value in read.options:
        name = key.removeprefix("transport.").removeprefix("wireFormat.")
        if (name, value) in (("maxInactivityDuration", "0"), ("useInactivityMonitor", "false")):
            return f"{key}={value}"
    return None


def _found(broker: Broker, element: TransportConnector | NetworkConnector, option: str) -> Fault:
    return Fault(
        broker.name,
        element.source,
        f"With {option} neither side notices that a connection is dead.",
        sure(
            *setting(element.source, uri=without_option(element.uri, option)),
            then="A silent connection is then closed after 30 seconds.",
        ),
        "uri",
    )


RULE = Rule(__name__, _find, Severity.WARNING)

"""Links on which a dead connection is never noticed."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import Broker, NetworkConnector, TransportConnector, parse

from . import samples
from .case import Case
from .links import TCP
from .rule import Finding, Rule, Severity


def _find_inactivity(case: Case) -> Iterator[Finding]:
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


def _found(broker: Broker, element: TransportConnector | NetworkConnector, option: str) -> Finding:
    return Finding(
        "inactivity-disabled",
        Severity.WARNING,
        broker.name,
        element.source,
        f"With {option} neither side notices that a connection is dead.",
        f"Remove {option}: a silent connection is then closed after 30 seconds.",
        "uri",
    )


def _connector(uri: str) -> dict[str, str]:
    return {"a.xml": samples.broker("a", samples.connectors(f'name="a-b" uri="{uri}"'))}


RULES = (
    Rule(
        id="inactivity-disabled",
        severity=Severity.WARNING,
        title="A link on which a dead connection is never noticed",
        symptom="JMX shows the bridge as up and nothing crosses, until one of the brokers is restarted.",
        cause="A firewall that forgets an idle connection, or a host that vanishes, closes nothing. Only the "
        "inactivity "
        "monitor notices, and it is off on a connection when either side turns it off.",
        fix="Leave wireFormat.maxInactivityDuration at its default of 30000 milliseconds.",
        sources=(
            "TcpTransportFactory.compositeConfigure and OpenWireFormat.renegotiateWireFormat, activemq-client 5.17.2",
        ),
        before=_connector("static:(tcp://b:61616?wireFormat.maxInactivityDuration=0)"),
        after=_connector("static:(tcp://b:61616)"),
        find=_find_inactivity,
    ),
)

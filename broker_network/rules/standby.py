"""Primary and standby: what a network connector makes of two addresses of one broker."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broker_network.network import Broker, CompositeUri, NetworkConnector, composite

from . import samples
from .case import Case
from .rule import Finding, Rule, Severity


def _found(
    rule: str, severity: Severity, broker: Broker, connector: NetworkConnector, message: str, fix: str
) -> Finding:
    return Finding(rule, severity, broker.name, connector.source, message, fix, "uri")


def _find_failover(case: Case) -> Iterator[Finding]:
    for broker in case.network.brokers:
        for connector in broker.network_connectors:
            for inner in _nested(connector.uri):
                if inner.option("maxReconnectAttempts") is None and not any("$" in key for key, _ in inner.options):
                    yield _found(
                        "failover-in-static",
                        Severity.ERROR,
                        broker,
                        connector,
                        "failover: tries again by itself for ever, so the connector never learns that the bridge is "
                        "down.",
                        f"Write masterslave:({','.join(inner.components)})"
                        if len(inner.components) > 1
                        else f"Write static:({','.join(inner.components)}).",
                    )
                    break


def _nested(uri: str) -> Iterator[CompositeUri]:
    try:
        outer = composite(uri)
        if outer.scheme in ("static", "simple") and outer.option("discovered.maxReconnectAttempts") is None:
            for component in outer.components:
                if component.startswith("failover:"):
                    yield composite(component)
    except ValueError:
        return


def _find_static_pair(case: Case) -> Iterator[Finding]:
    for broker in case.network.brokers:
        for connector in broker.network_connectors:
            if not re.match(r"(?:static|simple):", connector.uri):
                continue
            hosts: dict[str, tuple[str, str]] = {}
            for one in case.links.of(connector):
                if one.uri is None or one.target is None or one.target.name in case.links.ambiguous:
                    continue
                first, text = hosts.setdefault(one.target.name, (one.uri.host, one.text))
                if first != one.uri.host and not connector.uri.partition(":")[2].strip("/").startswith("failover"):
                    yield _found(
                        "static-not-masterslave",
                        Severity.WARNING,
                        broker,
                        connector,
                        f"{text} and {one.text} are the two hosts of {one.target.name}: static: wants a bridge to "
                        "each, and "
                        "the standby never answers.",
                        f"Write masterslave:({text},{one.text}), and another connector for any other broker.",
                    )
                    break


def _connector(uri: str) -> dict[str, str]:
    return {"a.xml": samples.broker("a", samples.connectors(f'name="a-b" uri="{uri}"'))}


_PAIR = {
    "b.xml": samples.broker("b", samples.listeners(samples.OPENWIRE)),
    "hosts.properties": "b = b\nstandby = b\n",
}

RULES = (
    Rule(
        id="failover-in-static",
        severity=Severity.ERROR,
        title="failover: inside static:",
        symptom="After the far broker was restarted or failed over, the link counts as up and carries what the dialing "
        "side sends, such as replies. Nothing comes back over it: no request arrives.",
        cause="A network connector makes a new bridge when its connection fails. failover: hides the failure and "
        "connects "
        "again by itself, to a broker that nobody tells what this bridge is to do there. static: and masterslave: "
        "connect anew, and so does failover: with maxReconnectAttempts=0, which gives up at once.",
        fix="Write masterslave:(…) for a primary and its standby; static:(…) already tries again by itself.",
        sources=("evidence/takeover", "AMQ-3542", "AMQ-3564", "MasterSlaveDiscoveryAgent, activemq-client 5.17.2"),
        before=_connector("static:(failover:(tcp://b1:61616,tcp://b2:61616))"),
        after=_connector("masterslave:(tcp://b1:61616,tcp://b2:61616)"),
        find=_find_failover,
    ),
    Rule(
        id="static-not-masterslave",
        severity=Severity.WARNING,
        title="Primary and standby dialed as if both ran",
        symptom="The log is full of attempts to connect to the standby, and after a failover the bridge takes up to 30 "
        "seconds to come back.",
        cause="static:(a,b) asks for one bridge to each address. A standby does not listen while the primary runs.",
        fix="Write masterslave:(primary,standby), which asks for one bridge to whichever runs.",
        sources=("SimpleDiscoveryAgent and MasterSlaveDiscoveryAgent, activemq-client 5.17.2",),
        before=_connector("static:(tcp://b:61616,tcp://standby:61616)") | _PAIR,
        after=_connector("masterslave:(tcp://b:61616,tcp://standby:61616)") | _PAIR,
        find=_find_static_pair,
    ),
)

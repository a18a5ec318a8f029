"""Brokers that do not tell of their subscriptions."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import Broker, NetworkConnector

from . import samples
from .case import Case
from .rule import Finding, Rule, Severity


def _find(case: Case) -> Iterator[Finding]:
    asking: dict[str, str] = {}
    for bridge in case.bridges:
        if _asks(bridge.connector) and bridge.sender != bridge.receiver:
            asking.setdefault(bridge.receiver, bridge.sender)
    for broker in case.network.brokers:
        if broker.advisory_support is not False or broker.name in case.links.ambiguous:
            continue
        sender = asking.get(broker.name)
        if sender is None and not any(one.duplex is True and _asks(one) for one in broker.network_connectors):
            continue
        yield _silent(broker, sender or "the brokers it dials")


def _asks(connector: NetworkConnector) -> bool:
    """Whether a connector goes by what the far broker tells, and by nothing that is written for good."""
    return connector.static_bridge in (None, False) and not connector.statically_included_destinations


def _silent(broker: Broker, sender: str) -> Finding:
    return Finding(
        "advisory-disabled",
        Severity.ERROR,
        broker.name,
        broker.source,
        f"{broker.name} tells nobody of its subscriptions, so {sender} passes nothing on to it.",
        'Remove advisorySupport="false".',
        "advisorySupport",
    )


def _set(attributes: str) -> dict[str, str]:
    return {
        "a.xml": samples.broker("a", samples.connectors('name="a-b" uri="static:(tcp://b:61616)"')),
        "b.xml": samples.broker("b", samples.listeners(samples.OPENWIRE), attributes=attributes),
    }


RULES = (
    Rule(
        id="advisory-disabled",
        severity=Severity.ERROR,
        title="A broker of a network without advisories",
        symptom="The bridge is up, and nothing ever crosses toward that broker.",
        cause="A broker passes on what the far side has subscribers for, and learns of them by advisory messages. "
        'advisorySupport="false" turns these off.',
        fix='Remove advisorySupport="false".',
        sources=(
            "DemandForwardingBridgeSupport.startRemoteBridge, activemq-broker 5.17.2",
            "https://activemq.apache.org/components/classic/documentation/networks-of-brokers",
        ),
        before=_set('advisorySupport="false"'),
        after=_set(""),
        find=_find,
    ),
)

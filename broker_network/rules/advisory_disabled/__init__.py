"""Brokers that do not tell of their subscriptions."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import Broker, NetworkConnector
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.fix import removing, sure


def _find(case: Case) -> Iterator[Fault]:
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


def _silent(broker: Broker, sender: str) -> Fault:
    return Fault(
        broker.name,
        broker.source,
        f"{broker.name} tells nobody of its subscriptions, so {sender} passes nothing on to it.",
        sure(*removing(broker.source, "advisorySupport")),
        "advisorySupport",
    )


RULE = Rule(__name__, _find, Severity.ERROR)

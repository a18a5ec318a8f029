"""Circles of links in which directed requests take a way that is too long."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.activemq.releases import Release
from broker_network.activemq.releases.facts import CONSUMER_PRIORITY_DECREASED
from broker_network.network import Broker, NetworkConnector, Unknown
from broker_network.network.ttl import ttl
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.connectors import consumer_ttl
from broker_network.rule_support.fix import FileEdit, setting, sure

MOST_TOGETHER = 50
"""Connectors that one fix changes together; where there are more, each finding changes its own."""


def _find(case: Case) -> Iterator[Fault]:
    found = list(_too_long(case))
    # Where some prefer the nearest and others do not, requests go around in circles.
    together = [edit for _, one, _ in found for edit in _decreasing(one)] if len(found) <= MOST_TOGETHER else []
    for broker, connector, decreased in found:
        yield Fault(
            broker.name,
            connector.source,
            _message(connector.decrease_network_consumer_priority is None, case.release),
            sure(*dict.fromkeys(together or _decreasing(connector))),
            "decreaseNetworkConsumerPriority",
            severity=Severity.NOTE if decreased is None else None,
        )


def _decreasing(connector: NetworkConnector) -> tuple[FileEdit, ...]:
    return setting(connector.source, decreaseNetworkConsumerPriority="true")


def _too_long(case: Case) -> Iterator[tuple[Broker, NetworkConnector, bool | Unknown | None]]:
    """The connectors over which requests may take too long a way, and whether they prefer the nearest."""
    default = CONSUMER_PRIORITY_DECREASED.if_known(case.release)
    for broker in case.network.brokers:
        longest = case.links.circles.get(broker.name, 0) - 1
        for connector in broker.network_connectors:
            written = connector.decrease_network_consumer_priority
            decreased = default if written is None else written
            if (decreased is False or decreased is None) and 1 < _ttl(connector) < longest:
                yield broker, connector, decreased


def _message(by_default: bool, release: Release | None) -> str:
    lost = "irected requests may take a longer way around than their TTL lasts, and are then lost"
    if not by_default:
        return f"D{lost}."
    if release is not None:
        return f"D{lost}: ActiveMQ {release} does not prefer the nearest."
    since = CONSUMER_PRIORITY_DECREASED.since
    return f"Before ActiveMQ {since}, d{lost}; from {since} on the nearest is preferred."


def _ttl(connector: NetworkConnector) -> int:
    """Over how many links subscriptions go; 1 where the files do not tell."""
    value = consumer_ttl(connector)
    return 1 if value is None or isinstance(value, Unknown) else ttl(value)


RULE = Rule(
    __name__,
    _find,
    Severity.WARNING,
    releases=f"all where it is false; before {CONSUMER_PRIORITY_DECREASED.since} also where it is not written",
)

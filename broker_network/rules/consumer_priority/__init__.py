"""Circles of links in which directed requests take a way that is too long."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.activemq.releases import Release
from broker_network.activemq.releases.facts import CONSUMER_PRIORITY_DECREASED
from broker_network.network import NetworkConnector, Unknown
from broker_network.network.ttl import ttl
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.connectors import consumer_ttl
from broker_network.rule_support.fix import setting, sure


def _find(case: Case) -> Iterator[Fault]:
    default = CONSUMER_PRIORITY_DECREASED.if_known(case.release)
    for broker in case.network.brokers:
        longest = case.links.circles.get(broker.name, 0) - 1
        for connector in broker.network_connectors:
            written = connector.decrease_network_consumer_priority
            decreased = default if written is None else written
            if (decreased is False or decreased is None) and 1 < _ttl(connector) < longest:
                yield Fault(
                    broker.name,
                    connector.source,
                    _message(written is None, case.release),
                    sure(*setting(connector.source, decreaseNetworkConsumerPriority="true")),
                    "decreaseNetworkConsumerPriority",
                    severity=Severity.NOTE if decreased is None else None,
                )


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

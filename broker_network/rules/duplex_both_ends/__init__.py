"""A duplex link declared at both ends."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import Destination, NetworkConnector, queue, topic
from broker_network.routes import permits
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.connectors import examples_of, filters_resolved, lists
from broker_network.rule_support.fix import deleting, undecided


def _find(case: Case) -> Iterator[Fault]:
    links = case.links
    for broker in case.network.brokers:
        for connector in broker.network_connectors:
            for one in links.of(connector):
                if one.target is None or one.target.name == broker.name or broker.name in links.ambiguous:
                    continue
                other = next(
                    (
                        bridge.connector
                        for bridge in links.between.get((broker.name, one.target.name), ())
                        if bridge.dialing == one.target.name
                        and bridge.connector.duplex is True
                        and _overlap(case, connector, bridge.connector)
                    ),
                    None,
                )
                first = links.position[broker.name] < links.position[one.target.name]
                if other is None or (connector.duplex is True and first):
                    continue
                yield Fault(
                    broker.name,
                    connector.source,
                    f"{one.target.name} already has a duplex bridge to {broker.name} for the same destinations"
                    f"{f' ({other.name})' if other.name else ''}, so this connector is a second one.",
                    undecided(
                        "either end may keep its connector",
                        f"Or remove the duplex one of {one.target.name} in its place.",
                        *deleting(connector.source),
                    ),
                    "duplex" if connector.duplex is True else None,
                )
                break


def _overlap(case: Case, one: NetworkConnector, other: NetworkConnector) -> bool:
    if not filters_resolved(one) or not filters_resolved(other):
        return False
    tried: list[Destination] = [queue("any.queue"), topic("any.topic")]
    for pattern in (*lists(one), *lists(other)):
        tried.extend(examples_of(pattern))
    return any(permits(one, destination) and permits(other, destination) for destination in tried)


RULE = Rule(__name__, _find, Severity.WARNING)

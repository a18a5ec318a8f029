"""A connector that lets nothing across."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import NetworkConnector, queue, topic
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.connectors import (
    covers,
    filters_resolved,
)
from broker_network.rule_support.fix import Fix, NewElement, deleting_child, inserting, sure, undecided


def _find(case: Case) -> Iterator[Fault]:
    for broker in case.network.brokers:
        for connector in broker.network_connectors:
            if not filters_resolved(connector) or connector.static_bridge not in (None, False):
                continue
            excluded = connector.excluded_destinations
            included = (*connector.dynamically_included_destinations, *connector.statically_included_destinations)
            # Without a dynamic list everything is included.
            wanted = included if connector.dynamically_included_destinations else (queue(">"), topic(">"))
            if all(any(covers(one, each) for one in excluded) for each in wanted):
                yield Fault(
                    broker.name,
                    connector.source,
                    f"{connector.name or 'This connector'} lets nothing across: everything it includes is excluded "
                    "too.",
                    _fix(connector),
                )


def _fix(connector: NetworkConnector) -> Fix:
    """Exclude the other kind, where all that is included is of one kind, and all of that kind is excluded."""
    kinds = {one.kind for one in connector.dynamically_included_destinations}
    excluded = connector.excluded_destinations
    if len(kinds) == 1 and len(excluded) == 1 and excluded[0] in (queue(">"), topic(">")):
        wrong = excluded[0]
        right = topic(">") if wrong == queue(">") else queue(">")
        old, new = (NewElement(one.kind, (("physicalName", one.physical_name),)) for one in (wrong, right))
        path = ("excludedDestinations",)
        return sure(*deleting_child(connector.source, path, old), *inserting(connector.source, path, new))
    return undecided(
        "only you know what the connector is for",
        "Exclude topics from the connector for queues, and queues from the one for topics, not the reverse.",
    )


RULE = Rule(__name__, _find, Severity.ERROR)

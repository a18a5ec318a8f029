"""A connector that lets nothing across."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import queue, topic
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.connectors import (
    covers,
    filters_resolved,
)


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
                    "Exclude topics from the connector for queues, and queues from the one for topics, not the "
                    "reverse.",
                )


RULE = Rule(__name__, _find, Severity.ERROR)

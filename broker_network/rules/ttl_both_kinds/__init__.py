"""`networkTTL` beside the attributes that it overrides."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.rule_support import Case, Fault, Rule, Severity


def _find(case: Case) -> Iterator[Fault]:
    for broker in case.network.brokers:
        for connector in broker.network_connectors:
            split = {"messageTTL": connector.message_ttl, "consumerTTL": connector.consumer_ttl}
            overridden = [name for name, value in split.items() if value is not None]
            if connector.network_ttl is not None and overridden:
                yield Fault(
                    broker.name,
                    connector.source,
                    f"networkTTL overrides {' and '.join(overridden)}, which then say nothing.",
                    "Remove networkTTL, and give messageTTL and consumerTTL the values you want.",
                    "networkTTL",
                )


RULE = Rule(__name__, _find, Severity.ERROR)

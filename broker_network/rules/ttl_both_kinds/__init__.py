"""`networkTTL` beside the attributes that it overrides."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.fix import removing, sure, undecided


def _find(case: Case) -> Iterator[Fault]:
    for broker in case.network.brokers:
        for connector in broker.network_connectors:
            split = {"messageTTL": connector.message_ttl, "consumerTTL": connector.consumer_ttl}
            overridden = {name: value for name, value in split.items() if value is not None}
            if connector.network_ttl is None or not overridden:
                continue
            names = " and ".join(overridden)
            verb = "are" if len(overridden) > 1 else "is"
            if set(overridden.values()) == {connector.network_ttl}:
                yield Fault(
                    broker.name,
                    connector.source,
                    f"networkTTL already says what {names} {'say' if len(overridden) > 1 else 'says'}.",
                    sure(*removing(connector.source, *overridden)),
                    "networkTTL",
                    Severity.NOTE,
                )
                continue
            known = all(isinstance(value, int) for value in (connector.network_ttl, *overridden.values()))
            yield Fault(
                broker.name,
                connector.source,
                f"networkTTL overrides {names}, which {verb} ignored.",
                undecided(
                    "only you know which of the values you want",
                    "That changes nothing. To have the other values instead, remove networkTTL and keep messageTTL and "
                    "consumerTTL.",
                    *removing(connector.source, *overridden),
                ),
                "networkTTL",
                None if known else Severity.NOTE,
            )


RULE = Rule(__name__, _find, Severity.ERROR)

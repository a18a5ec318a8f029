"""`networkTTL` beside the attributes that it overrides."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.rule_support import Case, Fault, Rule, Severity


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
                    f"Remove {names}.",
                    "networkTTL",
                    Severity.NOTE,
                )
                continue
            known = all(isinstance(value, int) for value in (connector.network_ttl, *overridden.values()))
            yield Fault(
                broker.name,
                connector.source,
                f"networkTTL overrides {names}, which {verb} ignored.",
                "Remove networkTTL, and give messageTTL and consumerTTL the values you want.",
                "networkTTL",
                None if known else Severity.NOTE,
            )


RULE = Rule(__name__, _find, Severity.ERROR)

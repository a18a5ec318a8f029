"""A `failover:` address inside `static:`."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import CompositeUri, composite
from broker_network.rule_support import Case, Fault, Rule, Severity


def _find(case: Case) -> Iterator[Fault]:
    for broker in case.network.brokers:
        for connector in broker.network_connectors:
            for inner in _nested(connector.uri):
                if inner.option("maxReconnectAttempts") is None and not any("$" in key for key, _ in inner.options):
                    yield Fault(
                        broker.name,
                        connector.source,
                        "failover: tries again by itself for ever, so the connector never learns that the bridge is "
                        "down.",
                        f"Write masterslave:({','.join(inner.components)})"
                        if len(inner.components) > 1
                        else f"Write static:({','.join(inner.components)}).",
                        "uri",
                    )
                    break


def _nested(uri: str) -> Iterator[CompositeUri]:
    try:
        outer = composite(uri)
        if outer.scheme in ("static", "simple") and outer.option("discovered.maxReconnectAttempts") is None:
            for component in outer.components:
                if component.startswith("failover:"):
                    yield composite(component)
    except ValueError:
        return


RULE = Rule(__name__, _find, Severity.ERROR)

"""A `failover:` address inside `static:`."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import CompositeUri, NetworkConnector, composite
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.fix import Fix, setting, sure, undecided


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
                        _fix(connector, inner),
                        "uri",
                    )
                    break


def _fix(connector: NetworkConnector, inner: CompositeUri) -> Fix:
    """`masterslave:` tries the same addresses in their order, and gives up so that the connector starts anew."""
    scheme = "masterslave" if len(inner.components) > 1 else "static"
    only = len(composite(connector.uri).components) == 1
    outside = connector.uri.strip().rpartition(")")[2]
    edits = setting(connector.source, uri=f"{scheme}:({','.join(inner.components)}){outside}")
    if only and not inner.options:
        return sure(*edits)
    if only:
        return undecided("options of failover: are lost", "Options of failover: are left out there.", *edits)
    return undecided("each address needs a connector of its own", "Give each broker a connector of its own.")


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

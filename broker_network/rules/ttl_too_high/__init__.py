"""A TTL larger than any path, in a network with circles."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import Unknown
from broker_network.network.ttl import ttl as ttl_of
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.connectors import consumer_ttl, ttl_attribute


def _find(case: Case) -> Iterator[Fault]:
    for broker in case.network.brokers:
        size = case.links.circles.get(broker.name)
        if size is None:
            continue
        for connector in broker.network_connectors:
            ttl = consumer_ttl(connector)
            if (
                ttl is None
                or isinstance(ttl, Unknown)
                or ttl_of(ttl) < size
                or connector.suppress_duplicate_queue_subscriptions not in (None, False)
            ):
                continue
            yield Fault(
                broker.name,
                connector.source,
                f"Subscriptions may pass {'any number of' if ttl < 0 else ttl} brokers, and no path among these "
                f"{size} is longer than {size - 1}.",
                f"Set consumerTTL to what the farthest pair needs, {size - 1} at most.",
                ttl_attribute(connector, "consumerTTL"),
            )


RULE = Rule(__name__, _find, Severity.WARNING)

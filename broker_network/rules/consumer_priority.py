"""Circles of links in which directed requests take a way that is too long."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import NetworkConnector, Unknown

from . import samples
from .case import Case
from .links import consumer_ttl, ttl
from .rule import Finding, Rule, Severity

_DECREASES_BY_DEFAULT = (5, 18)
"""The first release whose default of decreaseNetworkConsumerPriority is true (source: AMQ-5137)."""


def _find(case: Case) -> Iterator[Finding]:
    default = None if case.release is None else case.release.line >= _DECREASES_BY_DEFAULT
    for broker in case.network.brokers:
        longest = case.links.circles.get(broker.name, 0) - 1
        for connector in broker.network_connectors:
            written = connector.decrease_network_consumer_priority
            if (default if written is None else written) is False and 1 < _ttl(connector) < longest:
                yield Finding(
                    "consumer-priority",
                    Severity.WARNING,
                    broker.name,
                    connector.source,
                    "Directed requests may take a longer way around than their TTL lasts, and are then lost"
                    + (f": ActiveMQ {case.release} does not prefer the nearest." if written is None else "."),
                    'Set decreaseNetworkConsumerPriority="true".',
                    "decreaseNetworkConsumerPriority",
                )


def _ttl(connector: NetworkConnector) -> int:
    """Over how many links subscriptions go; 1 where the files do not tell."""
    value = consumer_ttl(connector)
    return 1 if value is None or isinstance(value, Unknown) else ttl(value)


def _circle(priority: str) -> dict[str, str]:
    def broker(name: str, far: str) -> str:
        link = f'name="{name}-{far}" uri="static:(tcp://{far}:61616)" duplex="true" networkTTL="2" {priority}'
        return samples.broker(name, samples.connectors(link), samples.listeners(samples.OPENWIRE))

    links = {"a": "b", "b": "c", "c": "a", "d": "a"}
    return {f"{name}.xml": broker(name, far) for name, far in links.items()}


RULES = (
    Rule(
        id="consumer-priority",
        severity=Severity.WARNING,
        title="Several ways to a server, and no preference for the nearest",
        symptom="Some directed requests and replies never arrive, to and from the same servers as those that do.",
        cause="Where links form a circle and the TTL lets subscriptions go on, a broker sees a server over several "
        "bridges. Without a preference it gives each of them its turn, and what takes a longer way may run out of TTL.",
        fix='Write decreaseNetworkConsumerPriority="true" at every connector. It is the default since 5.18.0, and was '
        "not before.",
        releases="all where it is false; before 5.18.0 also where it is not written",
        sources=("evidence/consumer-priority", "AMQ-5137"),
        before=_circle('decreaseNetworkConsumerPriority="false"'),
        after=_circle('decreaseNetworkConsumerPriority="true"'),
        find=_find,
    ),
)

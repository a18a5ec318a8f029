"""A TTL larger than any path, in a network with circles."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import Unknown

from . import samples
from .case import Case
from .links import consumer_ttl, ttl_attribute
from .links import ttl as ttl_of
from .rule import Finding, Rule, Severity


def _find_too_high(case: Case) -> Iterator[Finding]:
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
            yield Finding(
                "ttl-too-high",
                Severity.WARNING,
                broker.name,
                connector.source,
                f"Subscriptions may pass {'any number of' if ttl < 0 else ttl} brokers, and no path among these "
                f"{size} is longer than {size - 1}.",
                f"Set consumerTTL to what the farthest pair needs, {size - 1} at most.",
                ttl_attribute(connector, "consumerTTL"),
            )


def _ring(ttl: int) -> dict[str, str]:
    def broker(name: str, far: str) -> str:
        link = f'name="{name}-{far}" uri="static:(tcp://{far}:61616)" duplex="true" networkTTL="{ttl}"'
        return samples.broker(name, samples.connectors(link), samples.listeners(samples.OPENWIRE))

    return {"a.xml": broker("a", "b"), "b.xml": broker("b", "c"), "c.xml": broker("c", "a")}


RULES = (
    Rule(
        id="ttl-too-high",
        severity=Severity.WARNING,
        title="A TTL larger than any path, in a network with circles",
        symptom="Brokers hold more subscriptions than there are subscribers, and a request can wait at a broker whose "
        "server has moved on.",
        cause="In a circle a subscription comes over every way around, as far as consumerTTL lets it, and messages may "
        "follow each. Loops end by themselves; detours do not.",
        fix="For queues set consumerTTL to the longest of the shortest paths, or suppressDuplicateQueueSubscriptions "
        "to true. A connector for topics needs one less than there are brokers.",
        sources=(
            "evidence/ttl",
            "evidence/topics-in-a-circle",
            "AMQ-2198",
            "AMQ-4607",
            "https://activemq.apache.org/components/classic/documentation/networks-of-brokers",
        ),
        before=_ring(5),
        after=_ring(1),
        find=_find_too_high,
    ),
)

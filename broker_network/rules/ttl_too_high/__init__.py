"""A TTL larger than any path."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import Broker, Unknown
from broker_network.network.ttl import ttl as ttl_of
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.connectors import consumer_ttl, message_ttl, ttl_attribute
from broker_network.rule_support.fix import setting, sure
from broker_network.wording import counted


def _find(case: Case) -> Iterator[Fault]:
    for broker in case.network.brokers:
        size = case.links.circles.get(broker.name)
        if size is not None:
            yield from _around_a_circle(case, broker, size)
        elif not case.has_mcollective and (longest := case.links.farthest.get(broker.name)):
            yield from _farther_than_any_way(broker, longest)


def _around_a_circle(case: Case, broker: Broker, size: int) -> Iterator[Fault]:
    for connector in broker.network_connectors:
        ttl = consumer_ttl(connector)
        if (
            ttl is None
            or isinstance(ttl, Unknown)
            or ttl_of(ttl) < size
            or connector.suppress_duplicate_queue_subscriptions not in (None, False)
        ):
            continue
        attribute = ttl_attribute(connector, "consumerTTL")
        yield Fault(
            broker.name,
            connector.source,
            f"Subscriptions may pass {'any number of' if ttl < 0 else ttl} brokers, and no path among these "
            f"{size} is longer than {size - 1}.",
            sure(
                *setting(connector.source, **{attribute: str(size - 1)}),
                then="Or a smaller value, if the farthest pair needs less.",
            ),
            attribute,
            severity=None if case.has_mcollective else Severity.NOTE,
        )


def _farther_than_any_way(broker: Broker, longest: int) -> Iterator[Fault]:
    """A TTL that no way needs, where links form no circle: it does no harm, until a link is added."""
    for connector in broker.network_connectors:
        written = {"consumerTTL": consumer_ttl(connector), "messageTTL": message_ttl(connector)}
        high = [name for name, ttl in written.items() if isinstance(ttl, int) and ttl_of(ttl) > longest]
        if high:
            names = list(dict.fromkeys(ttl_attribute(connector, name) for name in high))
            yield Fault(
                broker.name,
                connector.source,
                f"No way among the brokers that are linked here is longer than {counted(longest, 'link')}, and "
                f"{' and '.join(names)} {'lets' if len(names) == 1 else 'let'} messages and subscriptions go farther.",
                sure(*setting(connector.source, **dict.fromkeys(names, str(longest)))),
                names[0],
                severity=Severity.NOTE,
            )


RULE = Rule(__name__, _find, Severity.WARNING)

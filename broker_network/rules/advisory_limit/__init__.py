"""A limit for slow topic consumers that reaches the bridges' own subscription."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.destinations import directed
from broker_network.mcollective.presence import DEFAULT_COLLECTIVE
from broker_network.network import Broker, PendingMessageLimit, PolicyEntry, Unknown, resolved, topic
from broker_network.routes import policy_of
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.fix import Fix, undecided
from broker_network.rule_support.policies import new_entry

_CONSUMERS = topic(f"ActiveMQ.Advisory.Consumer.Queue.{directed(DEFAULT_COLLECTIVE).physical_name}")
"""Where a bridge learns of subscriptions to the queue of directed requests."""


def _find(case: Case) -> Iterator[Fault]:
    told = {bridge.receiver for bridge in case.bridges}
    for broker in case.network.brokers:
        linked = broker.name in told or any(one.duplex is True for one in broker.network_connectors)
        severity = usage.weight(case, broker, Severity.WARNING, False) if linked else None
        entry = policy_of(broker, _CONSUMERS)
        if severity is None or entry is None or isinstance(entry, Unknown) or entry.pending_message_limit is None:
            continue
        if _limits(entry.pending_message_limit):
            yield Fault(
                broker.name,
                entry.pending_message_limit.source or entry.source,
                f"The limit for slow consumers of {entry.destination or 'all topics'} also holds for the bridges' own "
                "subscription: where thousands of subscriptions come at once, bridges forget some for good.",
                _fix(broker, entry, severity),
                severity=severity,
            )


def _fix(broker: Broker, entry: PolicyEntry, severity: Severity) -> Fix:
    destination = entry.destination
    if destination is not None and destination.physical_name.startswith("ActiveMQ."):
        return undecided("the entry may be meant for its limit", f"Remove the limit from the entry for {destination}.")
    return Fix(new_entry(broker, topic("ActiveMQ.Advisory.>")), decision=usage.doubt(severity))


def _limits(limit: PendingMessageLimit) -> bool:
    """Whether the strategy surely discards messages: a constant limit below 0, its default, does not."""
    if limit.limit is not None and not resolved(limit.limit):
        return False
    try:
        value = None if limit.limit is None else float(limit.limit)
    except ValueError:
        return False
    if limit.strategy == "constantPendingMessageLimitStrategy":
        return value is not None and value >= 0
    return limit.strategy == "prefetchRatePendingMessageLimitStrategy" and (value is None or value >= 0)


RULE = Rule(__name__, _find, Severity.WARNING, about_mcollective=True)

"""A limit for slow topic consumers that reaches the bridges' own subscription."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import PendingMessageLimit, Unknown, resolved, topic
from broker_network.routes import policy_of

from . import usage
from .case import Case
from .rule import Finding, Rule, Severity

_CONSUMERS = topic("ActiveMQ.Advisory.Consumer.Queue.mcollective.nodes")
"""Where a bridge learns of subscriptions to the queue of directed requests."""


def _find(case: Case) -> Iterator[Finding]:
    told = {bridge.receiver for bridge in case.bridges}
    for broker in case.network.brokers:
        linked = broker.name in told or any(one.duplex is True for one in broker.network_connectors)
        severity = usage.weight(case, broker, Severity.WARNING, False) if linked else None
        entry = policy_of(broker, _CONSUMERS)
        if severity is None or entry is None or isinstance(entry, Unknown) or entry.pending_message_limit is None:
            continue
        if _limits(entry.pending_message_limit):
            yield Finding(
                "advisory-limit",
                severity,
                broker.name,
                entry.pending_message_limit.source or entry.source,
                f"The limit for slow consumers of {entry.destination or 'all topics'} also holds for the bridges' own "
                "subscription: where thousands of subscriptions come at once, bridges forget some for good.",
                'Add an entry of its own: <policyEntry topic="ActiveMQ.Advisory.>" producerFlowControl="false"/>.',
            )


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


def _broker(entry: str) -> dict[str, str]:
    return {
        "a.xml": f"""<broker brokerName="a">
  <destinationPolicy>
    <policyMap>
      <policyEntries>{entry}
        <policyEntry topic=">" producerFlowControl="false">
          <pendingMessageLimitStrategy>
            <prefetchRatePendingMessageLimitStrategy multiplier="2"/>
          </pendingMessageLimitStrategy>
        </policyEntry>
      </policyEntries>
    </policyMap>
  </destinationPolicy>
  <networkConnectors>
    <networkConnector name="a-b" uri="static:(ssl://b:61617)" duplex="true">
      <dynamicallyIncludedDestinations>
        <topic physicalName="mcollective.*.agent"/>
      </dynamicallyIncludedDestinations>
    </networkConnector>
  </networkConnectors>
</broker>
"""
    }


RULES = (
    Rule(
        id="advisory-limit",
        severity=Severity.WARNING,
        title="A limit for slow consumers holds for the bridges' advisories",
        symptom="After a broker or a link was restarted, many servers get no directed requests, until they reconnect.",
        cause="A bridge learns of subscriptions as an ordinary subscriber of ActiveMQ.Advisory.Consumer.>. With "
        "pendingMessageLimitStrategy in the policy entry that holds for it, the broker throws away what a slow bridge "
        "has "
        "not read yet, and the bridge never hears of those subscriptions.",
        fix='Give topic="ActiveMQ.Advisory.>" a policy entry of its own, without a limit.',
        log=("has twice its prefetch limit pending",),
        sources=(
            "PolicyEntry.configure(Broker, SystemUsage, TopicSubscription), 5.17.2 to 6.3.1",
            "evidence/advisory-limit",
        ),
        before=_broker(""),
        after=_broker('\n        <policyEntry topic="ActiveMQ.Advisory.>" producerFlowControl="false"/>'),
        find=_find,
        about_mcollective=True,
    ),
)

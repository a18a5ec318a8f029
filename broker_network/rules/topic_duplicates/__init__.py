"""Broadcasts that cross more than once."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.destinations import broadcast
from broker_network.network import Broker, NetworkConnector, queue, topic
from broker_network.routes import Bridge, drops_copies, permits
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.connectors import filters_resolved, told_apart
from broker_network.rule_support.fix import Fix, removing, setting, sure
from broker_network.rule_support.splitting import carries_none, split_off


def _find(case: Case) -> Iterator[Fault]:
    spoken = usage.spoken_of(case)
    for broker in case.network.brokers:
        for connector in broker.network_connectors:
            if connector.conduit_subscriptions is False and _lets_broadcasts(case, connector):
                dropped = _drops_copies(case, broker, connector)
                once = dropped or (spoken and case.deliveries.surely_once("broadcast"))
                if dropped:
                    copies = "where it arrives, a policy entry for the topic keeps the copies from servers"
                elif once:
                    copies = "as the network is now, every server gets one copy all the same"
                else:
                    copies = "every copy goes to all of them"
                yield Fault(
                    broker.name,
                    connector.source,
                    f"{connector.name or 'This connector'} lets topics across without merging subscriptions: a "
                    f"broadcast crosses once for each subscriber, and {copies}.",
                    _fix(case, broker, connector),
                    "conduitSubscriptions",
                    severity=(Severity.WARNING if once else Severity.ERROR) if spoken else Severity.NOTE,
                )
    for bridges in case.links.between.values():
        yield from _unsuppressed(case, bridges)


def _fix(case: Case, broker: Broker, connector: NetworkConnector) -> Fix:
    if carries_none(connector, queue(">")):
        return sure(*setting(connector.source, conduitSubscriptions="true"), then="This connector carries no queues.")
    return sure(*split_off(case.links, broker, connector, topic(">"), "true"))


def _drops_copies(case: Case, broker: Broker, connector: NetworkConnector) -> bool:
    """Whether every broker that gets topics over a connector surely drops the copies of a message."""
    receivers = [one.target for one in case.links.of(connector)]
    receivers += [broker] if connector.duplex is True else []
    return bool(receivers) and all(
        one is not None and drops_copies(one, broadcast(collective)) is True
        for one in receivers
        for collective in case.collectives
    )


def _unsuppressed(case: Case, bridges: list[Bridge]) -> Iterator[Fault]:
    """Two merging connectors for one direction: the second is suppressed, unless it is told not to be."""
    carrying = [
        one
        for one in bridges
        if len(bridges) > 1
        and one.connector.conduit_subscriptions in (None, True)
        and _lets_broadcasts(case, one.connector)
    ]
    for bridge in carrying[1:]:
        if bridge.connector.suppress_duplicate_topic_subscriptions is False:
            once = case.deliveries.surely_once("broadcast")
            yield Fault(
                bridge.dialing,
                bridge.connector.source,
                f"From {bridge.sender} to {bridge.receiver} {carrying[0].connector.name} carries topics already, and "
                "this one is told not to suppress duplicate subscriptions: every broadcast crosses twice"
                f"{', and every server gets one copy all the same' if once else ''}.",
                sure(
                    *removing(bridge.connector.source, "suppressDuplicateTopicSubscriptions"),
                    then="Or exclude topics from one of the connectors.",
                ),
                "suppressDuplicateTopicSubscriptions",
                severity=Severity.WARNING if once else Severity.ERROR,
            )


def _lets_broadcasts(case: Case, connector: NetworkConnector) -> bool:
    return (
        filters_resolved(connector)
        and connector.static_bridge in (None, False)
        and any(permits(connector, broadcast(one)) for one in told_apart((connector,), case.collectives))
    )


RULE = Rule(__name__, _find, Severity.ERROR, about_mcollective=True)

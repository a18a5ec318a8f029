"""What one network connector alone cannot do: keep selectors, and send each broadcast once."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.destinations import broadcast, directed
from broker_network.network import Broker, NetworkConnector, Unknown
from broker_network.routes import Bridge, drops_copies, permits

from . import presence, usage
from .case import Case
from .links import filters_resolved, told_apart
from .rule import Finding, Rule, Severity


def _find_lost_selectors(case: Case) -> Iterator[Finding]:
    spoken = usage.spoken_of(case)
    for broker in case.network.brokers:
        for connector in broker.network_connectors:
            if not filters_resolved(connector):
                continue
            for collective in told_apart((connector,), case.collectives):
                nodes = directed(collective)
                if _always_forwards(connector, collective):
                    message = f"subscribes to {nodes} for good and without a selector, so it takes every request there."
                    fix = "Remove the destination from staticallyIncludedDestinations."
                elif _merges(connector) and permits(connector, nodes):
                    message = (
                        f"lets {nodes if spoken else 'queues'} across and merges their subscriptions, which drops "
                        f"their selectors{'' if spoken else ': MCollective would lose directed requests'}."
                    )
                    fix = (
                        f'Add <queue physicalName=">"/> to the excludedDestinations of {connector.name or "this one"}, '
                        'and carry queues over a second connector with conduitSubscriptions="false".'
                    )
                else:
                    continue
                yield Finding(
                    "conduit-selector",
                    _weight(case, spoken, broker, connector),
                    broker.name,
                    connector.source,
                    f"{connector.name or 'This connector'} {message}",
                    fix,
                    None if _always_forwards(connector, collective) else "conduitSubscriptions",
                )
                break


def _always_forwards(connector: NetworkConnector, collective: str) -> bool:
    return permits(connector, directed(collective)) and any(
        pattern.matches(directed(collective)) for pattern in connector.statically_included_destinations
    )


def _merges(connector: NetworkConnector) -> bool:
    """`conduitSubscriptions` is on unless it is off."""
    if isinstance(connector.conduit_subscriptions, Unknown) or isinstance(connector.static_bridge, Unknown):
        return False
    return connector.conduit_subscriptions is not False and connector.static_bridge is not True


def _weight(case: Case, spoken: bool, broker: Broker, connector: NetworkConnector) -> Severity:
    """A note where MCollective is only possible, and an error where the subscription surely takes others' requests."""
    if not spoken:
        return Severity.NOTE
    return Severity.ERROR if _competes(case, broker, connector) else Severity.WARNING


def _competes(case: Case, broker: Broker, connector: NetworkConnector) -> bool:
    """Whether others at the same broker wait for requests that the merged subscription takes."""
    far = [one.target for one in case.links.of(connector) if one.target]
    senders = [broker, *(far if connector.duplex is True else ())]
    return any(
        len(case.links.peers.get(sender.name, ())) > 1
        or (presence.speaks_stomp(sender) and _takes_turns(case, connector))
        for sender in senders
    )


def _takes_turns(case: Case, connector: NetworkConnector) -> bool:
    """Whether the broker's own consumers do not come first; that default changed with 5.18.0 (AMQ-5137)."""
    preferred = connector.decrease_network_consumer_priority
    return preferred is False or (preferred is None and case.release is not None and case.release.line < (5, 18))


def _find_copies(case: Case) -> Iterator[Finding]:
    spoken = usage.spoken_of(case)
    for broker in case.network.brokers:
        for connector in broker.network_connectors:
            if connector.conduit_subscriptions is False and _lets_broadcasts(case, connector):
                dropped = _drops_copies(case, broker, connector)
                copies = (
                    "where it arrives, a policy entry for the topic keeps the copies from servers"
                    if dropped
                    else "every copy goes to all of them"
                )
                yield Finding(
                    "topic-duplicates",
                    (Severity.WARNING if dropped else Severity.ERROR) if spoken else Severity.NOTE,
                    broker.name,
                    connector.source,
                    f"{connector.name or 'This connector'} lets topics across without merging subscriptions: "
                    f"a broadcast crosses once for each subscriber, and {copies}.",
                    'Add <topic physicalName=">"/> to its excludedDestinations, and carry topics over a connector of '
                    "their own that leaves conduitSubscriptions on.",
                    "conduitSubscriptions",
                )
    for bridges in case.links.between.values():
        yield from _unsuppressed(case, bridges)


def _drops_copies(case: Case, broker: Broker, connector: NetworkConnector) -> bool:
    """Whether every broker that gets topics over a connector surely drops the copies of a message."""
    receivers = [one.target for one in case.links.of(connector)]
    receivers += [broker] if connector.duplex is True else []
    return bool(receivers) and all(
        one is not None and drops_copies(one, broadcast(collective)) is True
        for one in receivers
        for collective in case.collectives
    )


def _unsuppressed(case: Case, bridges: list[Bridge]) -> Iterator[Finding]:
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
            yield Finding(
                "topic-duplicates",
                Severity.ERROR,
                bridge.dialing,
                bridge.connector.source,
                f"From {bridge.sender} to {bridge.receiver} {carrying[0].connector.name} carries topics already, and "
                "this "
                "one is told not to suppress duplicate subscriptions: every broadcast crosses twice.",
                "Exclude topics from one of them, or remove suppressDuplicateTopicSubscriptions.",
                "suppressDuplicateTopicSubscriptions",
            )


def _lets_broadcasts(case: Case, connector: NetworkConnector) -> bool:
    return (
        filters_resolved(connector)
        and connector.static_bridge in (None, False)
        and any(permits(connector, broadcast(one)) for one in told_apart((connector,), case.collectives))
    )


def _broker(connectors: str) -> dict[str, str]:
    return {
        "a.xml": f"""<broker brokerName="a">
  <networkConnectors>
{connectors}  </networkConnectors>
  <transportConnectors>
    <transportConnector name="stomp" uri="stomp://0.0.0.0:61613"/>
  </transportConnectors>
</broker>
""",
        "server.cfg": "collectives = mcollective\n",
    }


PAIR = """    <networkConnector name="a-b-topics" uri="static:(tcp://b:61616)" duplex="true">
      <excludedDestinations>
        <queue physicalName="&gt;"/>
      </excludedDestinations>
    </networkConnector>
    <networkConnector name="a-b-queues" uri="static:(tcp://b:61616)" duplex="true" conduitSubscriptions="false">
      <excludedDestinations>
        <topic physicalName="&gt;"/>
      </excludedDestinations>
    </networkConnector>
"""

RULES = (
    Rule(
        id="conduit-selector",
        severity=Severity.ERROR,
        title="Directed requests over merged subscriptions",
        symptom="mco ping finds every server, and mco rpc -I loses requests to servers behind one link while "
        "another link leads elsewhere. It shows only for ten hosts or fewer, since more are addressed by broadcast.",
        cause="Every server reads <collective>.nodes with a selector on its identity. A connector that merges "
        "subscriptions (conduitSubscriptions, on by default) clears the selector, so the broker takes the far side for "
        "a reader of everything and sends it requests for servers elsewhere. They stay there until they expire.",
        fix='Carry queues over a connector of their own with conduitSubscriptions="false", and exclude them from the '
        "one for topics.",
        sources=(
            "evidence/connector-pair",
            "ConduitBridge.createDemandSubscription, activemq-broker 5.17.2",
            "https://activemq.apache.org/components/classic/documentation/networks-of-brokers",
        ),
        before=_broker('    <networkConnector name="a-b" uri="static:(tcp://b:61616)" duplex="true"/>\n'),
        after=_broker(PAIR),
        find=_find_lost_selectors,
        about_mcollective=True,
    ),
    Rule(
        id="topic-duplicates",
        severity=Severity.ERROR,
        title="Broadcasts that cross more than once",
        symptom="Agents run twice or more, and mco shows each reply as often. Where the servers' broker has a policy "
        "entry for the topic nothing shows, and the copies cross the link all the same.",
        cause="A connector that does not merge subscriptions asks for a topic once for each subscriber behind it. The "
        "far broker gets a copy for each, and hands every copy to all of its subscribers, unless a policy entry for "
        "the topic makes it look for copies.",
        fix='Exclude topics from the connector with conduitSubscriptions="false", and carry them over one that merges.',
        sources=("evidence/connector-pair", "DemandForwardingBridge and ConduitBridge, activemq-broker 5.17.2"),
        before=_broker(
            '    <networkConnector name="a-b" uri="static:(tcp://b:61616)" duplex="true" '
            'conduitSubscriptions="false"/>\n'
        ),
        after=_broker(PAIR),
        find=_find_copies,
        about_mcollective=True,
    ),
)

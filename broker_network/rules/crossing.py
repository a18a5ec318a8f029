"""Filters that part what belongs together: requests from replies, broadcasts from directed requests."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from broker_network.mcollective.destinations import broadcast, directed
from broker_network.network import queue, topic
from broker_network.routes import Bridge, permits

from . import usage
from .case import Case
from .links import carries_replies, covers, filters_resolved, told_apart
from .rule import Finding, Rule, Severity


def _find_reply_path(case: Case) -> Iterator[Finding]:
    replying: dict[str, dict[str, list[str]]] = {}
    told: set[int] = set()
    for (sender, receiver), bridges in case.links.between.items():
        back = case.links.between.get((receiver, sender))
        if not back or receiver in case.links.reaches_open or not _resolved(*bridges, *back):
            continue
        for collective in told_apart((one.connector for one in (*bridges, *back)), case.collectives):
            request = next((one for one in bridges if _requests(one, collective)), None)
            if request is None or any(carries_replies(one.connector, collective) for one in back):
                continue
            if collective not in replying:
                replying[collective] = _leaving(case, collective)
            if _gets(receiver, sender, replying[collective]):
                continue
            at = next((one for one in back if not _only_topics(one)), back[0])
            if id(at.connector) in told:
                break
            told.add(id(at.connector))
            yield Finding(
                "reply-path",
                Severity.ERROR,
                at.dialing,
                at.connector.source,
                f"Requests of {collective} go from {sender} to {receiver}, but no connector lets "
                f"{queue(f'{collective}.reply.>')} come back from {receiver} to {sender}.",
                f'Let <queue physicalName="{collective}.reply.>"/> across on the connector that carries queues.',
            )
            break


def _resolved(*bridges: Bridge) -> bool:
    return all(filters_resolved(one.connector) for one in bridges)


def _requests(bridge: Bridge, collective: str) -> bool:
    return permits(bridge.connector, broadcast(collective)) or permits(bridge.connector, directed(collective))


def _only_topics(bridge: Bridge) -> bool:
    return any(covers(pattern, queue(">")) for pattern in bridge.connector.excluded_destinations)


def _leaving(case: Case, collective: str) -> dict[str, list[str]]:
    """For each broker those that its replies of a collective can be passed on to."""
    found: dict[str, list[str]] = {}
    for bridge in case.links.carrying(collective):
        if not filters_resolved(bridge.connector) or carries_replies(bridge.connector, collective):
            found.setdefault(bridge.sender, []).append(bridge.receiver)
    return found


def _gets(start: str, end: str, leaving: dict[str, list[str]]) -> bool:
    found = {start}
    waiting = deque(found)
    while waiting:
        for further in leaving.get(waiting.popleft(), ()):
            if further == end:
                return True
            if further not in found:
                found.add(further)
                waiting.append(further)
    return False


def _find_halves(case: Case) -> Iterator[Finding]:
    if not usage.spoken_of(case):
        return
    told: set[tuple[int, str]] = set()
    for (sender, receiver), bridges in case.links.between.items():
        if not _resolved(*bridges):
            continue
        for collective in told_apart((one.connector for one in bridges), case.collectives):
            topics = [one for one in bridges if permits(one.connector, broadcast(collective))]
            queues = [one for one in bridges if permits(one.connector, directed(collective))]
            if bool(topics) == bool(queues):
                continue
            carrying = (topics or queues)[0]
            if (id(carrying.connector), collective) in told:
                continue
            told.add((id(carrying.connector), collective))
            crossing, missing = (
                (broadcast(collective), directed(collective))
                if topics
                else (directed(collective), broadcast(collective))
            )
            yield Finding(
                "half-collective",
                Severity.WARNING,
                carrying.dialing,
                carrying.connector.source,
                f"From {sender} to {receiver} {crossing} crosses and {missing} does not.",
                f"If {collective} is to cross, let {missing} across too; if not, keep {crossing} back here as well.",
            )


def _find_nothing(case: Case) -> Iterator[Finding]:
    for broker in case.network.brokers:
        for connector in broker.network_connectors:
            if not filters_resolved(connector) or connector.static_bridge not in (None, False):
                continue
            excluded = connector.excluded_destinations
            included = (*connector.dynamically_included_destinations, *connector.statically_included_destinations)
            # Without a dynamic list everything is included.
            wanted = included if connector.dynamically_included_destinations else (queue(">"), topic(">"))
            if all(any(covers(one, each) for one in excluded) for each in wanted):
                yield Finding(
                    "nothing-crosses",
                    Severity.ERROR,
                    broker.name,
                    connector.source,
                    f"{connector.name or 'This connector'} lets nothing across: everything it includes is excluded "
                    "too.",
                    "Exclude topics from the connector for queues, and queues from the one for topics, not the "
                    "reverse.",
                )


def _filters(kind: str, *included: str, excluded: str) -> str:
    inside = "".join(f'        <{kind} physicalName="{name}"/>\n' for name in included)
    return f"""      <excludedDestinations>
        <{excluded} physicalName="&gt;"/>
      </excludedDestinations>
      <dynamicallyIncludedDestinations>
{inside}      </dynamicallyIncludedDestinations>
"""


def _link(topics: str, queues: str) -> dict[str, str]:
    return {
        "a.xml": f"""<broker brokerName="a">
  <networkConnectors>
    <networkConnector name="a-b-topics" uri="static:(tcp://b:61616)" duplex="true">
{topics}    </networkConnector>
    <networkConnector name="a-b-queues" uri="static:(tcp://b:61616)" duplex="true" conduitSubscriptions="false">
{queues}    </networkConnector>
  </networkConnectors>
</broker>
""",
        "b.xml": """<broker brokerName="b">
  <transportConnectors>
    <transportConnector name="openwire" uri="tcp://0.0.0.0:61616"/>
  </transportConnectors>
</broker>
""",
    }


TOPICS = _filters("topic", "uk.*.agent", excluded="queue")
QUEUES = _filters("queue", "uk.nodes", "uk.reply.&gt;", excluded="topic")

RULES = (
    Rule(
        id="reply-path",
        severity=Severity.ERROR,
        title="Replies that cannot come back",
        symptom="Servers get the requests and act on them, and no answer reaches the operator.",
        cause="A server answers into the queue <collective>.reply.<identity>_<number>. Filters hold for each direction "
        "of a link; here they let the requests out and nothing of the replies back.",
        fix="Let <collective>.reply.> across in the direction from the servers to the operators.",
        sources=(
            "DemandForwardingBridgeSupport.isPermissableDestination, activemq-broker 5.17.2",
            "lib/mcollective/connector/activemq.rb, MCollective 2.12",
        ),
        before=_link(TOPICS, _filters("queue", "uk.nodes", excluded="topic")),
        after=_link(TOPICS, QUEUES),
        find=_find_reply_path,
        about_mcollective=True,
    ),
    Rule(
        id="half-collective",
        severity=Severity.WARNING,
        title="A collective of which only one kind of request crosses",
        symptom="Servers are discovered and cannot be asked by name, or the reverse; or a collective that you meant to "
        "keep on one side shows on the other.",
        cause="A link has one connector for topics and one for queues. Their filters name different collectives, so a "
        "collective's broadcasts cross and its directed requests do not, or the other way around.",
        fix="Give both connectors of the link filters for the same collectives.",
        sources=("DemandForwardingBridgeSupport.isPermissableDestination, activemq-broker 5.17.2",),
        before=_link(
            TOPICS,
            '      <excludedDestinations>\n        <topic physicalName="&gt;"/>\n      </excludedDestinations>\n',
        )
        | {
            "server.cfg": "collectives = uk,de\n",
        },
        after=_link(TOPICS, QUEUES) | {"server.cfg": "collectives = uk,de\n"},
        find=_find_halves,
        about_mcollective=True,
    ),
    Rule(
        id="nothing-crosses",
        severity=Severity.ERROR,
        title="A connector that lets nothing across",
        symptom="The bridge is up and the log is clean, and nothing of what you included reaches the other side.",
        cause="Exclusions are looked at before inclusions. These exclude all that the connector includes.",
        fix="Remove the exclusion, or exclude the other kind of destination.",
        sources=("DemandForwardingBridgeSupport.isPermissableDestination, activemq-broker 5.17.2",),
        before=_link(TOPICS, _filters("queue", "uk.nodes", "uk.reply.&gt;", excluded="queue")),
        after=_link(TOPICS, QUEUES),
        find=_find_nothing,
    ),
)

"""A TTL that is too small for those who command, or larger than any path."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from macros.mcollective.read import Member
from macros.network import NetworkConnector, TransportUri, Unknown
from macros.routes import Bridge, broadcast, directed, permits

from .case import Case
from .links import filters_settled
from .presence import DEFAULT_COLLECTIVE
from .rule import Finding, Rule, Severity

UNLIMITED = 1 << 30


def _ttl(value: int) -> int:
    return UNLIMITED if value < 0 else value


def _written(connector: NetworkConnector, preferred: str) -> str:
    return "networkTTL" if connector.network_ttl is not None else preferred


def _ttl_known(connector: NetworkConnector) -> bool:
    values = (connector.network_ttl, connector.message_ttl, connector.consumer_ttl)
    return not any(isinstance(value, Unknown) for value in values)


@dataclass(frozen=True, slots=True)
class _Graph:
    """The bridges over which something may go, by sender, and the largest TTL out of and into each broker."""

    leaving: Mapping[str, list[Bridge]]
    consumer_ttl: Mapping[str, int]
    message_ttl: Mapping[str, int]


def _graph(case: Case, collective: str) -> _Graph | None:
    """Where requests of a collective may go; None where a TTL or a filter is not known."""
    leaving: dict[str, list[Bridge]] = {}
    consumer_ttl: dict[str, int] = {}
    message_ttl: dict[str, int] = {}
    for bridge in case.links.carrying(collective):
        if not filters_settled(bridge.connector) or not _ttl_known(bridge.connector):
            return None
        if permits(bridge.connector, broadcast(collective)) or permits(bridge.connector, directed(collective)):
            leaving.setdefault(bridge.sender, []).append(bridge)
            sender, receiver = bridge.sender, bridge.receiver
            consumer_ttl[sender] = max(consumer_ttl.get(sender, 0), _ttl(bridge.consumer_ttl))
            message_ttl[receiver] = max(message_ttl.get(receiver, 0), _ttl(bridge.message_ttl))
    return _Graph(leaving, consumer_ttl, message_ttl)


def _distances(start: str, graph: _Graph) -> tuple[dict[str, int], dict[str, Bridge]]:
    """Hops from a broker to each that it can get to, TTL aside; and the first bridge on the way."""
    found = {start: 0}
    first: dict[str, Bridge] = {}
    waiting = deque([start])
    while waiting:
        broker = waiting.popleft()
        for bridge in graph.leaving.get(broker, ()):
            if bridge.receiver not in found:
                found[bridge.receiver] = found[broker] + 1
                first[bridge.receiver] = first.get(broker, bridge)
                waiting.append(bridge.receiver)
    return found, first


def _find_too_low(case: Case) -> Iterator[Finding]:
    """A request needs every bridge on its way to pass it on, and every bridge to have passed on the subscription.

    The bridge at position j of h passes messages while j - 1 < messageTTL and subscriptions while h - j < consumerTTL.
    So the first must have consumerTTL of h or more, and the last messageTTL: told is only what no path can meet.
    """
    clients, servers = _places(case)
    for collective in clients:
        if collective not in servers or (graph := _graph(case, collective)) is None:
            continue
        for broker, member in clients[collective].items():
            away, first = _distances(broker, graph)
            most = graph.consumer_ttl.get(broker, 0)
            beyond = [one for one in servers[collective] if away.get(one, 0) > min(most, graph.message_ttl.get(one, 0))]
            if not beyond:
                continue
            far = max(beyond, key=lambda one: away[one])
            bridge = first[far]
            ttl = min(most, graph.message_ttl[far])
            reached = any(one in away and one not in beyond for one in servers[collective])
            yield Finding(
                "ttl-too-low",
                Severity.WARNING if reached else Severity.ERROR,
                bridge.dialing,
                bridge.connector.source,
                f"Clients at {broker} ({member.file}) do not reach the servers of {collective} at "
                f"{_some(beyond)}: {away[far]} links away, and the TTL is {ttl}.",
                f"Give messageTTL and consumerTTL of the connectors on the way the value {away[far]}, if these "
                "servers are "
                "to be reached from there.",
                _written(bridge.connector, "consumerTTL" if most < away[far] else "messageTTL"),
            )


def _some(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _places(case: Case) -> tuple[dict[str, dict[str, Member]], dict[str, dict[str, Member]]]:
    """For each collective the brokers of its clients, and those of its servers, with a file that says so."""
    found: tuple[dict[str, dict[str, Member]], dict[str, dict[str, Member]]] = ({}, {})
    for member in case.members:
        broker = _joins(case, member)
        if broker is None or broker in case.links.ambiguous:
            continue
        for name in (member.get("collectives") or DEFAULT_COLLECTIVE).split(","):
            found[member.kind == "server"].setdefault(name.strip(), {}).setdefault(broker, member)
    return found


_POOL_HOST = re.compile(r"plugin\.activemq\.pool\.(\d{1,4})\.host")


def _joins(case: Case, member: Member) -> str | None:
    """The broker that is first in a member's pool; None where that is not known, or the order is not kept."""
    if member.flag("plugin.activemq.randomize"):
        return None
    numbers = [int(found[1]) for one in member.settings if (found := _POOL_HOST.fullmatch(one.key))]
    if not numbers:
        return None
    prefix = f"plugin.activemq.pool.{min(numbers)}."
    host, port = member.get(f"{prefix}host"), member.get(f"{prefix}port") or "61613"
    if not host or not re.fullmatch(r"[0-9]{1,5}", port):
        return None
    broker = case.target(TransportUri("stomp", host.lower(), int(port)))
    return broker.name if broker else None


def _find_too_high(case: Case) -> Iterator[Finding]:
    links = case.links
    parts = _parts(links.peers)
    size: dict[str, int] = {}
    joins: dict[str, int] = {}
    unknown = {parts[one] for one in links.open if one in parts}
    for name, part in parts.items():
        size[part] = size.get(part, 0) + 1
        joins[part] = joins.get(part, 0) + len(links.peers[name])
    for broker in case.network.brokers:
        of = parts.get(broker.name)
        # Every link is counted from both of its brokers. Without a circle there is one fewer than brokers.
        if of is None or of in unknown or joins[of] // 2 < size[of]:
            continue
        for connector in broker.network_connectors:
            ttl = connector.consumer_ttl if connector.network_ttl is None else connector.network_ttl
            if (
                ttl is None
                or isinstance(ttl, Unknown)
                or _ttl(ttl) < size[of]
                or connector.suppress_duplicate_queue_subscriptions not in (None, False)
            ):
                continue
            yield Finding(
                "ttl-too-high",
                Severity.WARNING,
                broker.name,
                connector.source,
                f"Subscriptions may pass {'any number of' if ttl < 0 else ttl} brokers, and no path among these "
                f"{size[of]} is longer than {size[of] - 1}.",
                f"Set consumerTTL to what the farthest pair needs, {size[of] - 1} at most.",
                _written(connector, "consumerTTL"),
            )


def _parts(peers: Mapping[str, Mapping[str, None]]) -> dict[str, str]:
    """For each linked broker the first of those that it is joined with."""
    found: dict[str, str] = {}
    for start in peers:
        if start in found:
            continue
        found[start] = start
        waiting = deque([start])
        while waiting:
            for other in peers.get(waiting.popleft(), ()):
                if other not in found:
                    found[other] = start
                    waiting.append(other)
    return found


def _chain(ttl: int) -> dict[str, str]:
    def link(far: str, name: str) -> str:
        return f"""<broker brokerName="{name}">
  <networkConnectors>
    <networkConnector name="{name}-{far}" uri="static:(tcp://{far}:61616)" duplex="true"
                      messageTTL="{ttl}" consumerTTL="{ttl}"/>
  </networkConnectors>
</broker>
"""

    return {
        "a.xml": link("hub", "a"),
        "b.xml": link("hub", "b"),
        "hub.xml": """<broker brokerName="hub">
  <transportConnectors>
    <transportConnector name="openwire" uri="tcp://0.0.0.0:61616"/>
  </transportConnectors>
</broker>
""",
        "client.cfg": "plugin.activemq.pool.1.host = a\n",
        "server.cfg": "plugin.activemq.pool.1.host = b\n",
    }


def _ring(ttl: int) -> dict[str, str]:
    return {
        f"{name}.xml": f"""<broker brokerName="{name}">
  <networkConnectors>
    <networkConnector name="{name}-{far}" uri="static:(tcp://{far}:61616)" duplex="true" networkTTL="{ttl}"/>
  </networkConnectors>
  <transportConnectors>
    <transportConnector name="openwire" uri="tcp://0.0.0.0:61616"/>
  </transportConnectors>
</broker>
"""
        for name, far in (("a", "b"), ("b", "c"), ("c", "a"))
    }


RULES = (
    Rule(
        id="ttl-too-low",
        severity=Severity.ERROR,
        title="Servers farther away than the TTL",
        symptom="Some sites answer and others never do, neither to mco ping nor to mco rpc -I.",
        cause="messageTTL and consumerTTL say over how many links a message and a subscription may go. Both are 1 "
        "where "
        "nothing is written.",
        fix="Set both to the number of links between the operators' broker and the farthest servers' broker.",
        sources=(
            "seen on 5.17.2, 5.18.3 and 6.1.7",
            "DemandForwardingBridgeSupport.serviceRemoteConsumerAdvisory and NetworkBridgeFilter, activemq-broker "
            "5.17.2",
        ),
        before=_chain(1),
        after=_chain(2),
        find=_find_too_low,
        about_mcollective=True,
    ),
    Rule(
        id="ttl-too-high",
        severity=Severity.WARNING,
        title="A TTL larger than any path, in a network with circles",
        symptom="Brokers hold more subscriptions than there are subscribers, and a request can wait at a broker whose "
        "server has moved on.",
        cause="In a circle a subscription comes over every way around, as far as consumerTTL lets it, and messages may "
        "follow each. Loops end by themselves; detours do not.",
        fix="Set consumerTTL to the longest of the shortest paths, or suppressDuplicateQueueSubscriptions to true.",
        sources=(
            "AMQ-2198",
            "AMQ-4607",
            "https://activemq.apache.org/components/classic/documentation/networks-of-brokers",
        ),
        before=_ring(5),
        after=_ring(1),
        find=_find_too_high,
    ),
)

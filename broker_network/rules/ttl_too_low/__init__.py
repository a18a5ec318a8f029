"""A TTL that is too small for those who command."""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterable, Iterator
from functools import cached_property

from broker_network.graph import distances, shortest
from broker_network.mcollective.destinations import broadcast, directed
from broker_network.mcollective.read import Member
from broker_network.network import NetworkConnector, Unknown
from broker_network.network.ttl import UNLIMITED
from broker_network.network.ttl import ttl as ttl_of
from broker_network.routes import Bridge, permits
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.connectors import filters_resolved, raised, ttl_attribute
from broker_network.rule_support.fix import Fix


def _ttl_known(connector: NetworkConnector) -> bool:
    values = (connector.network_ttl, connector.message_ttl, connector.consumer_ttl)
    return not any(isinstance(value, Unknown) for value in values)


class _Graph:
    """The bridges over which requests may go, and the largest TTL out of and into each broker."""

    def __init__(self, bridges: Iterable[Bridge]) -> None:
        self.leaving: dict[str, list[Bridge]] = {}
        self.consumer_ttl: dict[str, int] = {}
        self.message_ttl: dict[str, int] = {}
        self.adjacent: dict[str, dict[str, None]] = {}
        for bridge in bridges:
            sender, receiver = bridge.sender, bridge.receiver
            self.leaving.setdefault(sender, []).append(bridge)
            self.consumer_ttl[sender] = max(self.consumer_ttl.get(sender, 0), ttl_of(bridge.sure_consumer_ttl))
            self.message_ttl[receiver] = max(self.message_ttl.get(receiver, 0), ttl_of(bridge.sure_message_ttl))
            self.adjacent.setdefault(sender, {})[receiver] = None
            self.adjacent.setdefault(receiver, {})[sender] = None

    @cached_property
    def farthest(self) -> dict[str, int]:
        """For each broker a number of links within which lies all that it can reach; UNLIMITED where none is known.

        Where all links go both ways that is twice the way from the middle to the farthest, and the middle is looked
        for halfway between two brokers that are far apart, which is exact in a tree.
        """
        pairs = {(bridge.sender, bridge.receiver) for leaving in self.leaving.values() for bridge in leaving}
        symmetric = all((receiver, sender) in pairs for sender, receiver in pairs)
        found: dict[str, int] = {}
        for start in self.adjacent:
            if start in found:
                continue
            end = next(reversed(distances(start, self._neighbors)))
            before = dict(shortest(end, self._neighbors))
            away = distances(end, self._neighbors)
            middle = next(reversed(away))
            for _ in range(away[middle] // 2):
                middle = before[middle]
            away = distances(middle, self._neighbors)
            bound = 2 * max(away.values()) if symmetric else UNLIMITED
            found.update(dict.fromkeys(away, bound))
        return found

    def _neighbors(self, broker: str) -> Iterable[str]:
        return self.adjacent[broker]

    def beyond(self, start: str, servers: Container[str]) -> tuple[list[tuple[str, int, Bridge]], bool]:
        """The first of the servers' brokers that no path from `start` can serve: name, hops, first bridge on the way.

        And whether some servers' broker can be served. A request needs every bridge on its way to pass it on, and
        every bridge to have passed on the subscription: the bridge at position j of h passes messages while
        j - 1 < messageTTL and subscriptions while h - j < consumerTTL. So the first needs a consumerTTL of h, and the
        last a messageTTL of h. Told is what no path can meet.
        """
        most = self.consumer_ttl.get(start, 0)
        away = {start: 0}
        first: dict[str, Bridge] = {}
        found: list[tuple[str, int, Bridge]] = []
        reached = start in servers
        waiting = deque([start])
        while waiting and len(found) < NAMED:
            broker = waiting.popleft()
            for bridge in self.leaving.get(broker, ()):
                name = bridge.receiver
                if name in away:
                    continue
                away[name] = away[broker] + 1
                first[name] = first.get(broker, bridge)
                waiting.append(name)
                if name not in servers:
                    continue
                if away[name] <= min(most, self.message_ttl[name]):
                    reached = True
                elif len(found) < NAMED:
                    found.append((name, away[name], first[name]))
                else:
                    break
        return found, reached


NAMED = 3
"""Brokers that a message names before it says that there are more."""

MOST_WHOLE = 20
"""Findings whose fix is worked out."""

LATER = Fix(
    then="Raise the TTL on the way as in the other findings of this rule, and check again.",
    decision="the fixes of the other findings of this rule come first",
)


def _graph(case: Case, collective: str) -> _Graph | None:
    """Where requests of a collective may go; None where a TTL or a filter is not known."""
    carrying = case.links.carrying(collective)
    if not all(filters_resolved(one.connector) and _ttl_known(one.connector) for one in carrying):
        return None
    return _Graph(
        one
        for one in carrying
        if permits(one.connector, broadcast(collective)) or permits(one.connector, directed(collective))
    )


def _find(case: Case) -> Iterator[Fault]:
    clients, servers = _places(case)
    graphs: dict[str, _Graph | None] = {}
    told = 0
    for collective in clients:
        serving = servers.get(collective, {})
        commanding = {broker: member for broker, member in clients[collective].items() if serving.keys() - {broker}}
        if not commanding:
            continue
        # Collectives that no filter names go the same ways.
        key = collective if case.links.names(collective) else ""
        if key not in graphs:
            graphs[key] = _graph(case, collective)
        graph = graphs[key]
        if graph is None:
            continue
        lowest = min((min(graph.message_ttl.get(one, 0), UNLIMITED) for one in serving), default=0)
        for broker, member in commanding.items():
            if min(lowest, graph.consumer_ttl.get(broker, 0)) >= graph.farthest.get(broker, 0):
                continue
            beyond, reached = graph.beyond(broker, serving)
            # What is included for good needs no subscription that comes so far.
            far = [one for one in beyond if not case.deliveries.surely_arrives(broker, one[0], collective)]
            beyond, reached = far, reached or len(far) < len(beyond)
            if not beyond:
                continue
            _, hops, bridge = beyond[-1]
            low = graph.consumer_ttl[broker] < hops
            ttl = min(graph.consumer_ttl[broker], graph.message_ttl[beyond[-1][0]])
            names = ", ".join(name for name, _, _ in beyond)
            told = told + 1
            yield Fault(
                bridge.dialing,
                bridge.connector.source,
                f"Clients at {broker} ({member.file}) do not reach the servers of {collective} at {names}"
                f"{' and perhaps others' if len(beyond) == NAMED else ''}: {hops} links away, and the TTL is {ttl}.",
                _fix(case, graph, broker, serving, reached) if told <= MOST_WHOLE else LATER,
                ttl_attribute(bridge.connector, "consumerTTL" if low else "messageTTL"),
                severity=Severity.WARNING if reached else Severity.ERROR,
            )


def _fix(case: Case, graph: _Graph, start: str, servers: Container[str], reached: bool) -> Fix:
    """A TTL that is enough for every server of the collective, on the ways to those that are too far, and back.

    That is looked for in full for a few brokers only, so that a check of many stays linear: their fix mends the rest.
    """
    before: dict[str, str] = {}
    away = {start: 0}
    waiting = deque([start])
    while waiting:
        broker = waiting.popleft()
        for bridge in graph.leaving.get(broker, ()):
            if bridge.receiver not in away:
                away[bridge.receiver], before[bridge.receiver] = away[broker] + 1, broker
                waiting.append(bridge.receiver)
    most = graph.consumer_ttl.get(start, 0)
    far = [one for one, hops in away.items() if one in servers and hops > min(most, graph.message_ttl.get(one, 0))]
    enough = max((away[one] for one in far), default=0)
    links: dict[tuple[str, str], None] = {}
    for one in far:
        while one != start and (before[one], one) not in links:
            links[before[one], one] = links[one, before[one]] = None
            one = before[one]
    edits = dict.fromkeys(
        edit
        for link in links
        for bridge in case.links.between.get(link, ())
        for edit in raised(bridge.connector, enough)
    )
    why = "only you know whether these servers are to be reached from there" if reached else ""
    return Fix(tuple(edits), "Do that if these servers are to be reached from there." if reached else "", why)


def _places(case: Case) -> tuple[dict[str, dict[str, Member]], dict[str, dict[str, Member]]]:
    """For each collective the brokers of its clients, and those of its servers, with a file that says so.

    Of several brokers in a pool the first counts; none where they are tried in any order.
    """
    found: tuple[dict[str, dict[str, Member]], dict[str, dict[str, Member]]] = ({}, {})
    for member in usage.members(case):
        pool = usage.pool(member)
        broker = usage.broker_of(case, pool[0]) if pool else None
        if broker is None or member.flag("plugin.activemq.randomize"):
            continue
        for name in usage.collectives(member) or ():
            found[member.kind == "server"].setdefault(name, {}).setdefault(broker.name, member)
    return found


RULE = Rule(__name__, _find, Severity.ERROR, about_mcollective=True)

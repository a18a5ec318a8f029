"""The ways of messages that a reader can follow: a broadcast request, a directed request, its reply.

They are derived from the scene. A message crosses link number j of h from its sender when `messageTTL` of the
link is at least j, and the subscription that draws it crossed when `consumerTTL` is at least h - j + 1.
(Source: DemandForwardingBridgeSupport.serviceRemoteConsumerAdvisory, NetworkBridgeFilter.)
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from broker_network.mcollective import destinations
from broker_network.wording import listed

from .scene import DrawnGroup, Scene, Wire

MOST_FLOWS = 8
"""The stylesheet has this many slots."""

WirePath = tuple[tuple[Wire, str], ...]
"""Connections from the first broker on, each with the broker that sends over it."""

Request = tuple[DrawnGroup, str, dict[DrawnGroup, WirePath]]
"""Clients, a collective, and the way to each group of servers that they reach in it."""


@dataclass(frozen=True, slots=True)
class WireHop:
    """Messages pass over a connection, sent by `sender`."""

    wire: int
    sender: str


@dataclass(frozen=True, slots=True)
class GroupHop:
    """Messages pass between a group and its broker; `inward` is from the group to the broker."""

    group: int
    broker: str
    inward: bool


@dataclass(frozen=True, slots=True)
class FlowStep:
    """What happens at once. Steps are counted from 1."""

    number: int
    text: str
    hops: tuple[WireHop | GroupHop, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """One way to follow. `destination` is spelled as in ActiveMQ, with the kind in front."""

    title: str
    destination: str
    steps: tuple[FlowStep, ...]

    @property
    def brokers(self) -> frozenset[str]:
        """Brokers that the messages pass."""
        found: set[str] = set()
        for step in self.steps:
            for hop in step.hops:
                found.add(hop.sender if isinstance(hop, WireHop) else hop.broker)
        return frozenset(found)

    @property
    def groups(self) -> frozenset[int]:
        """Groups that send or get the messages."""
        return frozenset(hop.group for step in self.steps for hop in step.hops if isinstance(hop, GroupHop))

    @property
    def wires(self) -> frozenset[int]:
        """Connections that the messages cross."""
        return frozenset(hop.wire for step in self.steps for hop in step.hops if isinstance(hop, WireHop))


def flows(scene: Scene) -> tuple[Flow, ...]:
    """The flows of a scene, at most as many as the stylesheet knows; none without clients and servers."""
    senders = [group for group in scene.groups if group.kind == "clients" and group.brokers]
    by_group = [found for group in senders if (found := _requests(scene, group))]
    if not by_group:
        return ()
    # The first shows how far messages go, the others how narrow an operator's rights can be.
    requests = [max(by_group[0], key=lambda one: len(one[2])), *(found[0] for found in by_group[1:])]
    group, collective, reached = requests[0]
    several = len({request[0].place for request in requests}) > 1
    result = [_broadcast(scene, group, collective, reached, "Broadcast request")]
    target = max(reached, key=lambda one: (len(reached[one]), -one.number))
    result += (
        _directed(scene, group, target, collective, reached[target]),
        _reply(scene, group, target, collective, reached[target]),
    )
    seen = [frozenset(one.number for one in reached)]
    for group, collective, reached in requests[1:] if several else ():
        servers = frozenset(one.number for one in reached)
        if servers not in seen and len(result) < MOST_FLOWS:
            seen.append(servers)
            title = f"Broadcast from {group.title}, {_place(scene, group)}"
            result.append(_broadcast(scene, group, collective, reached, title))
    return tuple(result)


def paths(scene: Scene, start: str, collective: str) -> dict[str, WirePath]:
    """The shortest way from a broker to each that messages of a collective get to, nearest first."""
    adjacent: dict[str, list[Wire]] = {}
    for wire in scene.wires:
        adjacent.setdefault(wire.dialing, []).append(wire)
        adjacent.setdefault(wire.listening, []).append(wire)
    found: dict[str, WirePath] = {start: ()}
    waiting = deque([start])
    while waiting:
        broker = waiting.popleft()
        way = found[broker]
        for wire in adjacent.get(broker, ()):
            other = wire.other(broker)
            open_to = not wire.collectives or collective in wire.collectives
            if other not in found and open_to and wire.carries(broker, other) and wire.ttl > len(way):
                found[other] = (*way, (wire, broker))
                waiting.append(other)
    return {
        broker: way
        for broker, way in found.items()
        if all(wire.ttl >= len(way) - behind for behind, (wire, _) in enumerate(way))
    }


def _requests(scene: Scene, group: DrawnGroup) -> list[Request]:
    """For each collective in which a group of clients reaches servers, the way to each group of them."""
    found: list[Request] = []
    for collective in group.collectives:
        ways = paths(scene, group.brokers[0], collective)
        reached = {
            servers: ways[servers.brokers[0]]
            for servers in scene.groups
            if servers.kind == "servers"
            and collective in servers.collectives
            and servers.brokers
            and servers.brokers[0] in ways
        }
        if reached:
            found.append((group, collective, reached))
    return found


def _place(scene: Scene, group: DrawnGroup) -> str:
    return next((place.title or place.name for place in scene.places if place.name == group.place), group.place)


def _named(scene: Scene, group: DrawnGroup) -> str:
    return f"{group.title} ({_place(scene, group)})"


def _many(names: Sequence[str], what: str) -> str:
    """The names, or how many there are when nobody would read them all."""
    unique = tuple(dict.fromkeys(names))
    return listed(unique) if len(unique) <= 6 else f"{len(unique)} {what}"


def _broadcast(
    scene: Scene, group: DrawnGroup, collective: str, reached: dict[DrawnGroup, WirePath], title: str
) -> Flow:
    destination = str(destinations.broadcast(collective, "<agent>"))
    first = GroupHop(group.number, group.brokers[0], True)
    steps = [FlowStep(1, f"{_named(scene, group)} send one request to {group.brokers[0]}.", (first,))]
    levels: dict[int, dict[WireHop, str]] = {}
    for way in reached.values():
        for depth, (wire, sender) in enumerate(way):
            levels.setdefault(depth, {})[WireHop(wire.number, sender)] = wire.other(sender)
    for depth in sorted(levels):
        senders = _many([hop.sender for hop in levels[depth]], "brokers")
        receivers = _many(list(levels[depth].values()), "brokers")
        text = f"{senders} {'passes' if ' ' not in senders else 'pass'} it on to {receivers}, once to each."
        steps.append(FlowStep(len(steps) + 1, text, tuple(levels[depth])))
    names = _many([_named(scene, one) for one in reached], "groups of servers")
    hops = tuple(GroupHop(one.number, one.brokers[0], False) for one in reached)
    steps.append(FlowStep(len(steps) + 1, f"Each broker hands it to its own servers: {names}.", hops))
    return Flow(title, destination, tuple(steps))


def _directed(scene: Scene, group: DrawnGroup, target: DrawnGroup, collective: str, way: WirePath) -> Flow:
    steps = [
        FlowStep(
            1,
            f"{_named(scene, group)} send a request that names one server to {group.brokers[0]}.",
            (GroupHop(group.number, group.brokers[0], True),),
        )
    ]
    for wire, sender in way:
        text = f"{sender} passes it on to {wire.other(sender)}, behind which the named server listens."
        steps.append(FlowStep(len(steps) + 1, text, (WireHop(wire.number, sender),)))
    last = GroupHop(target.number, target.brokers[0], False)
    text = f"{target.brokers[0]} hands it to the one server of {_named(scene, target)} whose identity it carries."
    return Flow(
        "Directed request", str(destinations.directed(collective)), (*steps, FlowStep(len(steps) + 1, text, (last,)))
    )


def _reply(scene: Scene, group: DrawnGroup, target: DrawnGroup, collective: str, way: WirePath) -> Flow:
    identity = group.identities[0] if group.identities else "<identity>"
    steps = [
        FlowStep(
            1,
            f"A server of {_named(scene, target)} sends its reply to {target.brokers[0]}.",
            (GroupHop(target.number, target.brokers[0], True),),
        )
    ]
    adjacent: dict[str, list[Wire]] = {}
    for wire in scene.wires:
        adjacent.setdefault(wire.dialing, []).append(wire)
        adjacent.setdefault(wire.listening, []).append(wire)
    for wire, nearer in reversed(way):
        farther = wire.other(nearer)
        back = next((one for one in adjacent[farther] if one.carries(farther, nearer)), None)
        if back is not None:
            text = f"{farther} passes it back to {nearer}."
            steps.append(FlowStep(len(steps) + 1, text, (WireHop(back.number, farther),)))
    last = GroupHop(group.number, group.brokers[0], False)
    text = f"{group.brokers[0]} hands it to the one client of {_named(scene, group)} that waits for it."
    steps.append(FlowStep(len(steps) + 1, text, (last,)))
    return Flow("Reply", str(destinations.reply(collective, identity, "…")), tuple(steps))

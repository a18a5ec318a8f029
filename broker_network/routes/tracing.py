"""One message between two brokers, hop by hop: what lets it through, what blocks it, and what would mend that."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from broker_network.mcollective.destinations import Message
from broker_network.mcollective.destinations import destination as destination_of
from broker_network.network import AuthorizationEntry, Broker, Destination, Source, queue, topic

from .accounts import advisories, reader, writer
from .bridge_directions import CONSUMER_ADVISORIES, Leg
from .bridges import Bridge, bridge_ttl_attribute
from .edits import Change, apply
from .open_routes import Route
from .reach import Arrival, Delivery, Routing, Why
from .rights import Action, Rights


class Blocks(Enum):
    """What may block a message at one hop."""

    ONE_WAY = "one-way"
    """The connector carries messages in the other direction only."""
    EXCLUDED = "excluded"
    """`excludedDestinations` names it."""
    NOT_INCLUDED = "not-included"
    """`dynamicallyIncludedDestinations` names others only."""
    NOT_HEARD = "not-heard"
    """The bridge never learns of subscribers: `staticBridge`, `destinationFilter`, or `advisorySupport` beyond."""
    MESSAGE_TTL = "message-ttl"
    """It has passed as many brokers as `messageTTL` (or `networkTTL`) allows."""
    CONSUMER_TTL = "consumer-ttl"
    """The subscription has passed as many brokers as `consumerTTL` (or `networkTTL`) allows."""
    SUPPRESSED = "suppressed"
    """Nothing by itself, but another bridge may hold the subscription in its place, and there it is blocked."""
    SELECTOR = "selector"
    """`conduitSubscriptions` takes the selector off subscriptions, so that some requests are taken elsewhere."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What blocks a message at one hop: an attribute of the connector, or its absence where `value` is None.

    `pattern` is the entry of a list that excludes it. `attribute` is one of the broker beyond for `advisorySupport`.
    """

    blocks: Blocks
    attribute: str
    value: int | bool | str | None
    source: Source | None
    pattern: Destination | None = None


@dataclass(frozen=True, slots=True)
class Hop:
    """One bridge on the way, and the numbers of its connector that count.

    `message_left` are the brokers that its `messageTTL` lets a message pass after this one, `consumer_left` those that
    its `consumerTTL` lets a subscription pass before; None is without limit, less than 0 too few. `included_by` is the
    pattern that lets the destination through; None where nothing is listed.
    """

    bridge: Bridge
    message_left: int | None
    consumer_left: int | None
    included_by: Destination | None
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def dialed_by_sender(self) -> bool:
        """Whether the broker that messages come from opens the connection."""
        return self.bridge.dialing == self.bridge.sender


@dataclass(frozen=True, slots=True)
class Refusal:
    """A right that somebody on the way lacks at a broker; `entries` are those that match and do not give it."""

    broker: str
    user: str | None
    action: Action
    destination: Destination
    entries: tuple[AuthorizationEntry, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """What becomes of one message, and why.

    `hops` are those of the shortest way that is open; where none is, of the way that takes the smallest change, with
    what blocks it; empty where no connectors join the brokers, or where both are one. `changes` are the fewest that
    let every message through, tried by asking again; empty where nothing is wrong, or nothing known would do.
    `refusals` are rights that are surely missing along the hops: with one of them nothing arrives, whatever filters
    and TTL say.
    """

    message: Message
    sender: str
    receiver: str
    destination: Destination
    arrival: Arrival
    hops: tuple[Hop, ...]
    changes: tuple[Change, ...]
    refusals: tuple[Refusal, ...]

    @property
    def arrives(self) -> bool:
        """Whether every message gets there: filters, TTL and rights let it."""
        return self.arrival.delivery is Delivery.ALWAYS and not self.refusals

    @property
    def unlinked(self) -> bool:
        """Whether no connector leads there, not even in the other direction."""
        return not self.hops and self.sender != self.receiver


def trace(
    routing: Routing,
    message: Message,
    client: str,
    server: str,
    collective: str,
    *,
    identity: str = "client.site",
    client_user: str | None = None,
    server_user: str | None = None,
) -> Trace:
    """Follow one kind of message between clients at one broker and servers at another.

    Requests go from `client` to `server`, replies back. The users are the accounts at these brokers, where they are
    known. Raises KeyError when there is no such broker.
    """
    sender, receiver = (server, client) if message == "reply" else (client, server)
    sending, receiving = (server_user, client_user) if message == "reply" else (client_user, server_user)
    destination = destination_of(message, collective, identity)
    arrival = routing.arrival(message, sender, receiver, destination)
    question = _Question(routing, message, sender, receiver, destination, arrival)
    changes, way = question.mended()
    if arrival.delivery is not Delivery.NEVER and arrival.route is not None:
        way = question.steps_of(arrival.route)
    hops = tuple(question.hop(step, number, len(way)) for number, step in enumerate(way, start=1))
    if arrival.delivery is Delivery.NEVER and not any(hop.obstacles for hop in hops):
        hops = tuple(replace(hop, obstacles=question.suppressed(hop)) for hop in hops)
    refusals = tuple(question.refusals([step.bridge for step in way], sending, receiving))
    return Trace(message, sender, receiver, destination, arrival, hops, changes, refusals)


@dataclass(frozen=True, slots=True)
class _Step:
    """A bridge as it is declared, or in the direction that its connector lacks."""

    leg: Leg
    bridge: Bridge
    lacks_duplex: bool = False


class _Question:
    def __init__(
        self, routing: Routing, message: Message, sender: str, receiver: str, destination: Destination, arrival: Arrival
    ) -> None:
        self.routing = routing
        self.message = message
        self.sender = sender
        self.receiver = receiver
        self.destination = destination
        self.arrival = arrival
        self.numbers = {broker.name: number for number, broker in reversed(list(enumerate(routing.network.brokers)))}
        self.leaving: dict[str, list[_Step]] = {}
        for leg in routing.legs:
            self._add(_Step(leg, leg.bridge))
            if leg.bridge.connector.duplex in (None, False):
                back = Bridge(leg.receiver, leg.sender, leg.bridge.dialing, leg.bridge.connector)
                self._add(_Step(leg, back, lacks_duplex=True))

    def _add(self, step: _Step) -> None:
        self.leaving.setdefault(step.bridge.sender, []).append(step)

    def steps_of(self, route: Route) -> list[_Step]:
        """The steps of a route that is open."""
        found = []
        for bridge in route.bridges:
            step = next(step for step in self.leaving[bridge.sender] if step.bridge == bridge)
            found.append(step)
        return found

    # The smallest change

    def mended(self) -> tuple[tuple[Change, ...], list[_Step]]:
        """The fewest changes that do, and the way that then is open; without any, the way that seems nearest."""
        ways = self._ways()
        nearest = ways[0] if ways else []
        if self.arrival.delivery in (Delivery.ALWAYS, Delivery.UNKNOWN):
            return (), nearest
        best: tuple[tuple[Change, ...], list[_Step]] | None = None
        for way in ways:
            for changes in self._candidates(way):
                if best is not None and len(changes) > len(best[0]) + _SLACK:
                    continue
                if changes and self._works(changes):
                    fewest = self._fewest(changes)
                    if best is None or len(fewest) < len(best[0]):
                        best = (fewest, way)
                    break
        return best or ((), nearest)

    def _candidates(self, way: list[_Step]) -> Iterator[tuple[Change, ...]]:
        """What may open a way, the least first."""
        for extra in range(_MORE_TTL):
            yield self._opening(way, extra)
        if self.message == "directed":
            opening = {change.place: change for change in self._opening(way, 0)}
            on_way = [step.leg for step in way]
            for legs in (on_way, self.routing.legs):
                apart = self._apart(legs)
                if apart:
                    yield (*opening.values(), *apart)

    def _apart(self, legs: Iterable[Leg]) -> tuple[Change, ...]:
        """Let connectors that admit the queue keep selectors."""
        found = {
            leg.place: Change(leg.bridge.dialing, leg.place, leg.bridge.connector, "conduitSubscriptions", "set", False)
            for leg in legs
            if leg.conduit and leg.admits(self.destination)
        }
        return tuple(found.values())

    def _opening(self, way: list[_Step], extra: int) -> tuple[Change, ...]:
        """The changes that open a way of these steps, with `extra` more of `consumerTTL` than it needs by itself."""
        flat: dict[tuple[object, ...], Change] = {}
        ttl: dict[tuple[tuple[int, int], str], Change] = {}
        for number, step in enumerate(way, start=1):
            for change in self._admitting(step):
                flat[change.place, change.attribute, change.value] = change
            needed = {"messageTTL": number, "consumerTTL": len(way) - number + 1 + extra}
            for attribute, least in needed.items():
                has = step.leg.message_ttl if attribute == "messageTTL" else step.leg.consumer_ttl
                if 0 <= has < least:
                    written = bridge_ttl_attribute(step.leg.bridge.connector, attribute)
                    key = (step.leg.place, written)
                    known = ttl.get(key)
                    if known is None or (isinstance(known.value, int) and known.value < least):
                        ttl[key] = self._change(step, written, "set", least)
        return (*flat.values(), *ttl.values())

    def _admitting(self, step: _Step) -> Iterator[Change]:
        connector = step.leg.bridge.connector
        if step.lacks_duplex:
            yield self._change(step, "duplex", "set", True)
        excluded = [one for one in connector.excluded_destinations if one.matches(self.destination)]
        for pattern in excluded:
            yield self._change(step, "excludedDestinations", "remove", pattern)
        included = connector.dynamically_included_destinations
        listed = (*included, *connector.statically_included_destinations)
        if included and not any(one.matches(self.destination) for one in listed):
            yield self._change(step, "dynamicallyIncludedDestinations", "add", self._pattern())
        if connector.static_bridge is True and not step.leg.static_patterns(self.destination):
            yield self._change(step, "staticBridge", "set", False)
        if connector.destination_filter is not None and not step.leg.listens_to(self.destination):
            yield self._change(step, "destinationFilter", "drop", None)
        beyond = self.routing.brokers[step.bridge.receiver]
        if beyond.advisory_support is False:
            number = self.numbers[beyond.name]
            yield Change(beyond.name, (number, -1), None, "advisorySupport", "drop")

    def _change(self, step: _Step, attribute: str, action: object, value: object) -> Change:
        leg = step.leg
        return Change(leg.bridge.dialing, leg.place, leg.bridge.connector, attribute, action, value)  # type: ignore[arg-type]

    def _pattern(self) -> Destination:
        """What a list should name to include this and its like."""
        collective = self.destination.physical_name.partition(".")[0]
        if self.message == "broadcast":
            return topic(f"{collective}.*.agent")
        return queue(f"{collective}.nodes" if self.message == "directed" else f"{collective}.reply.>")

    def _works(self, changes: Iterable[Change]) -> bool:
        asked = self.routing.changed(apply(self.routing.network, changes))
        found = asked.arrival(self.message, self.sender, self.receiver, self.destination)
        return found.delivery is Delivery.ALWAYS

    def _fewest(self, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        """What is left when every change is left out that is not needed."""
        for change in changes:
            without = tuple(one for one in changes if one is not change)
            if without and self._works(without):
                changes = without
        return changes

    def _ways(self) -> list[list[_Step]]:
        """Ways to try, the likeliest first: by what their filters and directions lack, and by their length."""
        found: list[list[_Step]] = []
        for flaw, hop in ((1000, 1), (1, 1), (1, 1000)):
            way = self._cheapest(flaw, hop)
            if way and way not in found:
                found.append(way)
        return found

    def _cheapest(self, flaw: int, hop: int) -> list[_Step]:
        cost = {self.sender: 0}
        came: dict[str, _Step] = {}
        waiting = [(0, self.sender)]
        while waiting:
            so_far, broker = heapq.heappop(waiting)
            if broker == self.receiver:
                break
            if so_far > cost[broker]:
                continue
            for step in self.leaving.get(broker, ()):
                price = so_far + hop + flaw * self._flaws(step)
                if price < cost.get(step.bridge.receiver, price + 1):
                    cost[step.bridge.receiver] = price
                    came[step.bridge.receiver] = step
                    heapq.heappush(waiting, (price, step.bridge.receiver))
        way: list[_Step] = []
        broker = self.receiver
        while broker != self.sender:
            if broker not in came:
                return []
            way.append(came[broker])
            broker = came[broker].bridge.sender
        return way[::-1]

    def _flaws(self, step: _Step) -> int:
        """An exclusion was meant: to lift it costs more than to add to a list."""
        return sum(2 if change.action == "remove" else 1 for change in self._admitting(step))

    # Telling

    def hop(self, step: _Step, number: int, hops: int) -> Hop:
        """One hop of a way of so many."""
        leg, connector = step.leg, step.leg.bridge.connector
        listed = (*connector.statically_included_destinations, *connector.dynamically_included_destinations)
        return Hop(
            step.bridge,
            None if leg.message_ttl < 0 else leg.message_ttl - number,
            None if leg.consumer_ttl < 0 else leg.consumer_ttl - (hops - number + 1),
            next((one for one in listed if one.matches(self.destination)), None),
            tuple(self._obstacles(step, number, hops)),
        )

    def _obstacles(self, step: _Step, number: int, hops: int) -> Iterator[Obstacle]:
        leg, connector = step.leg, step.leg.bridge.connector
        source = connector.source
        selectors = self.arrival.delivery is Delivery.SOMETIMES and Why.SELECTOR in self.arrival.why
        if selectors and leg.conduit and leg.admits(self.destination):
            as_written = None if connector.conduit_subscriptions is None else True
            yield Obstacle(Blocks.SELECTOR, "conduitSubscriptions", as_written, source)
        if self.arrival.delivery is not Delivery.NEVER:
            return
        for change in self._admitting(step):
            if change.attribute == "duplex":
                yield Obstacle(Blocks.ONE_WAY, "duplex", None if connector.duplex is None else False, source)
            elif change.attribute == "excludedDestinations" and isinstance(change.value, Destination):
                yield Obstacle(Blocks.EXCLUDED, change.attribute, None, source, change.value)
            elif change.attribute == "dynamicallyIncludedDestinations":
                yield Obstacle(Blocks.NOT_INCLUDED, change.attribute, None, source)
            elif change.attribute == "advisorySupport":
                beyond: Broker = self.routing.brokers[step.bridge.receiver]
                yield Obstacle(Blocks.NOT_HEARD, change.attribute, False, beyond.source)
            else:
                said = connector.destination_filter if change.attribute == "destinationFilter" else True
                yield Obstacle(Blocks.NOT_HEARD, change.attribute, said, source)
        for blocks, attribute, has, needed in (
            (Blocks.MESSAGE_TTL, "messageTTL", leg.message_ttl, number),
            (Blocks.CONSUMER_TTL, "consumerTTL", leg.consumer_ttl, hops - number + 1),
        ):
            if 0 <= has < needed:
                written = bridge_ttl_attribute(connector, attribute)
                said_ttl = (connector.network_ttl, connector.message_ttl, connector.consumer_ttl)
                value = said_ttl[("networkTTL", "messageTTL", "consumerTTL").index(written)]
                yield Obstacle(blocks, written, value if isinstance(value, int) else None, source)

    def suppressed(self, hop: Hop) -> tuple[Obstacle, ...]:
        """What lets another bridge take a hop's place."""
        kind = self.destination.kind.capitalize()
        return (
            Obstacle(Blocks.SUPPRESSED, f"suppressDuplicate{kind}Subscriptions", None, hop.bridge.connector.source),
        )

    def refusals(self, way: Iterable[Bridge], sending: str | None, receiving: str | None) -> Iterator[Refusal]:
        """The rights that are surely missing: of the sender, of every bridge at both its ends, of the receiver."""
        if sending is not None:
            yield from self._refused(self.sender, sending, ("write",))
        for bridge in way:
            yield from self._refused(bridge.sender, reader(bridge), ("read",))
            yield from self._unheard(bridge)
            yield from self._refused(bridge.receiver, writer(bridge), ("write",))
        if receiving is not None:
            yield from self._refused(self.receiver, receiving, ("read",))

    def _refused(self, broker: str, user: str | None, actions: tuple[Action, ...]) -> Iterator[Refusal]:
        rights = self.routing.rights(broker)
        for action in actions:
            if rights.may(user, action, self.destination) is False:
                yield Refusal(broker, user, action, self.destination, rights.entries(self.destination))

    def _unheard(self, bridge: Bridge) -> Iterator[Refusal]:
        """Whether the bridge may not read who subscribes."""
        rights: Rights = self.routing.rights(bridge.receiver)
        asked = advisories(bridge.connector)
        told = f"{CONSUMER_ADVISORIES}{self.destination.kind.capitalize()}.{self.destination.physical_name}"
        if asked and rights.may_at_once(writer(bridge), "read", asked) is False:
            needed = next((one for one in asked if one.matches(topic(told))), asked[0])
            yield Refusal(bridge.receiver, writer(bridge), "read", needed, rights.entries(needed))


_SLACK = 2
"""So many changes more than the fewest found so far are still tried, for not all of them may be needed."""

_MORE_TTL = 3
"""Up to so many more of `consumerTTL` are tried where who subscribed first decides."""

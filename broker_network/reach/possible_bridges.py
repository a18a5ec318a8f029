"""The bridges that a message may be led over, and what each would need to let it through.

Possible is a bridge as it is declared, and in the direction that its connector lacks.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

from broker_network.mcollective.destinations import pattern
from broker_network.network import Destination
from broker_network.routes import Bridge, BridgeDirection, Edit, Route

from .reachability import Reachability
from .verdict import Question


@dataclass(frozen=True, slots=True)
class PossibleBridge:
    """A bridge, and the direction of it that is declared."""

    direction: BridgeDirection
    bridge: Bridge
    lacks_duplex: bool = False

    def edit(self, attribute: str, action: object, value: object) -> Edit:
        """A change of its connector."""
        direction = self.direction
        connector = direction.bridge.connector
        return Edit(direction.bridge.dialing, direction.place, connector, attribute, action, value)  # type: ignore[arg-type]


class PossibleBridges:
    """The bridges between the brokers of a network, for one question."""

    def __init__(self, engine: Reachability, question: Question) -> None:
        """Index the bridges by the broker that messages come from."""
        routing = engine.routing
        self.destination = question.destination
        self._question = question
        self._brokers = routing.brokers
        self._numbers = {broker.name: at for at, broker in reversed(list(enumerate(routing.network.brokers)))}
        self._leaving: dict[str, list[PossibleBridge]] = {}
        for direction in routing.directions:
            self._add(PossibleBridge(direction, direction.bridge))
            if direction.bridge.connector.duplex in (None, False):
                there = direction.bridge
                back = Bridge(direction.receiver, direction.sender, there.dialing, there.connector)
                self._add(PossibleBridge(direction, back, lacks_duplex=True))

    def of(self, route: Route) -> list[PossibleBridge]:
        """The bridges of a route over declared bridges."""
        return [
            next(possible for possible in self._leaving[bridge.sender] if possible.bridge == bridge)
            for bridge in route.bridges
        ]

    def ways(self) -> list[list[PossibleBridge]]:
        """Ways to try, the likeliest first: by what their filters and directions lack, and by their length."""
        found: list[list[PossibleBridge]] = []
        for flaw, hop in ((1000, 1), (1, 1), (1, 1000)):
            way = self._cheapest(flaw, hop)
            if way and way not in found:
                found.append(way)
        return found

    def admitting(self, possible: PossibleBridge) -> Iterator[Edit]:
        """The changes after which its filters, its direction and the broker beyond let the message across."""
        connector = possible.direction.bridge.connector
        if possible.lacks_duplex:
            yield possible.edit("duplex", "set", True)
        excluded = [one for one in connector.excluded_destinations if one.matches(self.destination)]
        for one in excluded:
            yield possible.edit("excludedDestinations", "remove", one)
        included = connector.dynamically_included_destinations
        listed = (*included, *connector.statically_included_destinations)
        if included and not any(one.matches(self.destination) for one in listed):
            yield possible.edit("dynamicallyIncludedDestinations", "add", self._pattern())
        if connector.static_bridge is True and not possible.direction.static_patterns(self.destination):
            yield possible.edit("staticBridge", "set", False)
        if connector.destination_filter is not None and not possible.direction.listens_to(self.destination):
            yield possible.edit("destinationFilter", "drop", None)
        beyond = self._brokers[possible.bridge.receiver]
        if beyond.advisory_support is False:
            yield Edit(beyond.name, (self._numbers[beyond.name], -1), None, "advisorySupport", "drop")

    def _add(self, possible: PossibleBridge) -> None:
        self._leaving.setdefault(possible.bridge.sender, []).append(possible)

    def _pattern(self) -> Destination:
        """What a list should name to include the destination and its like."""
        return pattern(self._question.message, self._question.collective)

    def _cheapest(self, flaw: int, hop: int) -> list[PossibleBridge]:
        sender, receiver = self._question.sender, self._question.receiver
        cost = {sender: 0}
        came: dict[str, PossibleBridge] = {}
        waiting = [(0, sender)]
        while waiting:
            so_far, broker = heapq.heappop(waiting)
            if broker == receiver:
                break
            if so_far > cost[broker]:
                continue
            for possible in self._leaving.get(broker, ()):
                price = so_far + hop + flaw * self._flaws(possible)
                if price < cost.get(possible.bridge.receiver, price + 1):
                    cost[possible.bridge.receiver] = price
                    came[possible.bridge.receiver] = possible
                    heapq.heappush(waiting, (price, possible.bridge.receiver))
        way: list[PossibleBridge] = []
        broker = receiver
        while broker != sender:
            if broker not in came:
                return []
            way.append(came[broker])
            broker = came[broker].bridge.sender
        return way[::-1]

    def _flaws(self, possible: PossibleBridge) -> int:
        """An exclusion was meant: to lift it costs more than to add to a list."""
        return sum(2 if edit.action == "remove" else 1 for edit in self.admitting(possible))

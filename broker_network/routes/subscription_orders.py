"""What bridges hold for the subscribers of a topic, by the order in which these subscribed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations

from broker_network.network import Destination

from .bridge_directions import BridgeDirection
from .demand_subscriptions import DemandSubscriptions, consumers_at
from .messages import routes
from .subscriptions import Subscribers

ALL_ORDERED = 5
"""Up to so many brokers with servers every order of subscribing is tried."""

ALL_HEARD = 4
"""Up to so many, each bridge is once the first to hear."""

MOST_ORDERED = 8
"""Up to so many brokers with servers more than two orders of subscribing are tried."""

Holding = Mapping[str, list[BridgeDirection]]
"""By sender, the bridges that hold a subscription."""


class SubscriptionOrders:
    """Orders of subscribing, played through once each."""

    def __init__(self, demand: DemandSubscriptions) -> None:
        """Play nothing yet."""
        self._demand = demand
        self._held: dict[tuple[int, Destination, tuple[Subscribers, ...]], Holding] = {}

    def held(self, destination: Destination, sources: Mapping[str, int]) -> Holding:
        """What is held when servers subscribe in the order of `sources`, so many at each broker."""
        return self._directions(self._demand, destination, consumers_at(sources))

    def tried(
        self, sender: str, receiver: str, destination: Destination, sources: Mapping[str, int]
    ) -> Iterator[Holding]:
        """What bridges hold after servers subscribed in one order or another.

        Up to `ALL_ORDERED` brokers with servers every order is tried. Of more, the receiver's servers subscribe before
        all others, the farthest last; after them, the farthest first; and, up to `MOST_ORDERED`, after each one alone.
        """
        names = sorted(sources)
        hearing: tuple[DemandSubscriptions, ...] = (self._demand,)
        if len(names) <= ALL_ORDERED:
            orders = list(permutations(names))
            hearing = self._demand.in_turns if len(names) <= ALL_HEARD else self._demand.in_few_turns
        else:
            far = routes(sender, lambda broker: self._demand.interpretation.leaving.get(broker, ()), any_distance=True)
            others = sorted((one for one in names if one != receiver), key=lambda one: -len(far.get(one, ())))
            orders = [(receiver, *reversed(others)), (*others, receiver)]
            if len(names) <= MOST_ORDERED:
                hearing = self._demand.in_few_turns
                orders += [(one, receiver, *(other for other in others if other != one)) for one in others]
        for order in orders:
            consumers = consumers_at({name: sources[name] for name in order})
            for demand in hearing:
                yield self._directions(demand, destination, consumers)

    def _directions(
        self, demand: DemandSubscriptions, destination: Destination, consumers: tuple[Subscribers, ...]
    ) -> Holding:
        key = (id(demand), destination, consumers)
        if key not in self._held:
            held = demand.held(destination, consumers).at
            self._held[key] = {at: [one.direction for one in of if not one.swallows] for at, of in held.items()}
        return self._held[key]

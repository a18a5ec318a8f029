"""How many copies of a broadcast arrive under one interpretation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from broker_network.network import Destination

from .demand_subscriptions import DemandSubscriptions
from .server_places import ServerPlaces
from .subscription_orders import MOST_ORDERED


class BroadcastCopies:
    """Counts the copies of broadcasts to the servers of some places."""

    def __init__(self, places: ServerPlaces, demand: DemandSubscriptions) -> None:
        """Count nothing yet."""
        self._places = places
        self._demand = demand

    def at(
        self, sender: str, receiver: str, destination: Destination, settings: Iterable[Mapping[str, int]]
    ) -> tuple[int, int]:
        """The most and the fewest that arrive where it arrives, for each setting of how many servers are where."""
        audited = self._places.audited(receiver, destination)
        if audited:
            return 1, 1
        demand = self._demand
        racing = self._circular or self._crowded(destination)
        variants = (*demand.in_few_turns, demand.all_of_them) if racing else (demand, demand.backward)

        def drops(broker: str) -> bool:
            return self._places.audited(broker, destination) is True

        found = [
            max(1, heard.copies(sender, destination, ordered, drops).get(receiver, 0))
            for one in settings
            for ordered in _orders(one, receiver)
            for heard in variants
        ]
        narrow = any(one.narrow and one.admits(destination) for one in self._demand.interpretation.directions)
        several = audited is None or ((racing or narrow) and max(found) > 1)
        return max(found), 1 if several else min(found)

    def _crowded(self, destination: Destination) -> bool:
        """Whether three bridges or more lead side by side from one broker to another, so that they race too.

        Of two, the number of copies was the same however often it was tried; of four it was not. (Seen on 6.2.6.)
        """
        directions = self._demand.interpretation.directions
        beside = Counter((one.sender, one.receiver) for one in directions if one.admits(destination))
        return any(number > 2 for number in beside.values())

    @cached_property
    def _circular(self) -> bool:
        """Whether links form a circle, so that who hears first decides how often a message arrives."""
        part = {broker: broker for broker in self._places.brokers}

        def root(broker: str) -> str:
            while part[broker] != broker:
                part[broker] = broker = part[part[broker]]
            return broker

        for one, other in {tuple(sorted((one.sender, one.receiver))) for one in self._demand.interpretation.directions}:
            if root(one) == root(other):
                return True
            part[root(one)] = root(other)
        return False


def _orders(setting: Mapping[str, int], receiver: str) -> Iterator[dict[str, int]]:
    """Orders in which brokers' servers may have subscribed: a few that differ much, of many brokers only two."""
    names = sorted(setting)
    others = [name for name in names if name != receiver]
    orders = [names, names[::-1], [receiver, *others], [*others, receiver]]
    orders += [names[at:] + names[:at] for at in range(1, len(names))]
    for order in orders[: 2 if len(names) > MOST_ORDERED else None]:
        yield {name: setting[name] for name in order}

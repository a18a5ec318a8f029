"""What becomes of broadcasts under one interpretation: whether they arrive, over which bridges, in how many copies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from broker_network.network import Destination
from broker_network.network.ttl import UNLIMITED

from .arrivals import Arrival, Delivery, Why
from .bridge_directions import BridgeDirection
from .demand_subscriptions import DemandSubscriptions, consumers_at
from .messages import routes, shortest
from .open_routes import Route
from .order_independence import order_independent
from .server_places import ServerPlaces
from .subscriptions import Subscribers

MOST_ORDERED = 8
"""Up to so many brokers with servers more than two orders of subscribing are tried."""

Way = tuple[BridgeDirection, ...]


class Broadcasts:
    """Broadcasts to the servers of some places."""

    def __init__(self, places: ServerPlaces, demand: DemandSubscriptions) -> None:
        """Ask nothing yet."""
        self._places = places
        self._demand = demand
        self._interpretation = demand.interpretation
        self._may_be_held: dict[tuple[Destination, frozenset[str]], dict[str, dict[int, BridgeDirection]]] = {}
        self._contention: dict[Destination, tuple[bool, bool]] = {}
        self._firm: dict[tuple[Destination, frozenset[str]], dict[str, list[BridgeDirection]]] = {}
        self._from: dict[tuple[Destination, frozenset[str], str], dict[str, Way]] = {}

    def arrival(self, sender: str, receiver: str, destination: Destination) -> Arrival:
        """What becomes of a broadcast from one broker to servers at another."""
        if sender == receiver:
            return Arrival(Delivery.ALWAYS, 1, 1, Route(()))
        sources = self._places.sources(receiver, destination)
        way: Way | None
        if self._places.servers is None:
            everywhere = self._places.everywhere()
            alone = self._held_way(sender, receiver, destination, sources)
            among = self._firm_way(sender, receiver, destination, everywhere)
            way, sure = alone or among, bool(alone and among)
            why: tuple[Why, ...] = () if sure else (Why.OTHERS,)
            settings = [one for one, found in ((sources, alone), (everywhere, among)) if found]
        else:
            way = self._firm_way(sender, receiver, destination, sources)
            equal, contended = self._contended(destination)
            sure, why, settings = way is not None and not equal, (), [sources]
            if way is None and self._any_way(sender, receiver, destination):
                first, last = self._in_extreme_order(sender, receiver, destination, sources)
                way, sure = first or last, bool(first and last) and not contended
                if way is None:
                    way = self._possible_way(sender, receiver, destination, sources)
            why = () if sure else (Why.ORDER,)
        if way is None:
            return Arrival(Delivery.NEVER)
        most, least = self._copies(sender, receiver, destination, settings)
        return Arrival(Delivery.ALWAYS if sure else Delivery.SOMETIMES, most, least, Route.over(way), why=why)

    # Ways

    def _firm_way(self, sender: str, receiver: str, destination: Destination, subscribed: Iterable[str]) -> Way | None:
        """The shortest way over bridges that hold a subscription in whatever order brokers subscribed."""
        key = (destination, frozenset(subscribed))
        if (*key, sender) not in self._from:
            if key not in self._firm:
                sure = order_independent(self._interpretation, destination, key[1])
                self._firm[key] = {broker: _surest(directions) for broker, directions in sure.items()}
            firm = self._firm[key]
            self._from[*key, sender] = routes(sender, lambda broker: firm.get(broker, ()))
        return self._from[*key, sender].get(receiver)

    def _contended(self, destination: Destination) -> tuple[bool, bool]:
        """Whether bridges compete for the same subscriptions so that TTL may decide: as equals; and side by side.

        Of several ways to a consumer a broker subscribes over one, which may be the longer, or the one with the
        smaller TTL.
        """
        if destination not in self._contention:
            directions = [one for one in self._interpretation.directions if one.admits(destination)]
            least = min((one.message_ttl % UNLIMITED for one in directions), default=0)
            most = max((one.consumer_ttl % UNLIMITED for one in directions), default=0)
            far = len(self._places.brokers) - 1
            if not any(one.suppress_topics for one in directions) or least >= min(most, far):
                self._contention[destination] = (False, False)
            else:
                ttl: dict[tuple[str, str], set[tuple[int, int]]] = {}
                for one in directions:
                    ttl.setdefault((one.sender, one.receiver), set()).add((one.message_ttl, one.consumer_ttl))
                equal = not all(one.prioritized for one in directions)
                self._contention[destination] = (equal, equal or any(len(of) > 1 for of in ttl.values()))
        return self._contention[destination]

    def _any_way(self, sender: str, receiver: str, destination: Destination) -> bool:
        """Whether there is a way if only every bridge had somebody to take messages to."""
        key = (destination, frozenset(("",)), sender)
        if key not in self._from:
            leaving = self._interpretation.leaving
            self._from[key] = routes(sender, lambda at: (one for one in leaving.get(at, ()) if one.admits(destination)))
        return receiver in self._from[key]

    def _held_way(self, sender: str, receiver: str, destination: Destination, sources: Mapping[str, int]) -> Way | None:
        held = self._demand.held(destination, consumers_at(sources))
        return shortest(
            sender, receiver, lambda broker: (one.direction for one in held.at.get(broker, ()) if not one.swallows)
        )

    def _possible_way(
        self, sender: str, receiver: str, destination: Destination, sources: Mapping[str, int]
    ) -> Way | None:
        """A way over what bridges may hold when every source's news spreads as if it were the only one."""
        key = (destination, frozenset(sources))
        if key not in self._may_be_held:
            drawn: dict[str, dict[int, BridgeDirection]] = {}
            for source in sources:
                alone = self._demand.all_of_them.held(destination, (Subscribers(source),))
                for at, all_held in alone.at.items():
                    kept = (one.direction for one in all_held if not one.swallows)
                    drawn.setdefault(at, {}).update((id(direction), direction) for direction in kept)
            self._may_be_held[key] = drawn
        found = self._may_be_held[key]
        return shortest(sender, receiver, lambda broker: found.get(broker, {}).values())

    def _in_extreme_order(
        self, sender: str, receiver: str, destination: Destination, sources: Mapping[str, int]
    ) -> tuple[Way | None, Way | None]:
        """The ways when the receiver's servers subscribe before all others, and when after them, the farthest first."""
        far = routes(sender, lambda broker: self._interpretation.leaving.get(broker, ()))
        others = sorted((one for one in sources if one != receiver), key=lambda one: -len(far.get(one, ())))
        first = {name: sources[name] for name in (receiver, *reversed(others))}
        last = {name: sources[name] for name in (*others, receiver)}
        return (
            self._held_way(sender, receiver, destination, first),
            self._held_way(sender, receiver, destination, last),
        )

    # Copies

    def _copies(
        self, sender: str, receiver: str, destination: Destination, settings: Iterable[Mapping[str, int]]
    ) -> tuple[int, int]:
        """The most and the fewest that arrive."""
        audited = self._places.audited(receiver, destination)
        if audited:
            return 1, 1
        demand = self._demand
        racing = self._circular or self._crowded(destination)
        variants = (demand, demand.backward, demand.all_of_them) if racing else (demand, demand.backward)

        def drops(broker: str) -> bool:
            return self._places.audited(broker, destination) is True

        found = [
            max(1, heard.copies(sender, destination, ordered, drops).get(receiver, 0))
            for one in settings
            for ordered in _orders(one, receiver)
            for heard in variants
        ]
        several = audited is None or (racing and max(found) > 1)
        return max(found), 1 if several else min(found)

    def _crowded(self, destination: Destination) -> bool:
        """Whether three bridges or more lead side by side from one broker to another, so that they race too.

        Of two, the number of copies was the same however often it was tried; of four it was not. (Seen on 6.2.6.)
        """
        directions = self._interpretation.directions
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

        for one, other in {tuple(sorted((one.sender, one.receiver))) for one in self._interpretation.directions}:
            if root(one) == root(other):
                return True
            part[root(one)] = root(other)
        return False


def _surest(directions: list[BridgeDirection]) -> list[BridgeDirection]:
    """Of bridges side by side the one that is sure to do.

    Of two that suppress duplicate subscriptions only one subscribes, and it may be the one with the smaller TTL.
    """
    found: dict[str, BridgeDirection] = {}
    for one in sorted(directions, key=lambda one: (one.suppress_topics, one.message_ttl % UNLIMITED)):
        known = found.setdefault(one.receiver, one)
        if not one.suppress_topics and one.message_ttl % UNLIMITED > known.message_ttl % UNLIMITED:
            found[one.receiver] = one
    return list(found.values())


def _orders(setting: Mapping[str, int], receiver: str) -> Iterator[dict[str, int]]:
    """Orders in which brokers' servers may have subscribed: a few that differ much, of many brokers only two."""
    names = sorted(setting)
    others = [name for name in names if name != receiver]
    orders = [names, names[::-1], [receiver, *others], [*others, receiver]]
    orders += [names[at:] + names[:at] for at in range(1, len(names))]
    for order in orders[: 2 if len(names) > MOST_ORDERED else None]:
        yield {name: setting[name] for name in order}

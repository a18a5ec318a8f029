"""What becomes of broadcasts under one interpretation: whether they arrive, over which bridges, in how many copies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import combinations

from broker_network.graph import longest_way
from broker_network.network import Destination
from broker_network.network.ttl import UNLIMITED

from .arrivals import Arrival, Delivery, Why
from .bridge_directions import BridgeDirection
from .broadcast_copies import BroadcastCopies
from .copy_races import CopyRaces, Sure
from .demand_subscriptions import DemandSubscriptions
from .messages import routes, shortest
from .open_routes import Route
from .order_independence import order_independent
from .server_places import ServerPlaces
from .subscription_orders import ALL_ORDERED, Holding, SubscriptionOrders
from .subscriptions import Subscribers

ALL_PLACED = 5
"""Of so many brokers at most every placement of servers is tried where nothing says where they are."""

Way = tuple[BridgeDirection, ...]


class Broadcasts:
    """Broadcasts to the servers of some places."""

    def __init__(self, places: ServerPlaces, demand: DemandSubscriptions) -> None:
        """Ask nothing yet."""
        self._places = places
        self._demand = demand
        self._interpretation = demand.interpretation
        self._may_be_held: dict[tuple[Destination, frozenset[str]], Holding] = {}
        self._contention: dict[Destination, tuple[bool, bool]] = {}
        self._firm: dict[tuple[Destination, frozenset[str], frozenset[str]], dict[str, list[BridgeDirection]]] = {}
        self._from: dict[tuple[Destination, frozenset[str], str], dict[str, Way]] = {}
        self._races: dict[tuple[Destination, int], CopyRaces] = {}
        self._enough: dict[Destination, bool] = {}
        self._orders = SubscriptionOrders(demand)
        self._copies = BroadcastCopies(places, demand)

    def arrival(self, sender: str, receiver: str, destination: Destination) -> Arrival:
        """What becomes of a broadcast from one broker to servers at another."""
        if sender == receiver:
            return Arrival(Delivery.ALWAYS, 1, 1, Route(()))
        sources = self._places.sources(receiver, destination)
        if self._places.servers is None:
            way, why = self._wherever(sender, receiver, destination)
            settings = self._settings(sender, receiver, destination, sources)
        else:
            way, why = self._where_known(sender, receiver, destination, sources)
            settings = [sources]
        if way is None:
            return Arrival(Delivery.NEVER)
        most, least = self._copies.at(sender, receiver, destination, settings)
        return Arrival(Delivery.SOMETIMES if why else Delivery.ALWAYS, most, least, Route.over(way), why=why)

    def _where_known(
        self, sender: str, receiver: str, destination: Destination, sources: Mapping[str, int]
    ) -> tuple[Way | None, tuple[Why, ...]]:
        """The way when there are servers at some brokers; and why it is not sure, nothing where it is."""
        way = self._firm_way(sender, receiver, destination, sources)
        equal, contended = self._contended(destination)
        sure = way is not None and not equal
        over: list[Holding] = [self._firm_directions(destination, sources)]
        if way is None and self._any_way(sender, receiver, destination):
            over, ways = [], []
            for held in self._orders.tried(sender, receiver, destination, sources):
                over.append(held)
                ways.append(shortest(sender, receiver, _leaving(held)))
                if any(ways) and not all(ways):
                    break
            way = min((one for one in ways if one), key=len, default=None)
            sure = all(ways) and not contended
            if way is None:
                way = self._possible_way(sender, receiver, destination, sources)
        if not sure:
            return way, (Why.ORDER,)
        if any(self._outrun(sender, receiver, destination, one) for one in over):
            if len(sources) > ALL_ORDERED:
                return way, (Why.RACE,)
            # Not only what some order explains: brokers lost copies on bridges that in none held a subscription.
            may = self._possibly_held(destination, sources)
            if any(self._outrun(sender, receiver, destination, one, may) for one in over):
                return way, (Why.RACE,)
        return way, ()

    def _wherever(self, sender: str, receiver: str, destination: Destination) -> tuple[Way | None, tuple[Why, ...]]:
        """The same when nothing is known of other servers, so that it must hold wherever there are some."""
        everywhere = self._places.everywhere()
        firm = self._firm_directions(destination, (receiver,), everywhere)
        way = shortest(sender, receiver, _leaving(firm))
        equal, contended = self._contended(destination)
        if way is not None and not equal and not self._outrun(sender, receiver, destination, firm):
            return way, ()
        if not self._any_way(sender, receiver, destination):
            return None, ()
        if len(everywhere) <= ALL_PLACED:
            return self._in_placements(sender, receiver, destination, everywhere)
        alone = self._held_way(sender, receiver, destination, {receiver: everywhere[receiver]})
        among = self._firm_way(sender, receiver, destination, everywhere)
        raced = among is not None and self._outrun(
            sender, receiver, destination, self._firm_directions(destination, everywhere)
        )
        if alone and among and not (raced or contended) and self._far_enough(destination):
            return alone, ()
        way = way or alone or among or self._possible_way(sender, receiver, destination, everywhere)
        return way, (Why.OTHERS, Why.RACE) if raced else (Why.OTHERS,)

    def _in_placements(
        self, sender: str, receiver: str, destination: Destination, everywhere: Mapping[str, int]
    ) -> tuple[Way | None, tuple[Why, ...]]:
        """The same with servers at all brokers, and at fewer and fewer of them, until it is found not to be sure."""
        others = [one for one in everywhere if one != receiver]
        best: Way | None = None
        missing = False
        for count in range(len(others), -1, -1):
            for where in combinations(others, count):
                servers = {one: everywhere[one] for one in sorted((receiver, *where))}
                way, why = self._where_known(sender, receiver, destination, servers)
                best, missing = best or way, missing or way is None
                if best is not None and (why or missing):
                    return best, (*([Why.OTHERS] if missing else []), *(why if way else ()))
        return best, ()

    def _settings(
        self, sender: str, receiver: str, destination: Destination, alone: Mapping[str, int]
    ) -> list[Mapping[str, int]]:
        """How many servers are where, for the copies of a message: at the receiver's broker alone, and everywhere."""
        everywhere = self._places.everywhere()
        found: list[Mapping[str, int]] = []
        if self._held_way(sender, receiver, destination, alone):
            found.append(alone)
        if self._firm_way(sender, receiver, destination, everywhere):
            found.append(everywhere)
        return found or [everywhere]

    # Ways

    def _firm_way(self, sender: str, receiver: str, destination: Destination, subscribed: Iterable[str]) -> Way | None:
        """The shortest way over bridges that hold a subscription in whatever order brokers subscribed."""
        key = (destination, frozenset(subscribed), sender)
        if key not in self._from:
            firm = self._firm_directions(destination, subscribed)
            self._from[key] = routes(sender, lambda broker: firm.get(broker, ()))
        return self._from[key].get(receiver)

    def _firm_directions(
        self, destination: Destination, subscribed: Iterable[str], perhaps: Iterable[str] = ()
    ) -> Mapping[str, list[BridgeDirection]]:
        key = (destination, frozenset(subscribed), frozenset(perhaps))
        if key not in self._firm:
            sure = order_independent(self._interpretation, destination, key[1], key[2])
            self._firm[key] = {broker: _surest(directions) for broker, directions in sure.items()}
        return self._firm[key]

    def _outrun(
        self, sender: str, receiver: str, destination: Destination, sure: Sure, may: Sure | None = None
    ) -> bool:
        """Whether a copy that took a longer way may come first where TTL then ends it, so that none arrives.

        `sure` are the bridges that hold a subscription, `may` those that may hold one; None for all.
        """
        key = (destination, id(may))
        if key not in self._races:
            every = self._interpretation.leaving if may is None else may
            admitting = (one for leaving in every.values() for one in leaving if one.admits(destination))
            self._races[key] = CopyRaces(
                admitting, lambda broker: self._places.audited(broker, destination) is not False
            )
        races = self._races[key]
        return not races.impossible and not races.surely(sender, receiver, sure)

    def _far_enough(self, destination: Destination) -> bool:
        """Whether no TTL ends the news of a subscription, or a message, whatever the way it takes."""
        if destination not in self._enough:
            admitting = [one for one in self._interpretation.directions if one.admits(destination)]
            near: dict[str, dict[str, None]] = {}
            for one in admitting:
                near.setdefault(one.sender, {})[one.receiver] = None
                near.setdefault(one.receiver, {})[one.sender] = None
            longest = longest_way(near)
            self._enough[destination] = all(
                ttl % UNLIMITED >= longest for one in admitting for ttl in (one.message_ttl, one.consumer_ttl)
            )
        return self._enough[destination]

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
        held = self._orders.held(destination, sources)
        return shortest(sender, receiver, _leaving(held))

    def _possible_way(
        self, sender: str, receiver: str, destination: Destination, sources: Mapping[str, int]
    ) -> Way | None:
        """A way over what bridges may hold."""
        return shortest(sender, receiver, _leaving(self._possibly_held(destination, sources)))

    def _possibly_held(self, destination: Destination, sources: Mapping[str, int]) -> Holding:
        """What bridges may hold when every source's news spreads as if it were the only one."""
        key = (destination, frozenset(sources))
        if key not in self._may_be_held:
            drawn: dict[str, dict[int, BridgeDirection]] = {}
            for source in sources:
                alone = self._demand.all_of_them.held(destination, (Subscribers(source),))
                for at, all_held in alone.at.items():
                    kept = (one.direction for one in all_held if not one.swallows)
                    drawn.setdefault(at, {}).update((id(direction), direction) for direction in kept)
            self._may_be_held[key] = {at: list(directions.values()) for at, directions in drawn.items()}
        return self._may_be_held[key]


def _leaving(held: Holding) -> Callable[[str], Iterable[BridgeDirection]]:
    return lambda broker: held.get(broker, ())


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

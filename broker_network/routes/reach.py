"""Who reaches whom: whether a message between two brokers is delivered, how often, and over which bridges.

What a network does depends on more than its files: on where servers are, for their subscriptions draw messages, and
on the order in which they subscribed. Where an answer hangs on that it is "sometimes"; where it hangs on a placeholder
it is "unknown".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

from broker_network.mcollective.destinations import Message, broadcast, directed, reply
from broker_network.network import Broker, Destination, Inventory, Network

from .bridge_directions import UNLIMITED, Leg, Reading, readings
from .bridges import Declared, Doubt, Elsewhere, survey
from .messages import Ways, copies, routes, shortest, ways
from .open_routes import Route
from .order_independence import sure_legs
from .policies import drops_copies
from .rights import Rights
from .subscriptions import Held, Source, Subscriptions, subscribe

SUBSCRIBERS = 2
"""Servers at a broker where nothing says how many: two are enough to see a message twice."""

MOST_ORDERED = 8
"""Up to so many brokers with servers more than two orders of subscribing are tried."""

Servers = Mapping[str, Mapping[str, int]]
"""For each collective how many servers there are at which broker."""


def servers_of(inventory: Inventory) -> Servers:
    """The servers of each collective by the first broker of their pool, where they are as long as nothing fails."""
    found: dict[str, dict[str, int]] = {}
    for group in inventory.server_groups:
        for collective in group.collectives:
            there = found.setdefault(collective, {})
            there[group.brokers[0]] = there.get(group.brokers[0], 0) + group.count
    return found


class Delivery(Enum):
    """Whether a message is delivered."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    NEVER = "never"
    UNKNOWN = "unknown"


class Why(Enum):
    """What a delivery that is not certain depends on."""

    SELECTOR = "selector"
    """A conduit bridge lost the selector of directed requests: some are taken to a broker that cannot deliver them."""
    PARKED = "parked"
    """Of several ways that are taken in turn one ends at a broker that cannot pass the message on."""
    OTHERS = "others"
    """It needs, or needs not, servers at brokers on the way."""
    ORDER = "order"
    """It depends on who subscribed first, or which bridge heard of it first: one subscription stands for others."""
    RELEASE = "release"
    """The release decides, by its default of `decreaseNetworkConsumerPriority`."""
    FILES = "files"
    """The files leave it open."""
    MANY = "many"
    """There are more ways than were followed."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What becomes of a message from one broker to subscribers at another.

    `copies` is the most that one subscriber gets of one message, `fewest` the least when it is delivered, in the orders
    of subscribing that were tried; both 0 when it never is. `route` has the fewest bridges; None where nothing arrives.
    `parked` is where a message on a queue ends when it is not delivered. `doubts` and `elsewhere` are what the files
    leave open, where it matters.
    """

    delivery: Delivery
    copies: int = 0
    fewest: int = 0
    route: Route | None = None
    parked: Route | None = None
    why: tuple[Why, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()

    @property
    def once(self) -> bool:
        """Whether every message arrives, exactly once."""
        return self.delivery is Delivery.ALWAYS and self.copies == 1


@dataclass(frozen=True, slots=True)
class Reach:
    """How clients at one broker and servers at another get on in a collective."""

    broadcast: Arrival
    directed: Arrival
    reply: Arrival

    @property
    def complete(self) -> bool:
        """Whether both kinds of request always arrive and the reply always comes back, however often."""
        return all(one.delivery is Delivery.ALWAYS for one in (self.broadcast, self.directed, self.reply))

    @property
    def once(self) -> bool:
        """Whether all of them always arrive, exactly once."""
        return self.broadcast.once and self.directed.once and self.reply.once

    def of(self, message: Message) -> Arrival:
        """What becomes of one kind of message."""
        return self.broadcast if message == "broadcast" else self.directed if message == "directed" else self.reply


_NOTHING = Arrival(Delivery.NEVER)


class Routing:
    """A network, asked who reaches whom. Answers are kept, so that asking for all pairs costs little more than one.

    `hosts` tells whom a connector dials. `servers` says for each collective how many servers there are at which
    broker, where that is known; else what is said holds wherever they are, and `subscribers` of them at each broker
    are thought of.
    `decreases` is the default of `decreaseNetworkConsumerPriority` in the release (true since 5.18.0); None where
    the release is not known.
    """

    def __init__(
        self,
        network: Network,
        hosts: Mapping[str, str],
        *,
        servers: Servers | None = None,
        subscribers: int = SUBSCRIBERS,
        decreases: bool | None = None,
    ) -> None:
        """Survey the network's bridges."""
        self.network = network
        self.hosts = hosts
        self.servers = servers
        self.subscribers = subscribers
        self.decreases = decreases
        self.brokers: dict[str, Broker] = {}
        self._clashing: set[str] = set()
        for broker in network.brokers:
            if broker.name in self.brokers:
                self._clashing.add(broker.name)
            self.brokers.setdefault(broker.name, broker)
        surveyed = tuple(survey(network, hosts))
        self.declared = tuple(one for one in surveyed if isinstance(one, Declared))
        self.elsewhere = tuple(one for one in surveyed if isinstance(one, Elsewhere))
        self._readings = tuple(_Answers(self, one) for one in readings(network, self.declared, decreases))
        self._rights: dict[str, Rights] = {}
        self._audited: dict[tuple[str, Destination], bool | None] = {}

    def reach(self, client: str, server: str, collective: str, identity: str = "client.site") -> Reach:
        """How clients at one broker and servers at another get on; raise KeyError when there is no such broker."""
        return Reach(
            broadcast=self.arrival("broadcast", client, server, broadcast(collective)),
            directed=self.arrival("directed", client, server, directed(collective)),
            reply=self.arrival("reply", server, client, reply(collective, identity)),
        )

    def between(
        self, clients: Iterable[str], servers: Iterable[str], collective: str
    ) -> Iterator[tuple[str, str, Reach]]:
        """`reach` for every client's broker and every server's broker."""
        servers = tuple(servers)
        for client in clients:
            for server in servers:
                yield client, server, self.reach(client, server, collective)

    def arrival(self, message: Message, sender: str, receiver: str, destination: Destination) -> Arrival:
        """What becomes of a message that somebody at `sender` sends to subscribers at `receiver`.

        Raises KeyError when there is no such broker.
        """
        for name in (sender, receiver):
            if name not in self.brokers:
                raise KeyError(name)
        if sender == receiver and sender in self._clashing:
            return Arrival(Delivery.UNKNOWN, why=(Why.FILES,))
        found = [one.arrival(message, sender, receiver, destination) for one in self._readings]
        if len({one.delivery for one in found}) > 1:
            return self._undecided(found, sender, receiver, destination)
        answer = found[-1]
        if answer.delivery is Delivery.NEVER:
            over = self._elsewhere(sender, receiver, destination)
            return Arrival(Delivery.UNKNOWN, why=(Why.FILES,), elsewhere=over) if over else answer
        most, least = max(one.copies for one in found), min(one.fewest for one in found)
        why = dict.fromkeys(reason for one in found for reason in one.why)
        return replace(answer, copies=most, fewest=least, why=tuple(why))

    @property
    def legs(self) -> tuple[Leg, ...]:
        """Every bridge that there may be, with the most that its attributes may let through."""
        return self._readings[-1].legs

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The readings of what the files leave open, that with the most last."""
        return tuple(one.reading for one in self._readings)

    def changed(self, network: Network) -> Routing:
        """The same questions about another network."""
        return Routing(
            network, self.hosts, servers=self.servers, subscribers=self.subscribers, decreases=self.decreases
        )

    def rights(self, broker: str) -> Rights:
        """The rights at a broker, indexed once."""
        if broker not in self._rights:
            self._rights[broker] = Rights(self.brokers[broker])
        return self._rights[broker]

    def audited(self, broker: str, destination: Destination) -> bool | None:
        """What `drops_copies` says of a broker, asked once."""
        key = (broker, destination)
        if key not in self._audited:
            self._audited[key] = drops_copies(self.brokers[broker], destination)
        return self._audited[key]

    def sources(self, receiver: str, destination: Destination) -> dict[str, int]:
        """Where servers of a destination's collective are, as far as it is known, and some at `receiver`."""
        known = dict((self.servers or {}).get(destination.physical_name.partition(".")[0], {}))
        known[receiver] = known.get(receiver, 0) or self.subscribers
        return {broker: count for broker, count in known.items() if count > 0 and broker in self.brokers}

    def _undecided(self, found: list[Arrival], sender: str, receiver: str, destination: Destination) -> Arrival:
        best = max(found, key=lambda one: one.copies)
        doubts: dict[Doubt, None] = {}
        for answers in self._readings:
            for leg in answers.doubtful(sender, receiver, destination):
                doubts.update(dict.fromkeys(leg.doubts))
        why = (Why.FILES,) if doubts else (Why.RELEASE,)
        return replace(best, delivery=Delivery.UNKNOWN, fewest=0, why=why, doubts=tuple(doubts))

    def _elsewhere(self, sender: str, receiver: str, destination: Destination) -> tuple[Elsewhere, ...]:
        """The connectors to nobody known over which messages may get there all the same."""
        if not self.elsewhere:
            return ()
        return self._readings[-1].elsewhere(sender, receiver, destination, self.elsewhere)


class _Answers:
    """One reading, and what was found out about it."""

    def __init__(self, routing: Routing, reading: Reading, *, turned: bool = False, apart: bool = False) -> None:
        self._routing = routing
        self.reading = reading
        self._apart = apart
        self._in_turn = not turned and any(leg.suppress_queues for leg in reading.legs)
        self._subscribed: dict[tuple[Destination, tuple[Source, ...]], Subscriptions] = {}
        self._unselective: dict[tuple[Destination, tuple[str, ...]], dict[str, list[Held]]] = {}
        self._copies: dict[tuple[Destination, tuple[Source, ...], str], dict[str, int]] = {}
        self._drawn: dict[tuple[Destination, frozenset[str]], dict[str, dict[int, Leg]]] = {}
        self._losing: dict[Destination, bool] = {}
        self._vying: dict[Destination, tuple[bool, bool]] = {}
        self._firm: dict[tuple[Destination, frozenset[str]], dict[str, list[Leg]]] = {}
        self._from: dict[tuple[Destination, frozenset[str], str], dict[str, tuple[Leg, ...]]] = {}

    def arrival(self, message: Message, sender: str, receiver: str, destination: Destination) -> Arrival:
        if message == "broadcast":
            return self._broadcast(sender, receiver, destination)
        first = self._on_queue(message, sender, receiver, destination)
        if not self._in_turn:
            return first
        others = [one.arrival(message, sender, receiver, destination) for one in (self._backward, self._all_of_them)]
        if all(first.delivery is other.delivery for other in others):
            return first
        better = next(one for one in (*others, first) if one.route is not None)
        return replace(better, delivery=Delivery.SOMETIMES, why=(*better.why, Why.ORDER))

    @cached_property
    def _backward(self) -> _Answers:
        """The same, where bridges hear of subscriptions the other way around."""
        return _Answers(self._routing, self.reading.reversed(), turned=True)

    @cached_property
    def _all_of_them(self) -> _Answers:
        """The same, with all that bridges may hold, whoever hears first: none gives way to another."""
        return _Answers(self._routing, self.reading, turned=True, apart=True)

    def _on_queue(self, message: Message, sender: str, receiver: str, destination: Destination) -> Arrival:
        if message == "directed":
            return self._directed(sender, receiver, destination)
        held = self._subscribe(destination, (Source(receiver),))
        return _on_queue(ways(sender, receiver, lambda broker: held.at.get(broker, ())), Why.PARKED)

    @property
    def legs(self) -> tuple[Leg, ...]:
        return self.reading.legs

    # Broadcasts

    def _broadcast(self, sender: str, receiver: str, destination: Destination) -> Arrival:
        if sender == receiver:
            return Arrival(Delivery.ALWAYS, 1, 1, Route(()))
        routing = self._routing
        sources = routing.sources(receiver, destination)
        if routing.servers is None:
            everywhere = dict.fromkeys(routing.brokers, routing.subscribers)
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
            return _NOTHING
        most, least = self._copies_of(sender, receiver, destination, settings)
        return Arrival(Delivery.ALWAYS if sure else Delivery.SOMETIMES, most, least, _route(way), why=why)

    def _firm_way(
        self, sender: str, receiver: str, destination: Destination, subscribed: Iterable[str]
    ) -> tuple[Leg, ...] | None:
        """The shortest way over bridges that hold a subscription in whatever order brokers subscribed."""
        key = (destination, frozenset(subscribed))
        if (*key, sender) not in self._from:
            if key not in self._firm:
                sure = sure_legs(self.reading, destination, key[1])
                self._firm[key] = {broker: _surest(legs) for broker, legs in sure.items()}
            firm = self._firm[key]
            self._from[*key, sender] = routes(sender, lambda broker: firm.get(broker, ()))
        return self._from[*key, sender].get(receiver)

    def _contended(self, destination: Destination) -> tuple[bool, bool]:
        """Whether bridges compete for the same subscriptions so that TTL may decide: as equals; and side by side.

        Of several ways to a consumer a broker subscribes over one, which may be the longer, or the one with the
        smaller TTL.
        """
        if destination not in self._vying:
            legs = [leg for leg in self.reading.legs if leg.admits(destination)]
            least = min((leg.message_ttl % UNLIMITED for leg in legs), default=0)
            most = max((leg.consumer_ttl % UNLIMITED for leg in legs), default=0)
            if not any(leg.suppress_topics for leg in legs) or least >= min(most, len(self._routing.brokers) - 1):
                self._vying[destination] = (False, False)
            else:
                ttl: dict[tuple[str, str], set[tuple[int, int]]] = {}
                for leg in legs:
                    ttl.setdefault((leg.sender, leg.receiver), set()).add((leg.message_ttl, leg.consumer_ttl))
                equal = not all(leg.prioritized for leg in legs)
                self._vying[destination] = (equal, equal or any(len(of) > 1 for of in ttl.values()))
        return self._vying[destination]

    def _any_way(self, sender: str, receiver: str, destination: Destination) -> bool:
        """Whether there is a way if only every bridge had somebody to take messages to."""
        key = (destination, frozenset(("",)), sender)
        if key not in self._from:
            leaving = self.reading.leaving
            self._from[key] = routes(sender, lambda at: (leg for leg in leaving.get(at, ()) if leg.admits(destination)))
        return receiver in self._from[key]

    def _held_way(
        self, sender: str, receiver: str, destination: Destination, sources: Mapping[str, int]
    ) -> tuple[Leg, ...] | None:
        held = self._subscribe(destination, _sources(sources))
        return shortest(
            sender, receiver, lambda broker: (one.leg for one in held.at.get(broker, ()) if not one.swallows)
        )

    def _possible_way(
        self, sender: str, receiver: str, destination: Destination, sources: Mapping[str, int]
    ) -> tuple[Leg, ...] | None:
        """A way over what bridges may hold when every source's news spreads as if it were the only one."""
        key = (destination, frozenset(sources))
        if key not in self._drawn:
            drawn: dict[str, dict[int, Leg]] = {}
            for source in sources:
                alone = subscribe(self.reading, destination, (Source(source),), apart=True)
                for at, all_held in alone.at.items():
                    drawn.setdefault(at, {}).update((id(held.leg), held.leg) for held in all_held if not held.swallows)
            self._drawn[key] = drawn
        found = self._drawn[key]
        return shortest(sender, receiver, lambda broker: found.get(broker, {}).values())

    def _in_extreme_order(
        self, sender: str, receiver: str, destination: Destination, sources: Mapping[str, int]
    ) -> tuple[tuple[Leg, ...] | None, tuple[Leg, ...] | None]:
        """The ways when the receiver's servers subscribe before all others, and when after them, the farthest first."""
        far = routes(sender, lambda broker: (leg for leg in self.reading.leaving.get(broker, ())))
        others = sorted((one for one in sources if one != receiver), key=lambda one: -len(far.get(one, ())))
        first = {name: sources[name] for name in (receiver, *reversed(others))}
        last = {name: sources[name] for name in (*others, receiver)}
        return (
            self._held_way(sender, receiver, destination, first),
            self._held_way(sender, receiver, destination, last),
        )

    def _copies_of(
        self, sender: str, receiver: str, destination: Destination, settings: Iterable[Mapping[str, int]]
    ) -> tuple[int, int]:
        audited = self._routing.audited(receiver, destination)
        if audited:
            return 1, 1
        racing = self._circular or self._crowded(destination)
        variants = (self, self._backward, self._all_of_them) if racing else (self, self._backward)
        found = [
            max(1, heard._arriving(sender, destination, ordered).get(receiver, 0))
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
        beside = Counter((leg.sender, leg.receiver) for leg in self.reading.legs if leg.admits(destination))
        return any(number > 2 for number in beside.values())

    @cached_property
    def _circular(self) -> bool:
        """Whether links form a circle, so that who hears first decides how often a message arrives."""
        part = {broker: broker for broker in self._routing.brokers}
        for one, other in {tuple(sorted((leg.sender, leg.receiver))) for leg in self.reading.legs}:
            if part[one] == part[other]:
                return True
            part = {broker: part[other] if of == part[one] else of for broker, of in part.items()}
        return False

    def _arriving(self, sender: str, destination: Destination, setting: Mapping[str, int]) -> dict[str, int]:
        key = (destination, _sources(setting), sender)
        if key not in self._copies:
            held = self._subscribe(destination, key[1])
            self._copies[key] = copies(
                sender, held.at, lambda broker: self._routing.audited(broker, destination) is True
            ).at
        return self._copies[key]

    # Directed requests

    def _directed(self, sender: str, receiver: str, destination: Destination) -> Arrival:
        routing = self._routing
        if routing.servers is not None:
            return self._directed_among(
                sender, receiver, destination, tuple(sorted(routing.sources(receiver, destination)))
            )
        alone = self._directed_among(sender, receiver, destination, (receiver,))
        if not self._loses_selectors(destination):
            return alone
        among = self._directed_among(sender, receiver, destination, tuple(sorted(routing.brokers)))
        if alone.delivery is among.delivery:
            return among
        why = among.why or alone.why or (Why.OTHERS,)
        better = alone if among.route is None else among
        return replace(better, delivery=Delivery.SOMETIMES, why=why, parked=among.parked or alone.parked)

    def _directed_among(
        self, sender: str, receiver: str, destination: Destination, brokers: tuple[str, ...]
    ) -> Arrival:
        others = self._without_selector(destination, brokers) if self._loses_selectors(destination) else {}
        mine = self._subscribe(destination, (Source(receiver, 1, selective=True),)).at
        found = ways(sender, receiver, lambda broker: (*mine.get(broker, ()), *others.get(broker, ())))
        answers = [_on_queue(found, Why.SELECTOR if others else Why.PARKED)]
        for held in self._held_in_orders(receiver, destination, brokers):
            answers.append(_on_queue(_ways_over(sender, receiver, held), Why.SELECTOR))
        if len({one.delivery for one in answers}) == 1:
            return answers[0]
        better = next(one for one in answers if one.route is not None)
        parked = next((one.parked for one in answers if one.parked is not None), None)
        return replace(better, delivery=Delivery.SOMETIMES, why=(Why.ORDER,), parked=parked)

    def _held_in_orders(
        self, receiver: str, destination: Destination, brokers: tuple[str, ...]
    ) -> Iterator[Mapping[str, list[Held]]]:
        """What is held for requests to a server at a broker when others have subscribed before it, where that matters.

        It does where a bridge lets the news of its first subscriber stand for those that other bridges bring later:
        `conduitNetworkQueueSubscriptions`.
        """
        if not any(leg.conduit and leg.conduit_network_queues and leg.admits(destination) for leg in self.legs):
            return
        far = routes(receiver, lambda broker: self.reading.leaving.get(broker, ()))
        others = sorted((one for one in brokers if one != receiver), key=lambda one: len(far.get(one, ())))
        for before in (others, others[::-1]):
            sources = tuple(Source(one, 1, selective=True) for one in (*before, receiver))
            yield {
                at: [one for one in all_held if not one.selective or one.path[0] == receiver]
                for at, all_held in self._subscribe(destination, sources).at.items()
            }

    def _loses_selectors(self, destination: Destination) -> bool:
        if destination not in self._losing:
            legs = self.reading.legs
            conduit = any(leg.conduit and leg.admits(destination) for leg in legs)
            self._losing[destination] = conduit or bool(self.reading.static(destination))
        return self._losing[destination]

    def _without_selector(self, destination: Destination, brokers: tuple[str, ...]) -> dict[str, list[Held]]:
        """What bridges hold for the servers of some brokers without their selectors; the best of each bridge."""
        key = (destination, brokers)
        if key not in self._unselective:
            best: dict[str, dict[tuple[int, bool], Held]] = {}
            for broker in brokers:
                for at, all_held in self._subscribe(destination, (Source(broker, 1, selective=True),)).at.items():
                    for held in all_held:
                        if held.selective:
                            continue
                        kind = (id(held.leg), held.swallows)
                        known = best.setdefault(at, {}).get(kind)
                        if known is None or known.priority < held.priority:
                            best[at][kind] = held
            self._unselective[key] = {at: list(by_leg.values()) for at, by_leg in best.items()}
        return self._unselective[key]

    def _subscribe(self, destination: Destination, sources: tuple[Source, ...]) -> Subscriptions:
        key = (destination, sources)
        if key not in self._subscribed:
            self._subscribed[key] = subscribe(self.reading, destination, sources, apart=self._apart)
        return self._subscribed[key]

    # What files leave open

    def doubtful(self, sender: str, receiver: str, destination: Destination) -> list[Leg]:
        """The legs that are in doubt, of those on the way where there are such."""
        doubtful = [leg for leg in self.reading.legs if leg.doubts]
        near = {sender, receiver}
        way = routes(sender, lambda broker: self.reading.leaving.get(broker, ())).get(receiver, ())
        on_way = [leg for leg in way if leg.doubts]
        return on_way or [leg for leg in doubtful if near & {leg.sender, leg.receiver}] or doubtful

    def elsewhere(
        self, sender: str, receiver: str, destination: Destination, connectors: Iterable[Elsewhere]
    ) -> tuple[Elsewhere, ...]:
        """Over which connectors to nobody known a message may get there, within `messageTTL`."""

        def open_legs(broker: str) -> Iterator[Leg]:
            return (leg for leg in self.reading.leaving.get(broker, ()) if leg.admits(destination))

        near = routes(sender, open_legs)
        away = [one for one in connectors if one.broker in near]
        home = [one for one in connectors if one.connector.duplex is not False and one.connector.duplex is not None]
        if away:
            return tuple(away)
        return tuple(one for one in home if receiver in routes(one.broker, open_legs))


def _surest(legs: list[Leg]) -> list[Leg]:
    """Of bridges side by side the one that is sure to do.

    Of two that suppress duplicate subscriptions only one subscribes, and it may be the one with the smaller TTL.
    """
    found: dict[str, Leg] = {}
    for leg in sorted(legs, key=lambda leg: (leg.suppress_topics, leg.message_ttl % UNLIMITED)):
        known = found.setdefault(leg.receiver, leg)
        if not leg.suppress_topics and leg.message_ttl % UNLIMITED > known.message_ttl % UNLIMITED:
            found[leg.receiver] = leg
    return list(found.values())


def _orders(setting: Mapping[str, int], receiver: str) -> Iterator[dict[str, int]]:
    """Orders in which brokers' servers may have subscribed: a few that differ much, of many brokers only two."""
    names = sorted(setting)
    others = [name for name in names if name != receiver]
    orders = [names, names[::-1], [receiver, *others], [*others, receiver]]
    orders += [names[at:] + names[:at] for at in range(1, len(names))]
    for order in orders[: 2 if len(names) > MOST_ORDERED else None]:
        yield {name: setting[name] for name in order}


def _sources(counts: Mapping[str, int]) -> tuple[Source, ...]:
    return tuple(Source(broker, count) for broker, count in counts.items())


def _route(legs: Iterable[Leg]) -> Route:
    return Route(tuple(leg.bridge for leg in legs))


def _ways_over(sender: str, receiver: str, held: Mapping[str, list[Held]]) -> Ways:
    return ways(sender, receiver, lambda broker: held.get(broker, ()))


def _on_queue(found: Ways, reason: Why) -> Arrival:
    parked = None if found.stuck is None else _route(found.stuck)
    if found.arrives is None:
        return Arrival(Delivery.NEVER, parked=parked)
    route = _route(found.arrives)
    if found.stuck is None and found.whole:
        return Arrival(Delivery.ALWAYS, 1, 1, route)
    why = (Why.MANY,) if found.stuck is None else (reason,)
    return Arrival(Delivery.SOMETIMES, 1, 1, route, parked, why)

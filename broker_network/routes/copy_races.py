"""Copies of a broadcast that race each other around a circle of links.

A broker gives each subscription to a topic a message once. Where links form a circle, the copy that took the long way
may come first. It has passed more brokers, so a later bridge may not take it any more; and the copy that took the
short way is dropped as a duplicate before it gets there. (Source: NetworkBridgeFilter; TopicSubscription.isDuplicate.
Seen on 6.2.6: 34 of 60 broadcasts came over a circle of three with a tail of two, where every messageTTL is 3.)
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property

from broker_network.graph import blocks
from broker_network.network.ttl import UNLIMITED

from .bridge_directions import BridgeDirection

MOST_STEPS = 20_000
"""How many steps along the ways around a circle are followed. Beyond, a way may be as long as there are brokers."""

ALL_ORDERS = 8
"""Of so many brokers at most every order in which copies may come is tried."""

MOST_ORDERS = 4_000
"""So many states are looked at. Beyond, a copy that may be lost counts as one that is."""

Sure = Mapping[str, Iterable[BridgeDirection]]
_State = tuple[frozenset[tuple[int, str, tuple[str, ...]]], frozenset[int]]
"""Copies that are on their way: over which bridge, to which broker, what they passed; and the bridges that took one."""


class CopyRaces:
    """Who surely gets a broadcast, whichever copy is the faster.

    `may` are the bridges that may hold a subscription. `drops` tells whether a broker may drop a copy as a duplicate.
    """

    def __init__(self, may: Iterable[BridgeDirection], drops: Callable[[str], bool]) -> None:
        """Find the circles."""
        self._drops = drops
        self._ttl: dict[int, int] = {}
        self._leaving: dict[str, list[BridgeDirection]] = {}
        near: dict[str, dict[str, None]] = {}
        for one in may:
            self._leaving.setdefault(one.sender, []).append(one)
            near.setdefault(one.sender, {})[one.receiver] = None
            near.setdefault(one.receiver, {})[one.sender] = None
        for one in self._directions():
            self._ttl[id(one)] = min(one.message_ttl % UNLIMITED, len(near))
        self._near = near
        self._blocks = [frozenset(block) for block in blocks(near)]
        self._blocks_of: dict[str, list[frozenset[str]]] = {}
        for block in self._blocks:
            for broker in block:
                self._blocks_of.setdefault(broker, []).append(block)
        self._passed: dict[str, dict[int, int]] = {}
        self._inside: dict[tuple[frozenset[str], str, int], list[tuple[BridgeDirection, int]]] = {}
        self._large: set[frozenset[str]] = set()
        self._found: dict[tuple[str, int], tuple[Sure, dict[str, int]]] = {}

    @cached_property
    def impossible(self) -> bool:
        """Whether TTL decides nothing: no circle, or no way of three links that is not within every TTL."""
        if all(len(block) < 3 for block in self._blocks):
            return True
        limits = [limit for limit in self._ttl.values() if limit]
        return max(limits, default=0) <= 2 or min(limits) >= len(self._near) - 1

    def surely(self, sender: str, receiver: str, sure: Sure) -> bool:
        """Whether a broadcast surely gets from one broker to another over bridges that `sure`ly hold a subscription."""
        if receiver in self._reached(sender, sure):
            return True
        return len(self._near) <= ALL_ORDERS and not self._may_miss(sender, receiver, sure)

    def _directions(self) -> Iterator[BridgeDirection]:
        return (one for leaving in self._leaving.values() for one in leaving)

    def _reached(self, sender: str, sure: Sure) -> dict[str, int]:
        """The brokers that surely get a copy, with the most brokers that the shortest copy there has passed.

        Each bridge counts as if the copy with the longest way came to it first.
        """
        if (sender, id(sure)) not in self._found:
            self._found[sender, id(sure)] = sure, self._spread(sender, sure)
        return self._found[sender, id(sure)][1]

    def _spread(self, sender: str, sure: Sure) -> dict[str, int]:
        passed = self._all_passed(sender)
        found = {sender: 0}
        waiting = deque([sender])
        while waiting:
            broker = waiting.popleft()
            away = found[broker]
            for one in sure.get(broker, ()):
                limit, lengths = self._ttl[id(one)], passed.get(id(one), 0)
                if not lengths or min(away, lengths.bit_length() - 1) >= limit:
                    continue
                first = (lengths & ((1 << limit) - 1)).bit_length() if self._drops(broker) else away + 1
                farther = max(first, away - 1)
                if farther < found.get(one.receiver, UNLIMITED):
                    found[one.receiver] = farther
                    waiting.append(one.receiver)
        return found

    def _all_passed(self, sender: str) -> dict[int, int]:
        """For each bridge how many brokers copies may have passed before its sender: bit n of a number is n brokers."""
        if sender not in self._passed:
            found: dict[int, int] = {}
            entered: set[frozenset[str]] = set()
            waiting: deque[tuple[str, int]] = deque([(sender, 1)])
            while waiting:
                entry, before = waiting.popleft()
                for block in self._blocks_of.get(entry, ()):
                    if block in entered:
                        continue
                    entered.add(block)
                    there: dict[str, int] = {}
                    for one, inside in self._from_entry(block, entry, (before & -before).bit_length() - 1):
                        lengths = _sums(before, inside) & ((1 << len(self._near)) - 1)
                        found[id(one)] = lengths
                        taken = lengths & ((1 << self._ttl[id(one)]) - 1)
                        there[one.receiver] = there.get(one.receiver, 0) | taken << 1
                    waiting.extend(there.items())
            self._passed[sender] = found
        return self._passed[sender]

    def _from_entry(self, block: frozenset[str], entry: str, before: int) -> list[tuple[BridgeDirection, int]]:
        """The bridges of a block with the lengths of ways to them, for copies that enter it at a broker."""
        key = (block, entry, before)
        if key not in self._inside:
            found: dict[int, int] = {}
            steps = 0
            ways: list[tuple[str, tuple[str, ...]]] = [] if block in self._large else [(entry, ())]
            while ways:
                broker, passed = ways.pop()
                steps += 1
                for one in self._leaving.get(broker, ()):
                    if one.receiver not in block or one.receiver in passed:
                        continue
                    found[id(one)] = found.get(id(one), 0) | 1 << len(passed)
                    if before + len(passed) < self._ttl[id(one)]:
                        ways.append((one.receiver, (*passed, broker)))
                if steps > MOST_STEPS:
                    self._large.add(block)
                    break
            inside = [one for broker in block for one in self._leaving.get(broker, ()) if one.receiver in block]
            if block in self._large:
                anywhere = (1 << len(block) - 1) - 2
                found = {id(one): 1 if one.sender == entry else anywhere for one in inside if one.receiver != entry}
            self._inside[key] = [(one, found[id(one)]) for one in inside if id(one) in found]
        return self._inside[key]

    def _may_miss(self, sender: str, receiver: str, sure: Sure) -> bool:
        """Whether copies may come in an order in which none gets to a broker; every order is tried."""
        held = frozenset(id(one) for directions in sure.values() for one in directions)
        waiting = list(self._passed_on(sender, (), (frozenset(), frozenset()), held))
        seen = set(waiting)
        while waiting and len(seen) <= MOST_ORDERS:
            flights, taken = waiting.pop()
            if not flights:
                return True
            for flight in sorted(flights, key=lambda one: len(one[2])):
                _, broker, passed = flight
                if broker == receiver:
                    continue
                for after in self._passed_on(broker, passed, (flights - {flight}, taken), held):
                    if after not in seen:
                        seen.add(after)
                        waiting.append(after)
        return bool(waiting)

    def _passed_on(
        self, broker: str, passed: tuple[str, ...], state: _State, held: Collection[int]
    ) -> Iterator[_State]:
        """What may be on its way once a copy came to a broker: where a bridge may hold nothing, with it and without."""
        flights, taken = state
        found = [(flights, taken)]
        drops = self._drops(broker)
        for one in self._leaving.get(broker, ()):
            if one.receiver in passed or len(passed) >= self._ttl[id(one)] or id(one) in taken:
                continue
            mark = {id(one)} if drops else set()
            onward = {(id(one), one.receiver, (*passed, broker))}
            with_it = [(flights | onward, taken | mark) for flights, taken in found]
            found = with_it if id(one) in held else with_it + [(flights, taken | mark) for flights, taken in found]
        yield from found


def _sums(some: int, others: int) -> int:
    """The numbers that are a sum of one of each set, as bits."""
    found = 0
    while some:
        lowest = some & -some
        found |= others * lowest
        some -= lowest
    return found

"""Bridges that hold a subscription whatever the order in which a topic's subscribers came.

A conduit bridge announces only the first it hears of. That one's path may be too long for the next bridge, or pass
through it, so that the next never learns of the others. Where no path that can be first is, order does not matter.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection

from broker_network.network import Destination

from .bridge_directions import UNLIMITED, Leg, Reading


def sure_legs(reading: Reading, destination: Destination, subscribed: Collection[str]) -> dict[str, list[Leg]]:
    """By sender, the bridges that surely hold a subscription when the brokers `subscribed` have subscribers."""
    longest = _longest(reading, destination, subscribed)
    found: dict[int, Leg] = {}
    waiting: deque[Leg] = deque()
    for leg in reading.legs:
        if leg.admits(destination) and (leg.static_patterns(destination) or _hears_own(leg, destination, subscribed)):
            found[id(leg)] = leg
            waiting.append(leg)
    apart = _Apart(reading)
    open_yet = {
        broker: [leg for leg in legs if id(leg) not in found] for broker, legs in reading.hearing(destination).items()
    }
    farthest = {
        broker: max((leg.consumer_ttl % UNLIMITED for leg in legs), default=0) for broker, legs in open_yet.items()
    }
    while waiting:
        onward = waiting.popleft()
        passed = longest.get(id(onward), 1)
        if farthest.get(onward.sender, 0) <= passed:
            continue
        left: list[Leg] = []
        for leg in open_yet[onward.sender]:
            fits = leg.sender != onward.receiver and passed < leg.consumer_ttl % UNLIMITED
            if fits and apart.parts(onward.sender, leg.sender, onward.receiver):
                found[id(leg)] = leg
                waiting.append(leg)
            else:
                left.append(leg)
        open_yet[onward.sender] = left
    by_sender: dict[str, list[Leg]] = {}
    for leg in found.values():
        by_sender.setdefault(leg.sender, []).append(leg)
    return by_sender


def _hears(leg: Leg, destination: Destination) -> bool:
    return leg.admits(destination) and leg.listens_to(destination)


def _hears_own(leg: Leg, destination: Destination, subscribed: Collection[str]) -> bool:
    heard = leg.consumer_ttl != 0 or not leg.duplex
    return heard and leg.receiver in subscribed and leg.listens_to(destination)


def _longest(reading: Reading, destination: Destination, subscribed: Collection[str]) -> dict[int, int]:
    """For each leg the most brokers that what it holds can have passed, by ways that never turn straight back."""
    longest: dict[int, int] = {}
    legs = [leg for leg in reading.legs if _hears(leg, destination)]
    holding = [leg for leg in legs if _hears_own(leg, destination, subscribed) or leg.static_patterns(destination)]
    length = 1
    while holding and length <= len(reading.arriving):
        count: dict[str, int] = {}
        back: dict[tuple[str, str], int] = {}
        for leg in holding:
            longest[id(leg)] = length
            count[leg.sender] = count.get(leg.sender, 0) + 1
            back[leg.sender, leg.receiver] = back.get((leg.sender, leg.receiver), 0) + 1
        holding = [
            leg
            for leg in legs
            if (leg.consumer_ttl < 0 or length < leg.consumer_ttl)
            and count.get(leg.receiver, 0) > back.get((leg.receiver, leg.sender), 0)
        ]
        length += 1
    return longest


class _Apart:
    """Whether two neighbors of a broker have no way to each other but over that broker."""

    def __init__(self, reading: Reading) -> None:
        self._around: dict[str, set[str]] = {}
        for leg in reading.legs:
            self._around.setdefault(leg.sender, set()).add(leg.receiver)
            self._around.setdefault(leg.receiver, set()).add(leg.sender)
        self._parts: dict[str, dict[str, int]] = {}

    def parts(self, broker: str, one: str, other: str) -> bool:
        if broker not in self._parts:
            part: dict[str, int] = {}
            for number, start in enumerate(self._around[broker]):
                if start in part:
                    continue
                part[start] = number
                waiting = deque([start])
                while waiting:
                    for near in self._around[waiting.popleft()]:
                        if near != broker and near not in part:
                            part[near] = number
                            waiting.append(near)
            self._parts[broker] = part
        return self._parts[broker][one] != self._parts[broker][other]

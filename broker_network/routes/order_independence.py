"""Bridges that hold a subscription whatever the order in which a topic's subscribers came.

A conduit bridge announces only the first it hears of. That one's path may be too long for the next bridge, or pass
through it, so that the next never learns of the others. Where no path that can be first is, order does not matter.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection

from broker_network.graph import walk
from broker_network.network import Destination
from broker_network.network.ttl import UNLIMITED

from .bridge_directions import BridgeDirection
from .interpretations import Interpretation


def order_independent(
    interpretation: Interpretation,
    destination: Destination,
    subscribed: Collection[str],
    perhaps: Collection[str] = (),
) -> dict[str, list[BridgeDirection]]:
    """By sender, the bridges that surely hold a subscription when the brokers `subscribed` have subscribers.

    Those `perhaps` may have some too.
    """
    longest = _longest(interpretation, destination, {*subscribed, *perhaps})
    found: dict[int, BridgeDirection] = {}
    waiting: deque[BridgeDirection] = deque()
    for direction in interpretation.directions:
        if direction.admits(destination) and (
            direction.static_patterns(destination) or _hears_own(direction, destination, subscribed)
        ):
            found[id(direction)] = direction
            waiting.append(direction)
    apart = _Apart(interpretation)
    open_yet = {
        broker: [direction for direction in directions if id(direction) not in found]
        for broker, directions in interpretation.hearing(destination).items()
    }
    farthest = {
        broker: max((direction.consumer_ttl % UNLIMITED for direction in directions), default=0)
        for broker, directions in open_yet.items()
    }
    while waiting:
        onward = waiting.popleft()
        passed = longest.get(id(onward), 1)
        if farthest.get(onward.sender, 0) <= passed:
            continue
        left: list[BridgeDirection] = []
        for direction in open_yet[onward.sender]:
            fits = direction.sender != onward.receiver and passed < direction.consumer_ttl % UNLIMITED
            if fits and apart.parts(onward.sender, direction.sender, onward.receiver):
                found[id(direction)] = direction
                waiting.append(direction)
            else:
                left.append(direction)
        open_yet[onward.sender] = left
    by_sender: dict[str, list[BridgeDirection]] = {}
    for direction in found.values():
        by_sender.setdefault(direction.sender, []).append(direction)
    return by_sender


def _hears(direction: BridgeDirection, destination: Destination) -> bool:
    return direction.admits(destination) and direction.listens_to(destination)


def _hears_own(direction: BridgeDirection, destination: Destination, subscribed: Collection[str]) -> bool:
    heard = direction.consumer_ttl != 0 or not direction.duplex
    return heard and direction.receiver in subscribed and direction.listens_to(destination)


def _longest(interpretation: Interpretation, destination: Destination, subscribed: Collection[str]) -> dict[int, int]:
    """For each direction the most brokers that what it holds can have passed, by ways that never turn straight back."""
    longest: dict[int, int] = {}
    directions = [direction for direction in interpretation.directions if _hears(direction, destination)]
    holding = [
        direction
        for direction in directions
        if _hears_own(direction, destination, subscribed) or direction.static_patterns(destination)
    ]
    length = 1
    while holding and length <= len(interpretation.arriving):
        count: dict[str, int] = {}
        back: dict[tuple[str, str], int] = {}
        for direction in holding:
            longest[id(direction)] = length
            count[direction.sender] = count.get(direction.sender, 0) + 1
            back[direction.sender, direction.receiver] = back.get((direction.sender, direction.receiver), 0) + 1
        holding = [
            direction
            for direction in directions
            if (direction.consumer_ttl < 0 or length < direction.consumer_ttl)
            and count.get(direction.receiver, 0) > back.get((direction.receiver, direction.sender), 0)
        ]
        length += 1
    return longest


class _Apart:
    """Whether two neighbors of a broker have no way to each other but over that broker."""

    def __init__(self, interpretation: Interpretation) -> None:
        self._around: dict[str, set[str]] = {}
        for direction in interpretation.directions:
            self._around.setdefault(direction.sender, set()).add(direction.receiver)
            self._around.setdefault(direction.receiver, set()).add(direction.sender)
        self._parts: dict[str, dict[str, int]] = {}

    def parts(self, broker: str, one: str, other: str) -> bool:
        if broker not in self._parts:
            part: dict[str, int] = {}
            for number, start in enumerate(self._around[broker]):
                if start in part:
                    continue
                part.update(dict.fromkeys(walk([start], lambda near: self._around[near] - {broker}), number))
            self._parts[broker] = part
        return self._parts[broker][one] != self._parts[broker][other]

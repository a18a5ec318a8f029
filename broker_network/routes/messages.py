"""How messages travel, given what bridges hold: which bridges take them, how often they arrive, where they get stuck.

A bridge passes a message on while it has passed fewer brokers than `messageTTL`, and never to a broker it has
passed. A topic gives it to every subscription, a queue to one: the one of the highest priority, in turn where several
are equal. (Source: NetworkBridgeFilter; Queue.doActualDispatch.)
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from .bridge_directions import BridgeDirection
from .subscriptions import Held

MOST_WAYS = 2_000
"""How many ways of a message are followed, by the brokers it has passed."""


def passes(direction: BridgeDirection, passed: int) -> bool:
    """Whether a bridge takes a message that has passed so many brokers before its sender."""
    return direction.message_ttl < 0 or passed < direction.message_ttl


def shortest(
    sender: str, receiver: str, leaving: Callable[[str], Iterable[BridgeDirection]]
) -> tuple[BridgeDirection, ...] | None:
    """The fewest directions from one broker to another within `messageTTL`; None where there is no way."""
    return routes(sender, leaving, receiver).get(receiver)


def routes(
    sender: str,
    leaving: Callable[[str], Iterable[BridgeDirection]],
    until: str | None = None,
    *,
    any_distance: bool = False,
) -> dict[str, tuple[BridgeDirection, ...]]:
    """The fewest directions from a broker to each that messages get to, nearest first; no further than to `until`.

    With `any_distance`, `messageTTL` is not asked.
    """
    found: dict[str, tuple[BridgeDirection, ...]] = {sender: ()}
    waiting = deque([sender])
    while waiting and (until is None or until not in found):
        broker = waiting.popleft()
        way = found[broker]
        for direction in leaving(broker):
            if direction.receiver not in found and (any_distance or passes(direction, len(way))):
                found[direction.receiver] = (*way, direction)
                waiting.append(direction.receiver)
    return found


@dataclass(slots=True)
class Copies:
    """How often a message on a topic arrives at each broker. `whole` is False where not all ways were followed."""

    at: dict[str, int] = field(default_factory=dict)
    whole: bool = True


def copies(sender: str, held: Mapping[str, list[Held]], audited: Callable[[str], bool]) -> Copies:
    """Let a message on a topic travel.

    Where a broker is `audited`, each of its subscriptions takes a message once, however often it arrives.
    (Source: TopicSubscription.isDuplicate, PolicyEntry.configure; seen on 6.2.6.)
    """
    found = Copies({sender: 1})
    ways = 0
    taken: set[tuple[str, int]] = set()
    waiting: deque[tuple[str, tuple[str, ...], int]] = deque([(sender, (), 1)])
    while waiting:
        broker, passed, count = waiting.popleft()
        ways += 1
        if ways > MOST_WAYS + len(held):
            found.whole = False
            break
        once = audited(broker)
        crossing: dict[str, int] = {}
        for one in held.get(broker, ()):
            direction = one.direction
            if (
                one.swallows
                or direction.receiver in passed
                or direction.receiver == broker
                or not passes(direction, len(passed))
            ):
                continue
            if once:
                if (broker, id(one)) in taken:
                    continue
                taken.add((broker, id(one)))
            crossing[direction.receiver] = crossing.get(direction.receiver, 0) + one.weight * (1 if once else count)
        for receiver, number in crossing.items():
            found.at[receiver] = found.at.get(receiver, 0) + number
            waiting.append((receiver, (*passed, broker), number))
    return found


@dataclass(slots=True)
class Ways:
    """What may become of a message on a queue.

    `arrives` is the first way found to the consumer, None where there is none; `stuck` the first to a broker from
    which nothing takes it further, or where a bridge swallows it. `whole` is False where not all ways were followed.
    """

    arrives: tuple[BridgeDirection, ...] | None = None
    stuck: tuple[BridgeDirection, ...] | None = None
    whole: bool = True


def ways(sender: str, consumer: str, held: Callable[[str], Iterable[Held]], *, here: bool = True) -> Ways:
    """Follow a message from a broker to a consumer at another; `here` is whether the consumer is there."""
    found = Ways()
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting: deque[tuple[str, frozenset[str], tuple[BridgeDirection, ...]]] = deque([(sender, frozenset(), ())])
    while waiting:
        broker, passed, way = waiting.popleft()
        if len(seen) > MOST_WAYS:
            found.whole = False
            break
        best = 0 if broker == consumer and here else None
        onward: dict[str, BridgeDirection] = {}
        lost = False
        for one in held(broker):
            direction = one.direction
            if direction.receiver in passed or direction.receiver == broker or not passes(direction, len(way)):
                continue
            if best is None or one.priority > best:
                best = one.priority
                onward, lost = {}, False
            if one.priority == best and one.swallows:
                lost = True
            elif one.priority == best:
                onward.setdefault(direction.receiver, direction)
        if broker == consumer and here and (best or 0) <= 0:
            if found.arrives is None:
                found.arrives = way
        elif not onward and found.stuck is None:
            found.stuck = way
        if lost and found.stuck is None:
            found.stuck = way
        for receiver, direction in onward.items():
            state = (receiver, passed | {broker})
            if state not in seen:
                seen.add(state)
                waiting.append((receiver, passed | {broker}, (*way, direction)))
    return found

"""The smallest change after which every message gets there, tried by asking again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from broker_network.routes import (
    BridgeDirection,
    Delivery,
    Denial,
    Edit,
    Grant,
    Why,
    apply,
    bridge_ttl_attribute,
)
from broker_network.routes.permissions import password_of

from .possible_bridges import PossibleBridge, PossibleBridges
from .reachability import Reachability
from .verdict import Question, Verdict

ProposedChange = tuple[Edit | Grant, ...]
_One = TypeVar("_One")

_SLACK = 2
"""So many edits more than the fewest found so far are still tried, for not all of them may be needed."""

_MORE_TTL = 3
"""Up to so many more of `consumerTTL` are tried where who subscribed first decides."""

_MOST_ROUNDS = 6
"""So often rights are granted for what is denied next: a login first, then what it is for."""


def through(verdict: Verdict) -> bool:
    """Whether every message gets there, as far as the files tell what accounts may do."""
    return verdict.arrives or (verdict.arrival.delivery is Delivery.UNKNOWN and verdict.arrival.why == (Why.UNTOLD,))


def smallest_change(
    engine: Reachability, bridges: PossibleBridges, verdict: Verdict
) -> tuple[ProposedChange, list[PossibleBridge]]:
    """The fewest edits of connectors and grants of rights that do, and the way that then is open.

    Nothing, and the way that seems nearest, where nothing is wrong or nothing known would do; of what the files leave
    open nothing is changed.
    """
    edits, way = _opening_links(engine, bridges, verdict)
    if through(verdict) or (verdict.arrival.delivery is Delivery.UNKNOWN and Why.UNSTABLE not in verdict.arrival.why):
        return (), way
    return _with_grants(engine, verdict.question, edits), way


# Links


def _opening_links(
    engine: Reachability, bridges: PossibleBridges, verdict: Verdict
) -> tuple[tuple[Edit, ...], list[PossibleBridge]]:
    """The fewest edits that let filters and TTL deliver every message, and the way."""
    links = verdict.links
    open_way = bridges.of(links.route) if links.route else None
    if open_way is not None and links.delivery in (Delivery.ALWAYS, Delivery.UNKNOWN):
        return (), open_way
    ways = bridges.ways()
    nearest = open_way or (ways[0] if ways else [])
    if links.delivery in (Delivery.ALWAYS, Delivery.UNKNOWN):
        return (), nearest

    def works(edits: Iterable[Edit]) -> bool:
        question = verdict.question
        routing = engine.routing.changed(apply(engine.routing.network, edits))
        asked = (question.message, question.sender, question.receiver, question.destination)
        return routing.by_links(*asked).delivery is Delivery.ALWAYS

    best: tuple[tuple[Edit, ...], list[PossibleBridge]] | None = None
    for way in ways:
        for edits in _candidates(engine, bridges, verdict.question, way):
            if best is not None and len(edits) > len(best[0]) + _SLACK:
                continue
            if edits and works(edits):
                fewest = _fewest(edits, works)
                if best is None or len(fewest) < len(best[0]):
                    best = (fewest, way)
                break
    edits, way = best or ((), nearest)
    return edits, open_way or way


def _candidates(
    engine: Reachability, bridges: PossibleBridges, question: Question, way: list[PossibleBridge]
) -> Iterator[tuple[Edit, ...]]:
    """What may open a way, the least first."""
    for extra in range(_MORE_TTL):
        yield _opening(bridges, way, extra)
    if question.message == "directed":
        opening = {edit.place: edit for edit in _opening(bridges, way, 0)}
        for directions in ([possible.direction for possible in way], engine.routing.directions):
            apart = _apart(directions, bridges)
            if apart:
                yield (*opening.values(), *apart)


def _apart(directions: Iterable[BridgeDirection], bridges: PossibleBridges) -> tuple[Edit, ...]:
    """Let connectors that admit the queue keep selectors."""
    found = {
        one.place: PossibleBridge(one, one.bridge).edit("conduitSubscriptions", "set", False)
        for one in directions
        if one.conduit and one.admits(bridges.destination)
    }
    return tuple(found.values())


def _opening(bridges: PossibleBridges, way: list[PossibleBridge], extra: int) -> tuple[Edit, ...]:
    """The edits that open a way of these bridges, with `extra` more of `consumerTTL` than it needs by itself."""
    flat: dict[tuple[object, ...], Edit] = {}
    ttl: dict[tuple[tuple[int, int], str], Edit] = {}
    for number, possible in enumerate(way, start=1):
        for edit in bridges.admitting(possible):
            flat[edit.place, edit.attribute, edit.value] = edit
        needed = {"messageTTL": number, "consumerTTL": len(way) - number + 1 + extra}
        for attribute, least in needed.items():
            has = possible.direction.message_ttl if attribute == "messageTTL" else possible.direction.consumer_ttl
            if 0 <= has < least:
                written = bridge_ttl_attribute(possible.direction.bridge.connector, attribute)
                key = (possible.direction.place, written)
                known = ttl.get(key)
                if known is None or (isinstance(known.value, int) and known.value < least):
                    ttl[key] = possible.edit(written, "set", least)
    return (*flat.values(), *ttl.values())


# Rights


def _with_grants(engine: Reachability, question: Question, edits: tuple[Edit, ...]) -> ProposedChange:
    """The edits with the grants that accounts need besides; nothing where all of that does not do."""

    def after(change: Iterable[Edit | Grant]) -> Verdict:
        return engine.changed(apply(engine.routing.network, change)).verdict(question)

    change: ProposedChange = edits
    found: Verdict | None = None
    for _ in range(_MOST_ROUNDS):
        found = after(change)
        if through(found):
            break
        grants = {_same(grant): grant for one in found.denials for grant in _grants(engine, one)}
        further = [one for one in grants.values() if one not in change]
        if not further:
            return ()
        change = (*change, *further)
    else:
        return ()
    rights = [one for one in change if isinstance(one, Grant)]
    return _fewest(change, lambda left: through(after(left))) if len(rights) > 1 else change


def _same(grant: Grant) -> object:
    denial = grant.denial
    return denial.broker, denial.user, denial.action, denial.destination


def _grants(engine: Reachability, denial: Denial) -> Iterator[Grant]:
    """What gives an account what it lacks; nothing for whoever gives no name."""
    if denial.user is None:
        return
    if denial.action != "log in":
        yield Grant(denial)
        return
    bridges = engine.access.bridges
    passwords = (password_of(bridge, denial.broker, denial.user) for bridge in bridges)
    yield Grant(denial, next((one for one in passwords if one is not None), None))


def _fewest(change: tuple[_One, ...], works: Callable[[tuple[_One, ...]], bool]) -> tuple[_One, ...]:
    """What is left when everything is left out that is not needed; tried again, for less may make less needed."""
    left: tuple[_One, ...] = ()
    while left != change:
        left = change
        for one in left:
            without = tuple(kept for kept in change if kept is not one)
            if without and works(without):
                change = without
    return change

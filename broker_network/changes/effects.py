"""What a change does to people: what arrives, what accounts may do, and what a thief can do, before and after."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from broker_network.exposure import AccessMap, Subject, exposure, subjects
from broker_network.exposure.account_rights import ACTIONS, Grants
from broker_network.exposure.powers import Verb, What
from broker_network.mcollective.destinations import Message
from broker_network.network import AuthenticationUser, Broker, Destination
from broker_network.reach import Reachability, Verdict
from broker_network.routes import MOST_PAIRS, Action, AskedPair

from .difference import ChangeAction

MOST_BROKERS = 50
"""Up to so many brokers in each network it is compared what a thief can do: it takes as long as their square."""


@dataclass(frozen=True, slots=True)
class ArrivalChange:
    """One kind of message between clients at a broker and servers at another, of which something else becomes.

    `old` and `new` are None where the network does not have both brokers.
    """

    client: str
    server: str
    collective: str
    message: Message
    old: Verdict | None
    new: Verdict | None


@dataclass(frozen=True, slots=True)
class RightsChange:
    """What an account may do at a broker only in the new network, and only in the old one.

    `action` says whether the account is new there, is gone, or is in both networks.
    Each is an action with the pattern of the entry that allows it. The pattern is None where a broker asks for no
    rights: then the account may do everything.
    """

    user: str
    broker: str
    action: ChangeAction
    gained: tuple[tuple[Action, Destination | None], ...]
    lost: tuple[tuple[Action, Destination | None], ...]


@dataclass(frozen=True, slots=True)
class ExposureChange:
    """Whom a theft concerns only in the new network, and only in the old one.

    `subject` is what is stolen; `action` says whether that is new, is gone, or is in both networks. `verb`, `what`,
    `collective` and `counts` are those of a `Power`. `gained` and `lost` name whom it concerns, or the brokers where it
    names nobody.
    """

    subject: str
    action: ChangeAction
    verb: Verb
    what: What
    collective: str | None
    counts: bool | None
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effects:
    """All that differs for people. None is what was not compared, because the networks are too large for it."""

    arrivals: tuple[ArrivalChange, ...] | None
    rights: tuple[RightsChange, ...]
    exposure: tuple[ExposureChange, ...] | None


def effects(old: Reachability, new: Reachability) -> Effects:
    """What differs for people between two networks, in the order of the new one, then of the old one."""
    pairs = tuple(dict.fromkeys(pair for one in (new, old) for pair in one.pairs(most=MOST_PAIRS + 1)))
    small = max(len(one.access.brokers) for one in (old, new)) <= MOST_BROKERS
    return Effects(
        tuple(_arrivals(pairs, old, new)) if len(pairs) <= MOST_PAIRS else None,
        tuple(_rights(old.access, new.access)),
        tuple(_exposure(old.access, new.access)) if small else None,
    )


def _arrivals(pairs: Iterable[AskedPair], old: Reachability, new: Reachability) -> Iterator[ArrivalChange]:
    for pair in pairs:
        before, after = _of_pair(pair, old), _of_pair(pair, new)
        for message in dict.fromkeys((*after, *before)):
            one, other = before.get(message), after.get(message)
            if _outcome(one) != _outcome(other):
                yield ArrivalChange(*pair, message, one, other)


def _of_pair(pair: AskedPair, engine: Reachability) -> dict[Message, Verdict]:
    client, server, collective = pair
    if not {client, server} <= engine.access.brokers.keys() or collective not in engine.access.collectives:
        return {}
    return {question.message: engine.verdict(question) for question in engine.questions(*pair)}


def _outcome(verdict: Verdict | None) -> tuple[object, ...] | None:
    """What counts as a difference; the way and the reasons do not."""
    return None if verdict is None else (verdict.arrival.delivery, verdict.arrival.copies, verdict.arrival.fewest)


def _rights(old: AccessMap, new: AccessMap) -> Iterator[RightsChange]:
    before, after = _permissions(old), _permissions(new)
    for key in dict.fromkeys((*after, *before)):
        gained, lost = _apart(before.get(key, {}), after.get(key, {}))
        if gained or lost:
            yield RightsChange(*key, _action(key, before, after), gained, lost)


def _permissions(access: AccessMap) -> dict[tuple[str, str], dict[tuple[Action, Destination | None], None]]:
    return {
        (user.username, broker.name): dict.fromkeys(_allowed(broker, user, grants))
        for broker in access.brokers.values()
        if broker.authorization != "other"
        for grants in (Grants(broker),)
        for user in broker.users
    }


def _allowed(broker: Broker, user: AuthenticationUser, grants: Grants) -> Iterator[tuple[Action, Destination | None]]:
    for action in ACTIONS:
        if broker.authorization is None:
            yield action, None
        else:
            yield from ((action, destination) for destination in grants.to(user, action))


def _exposure(old: AccessMap, new: AccessMap) -> Iterator[ExposureChange]:
    before, after = ({str(one): one for one in subjects(access)} for access in (old, new))
    for name in dict.fromkeys((*after, *before)):
        had = _powers(before[name], old) if name in before else {}
        has = _powers(after[name], new) if name in after else {}
        for kind in dict.fromkeys((*has, *had)):
            gained, lost = _apart(had.get(kind, {}), has.get(kind, {}))
            if gained or lost:
                yield ExposureChange(name, _action(name, before, after), *kind, gained, lost)


_Kind = tuple[Verb, What, str | None, bool | None]


def _powers(subject: Subject, access: AccessMap) -> dict[_Kind, dict[str, None]]:
    found: dict[_Kind, dict[str, None]] = {}
    for power in exposure(subject, access).powers:
        kind = (power.verb, power.what, power.collective, power.counts)
        found.setdefault(kind, {}).update(dict.fromkeys(power.whom or power.over or power.at))
    return found


_Key = TypeVar("_Key")
_Item = TypeVar("_Item")


def _apart(old: Collection[_Item], new: Collection[_Item]) -> tuple[tuple[_Item, ...], tuple[_Item, ...]]:
    """What only the new one has, and what only the old one has."""
    return tuple(one for one in new if one not in old), tuple(one for one in old if one not in new)


def _action(key: _Key, old: Collection[_Key], new: Collection[_Key]) -> ChangeAction:
    return "changed" if key in old and key in new else "added" if key in new else "removed"

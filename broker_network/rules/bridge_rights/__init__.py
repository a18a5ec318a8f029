"""What a bridge's user must be allowed at each end, by the direction of the messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from broker_network.mcollective.destinations import MESSAGES, destination, pattern, recognized
from broker_network.network import Destination
from broker_network.network.names import NOBODY
from broker_network.routes import Action, Bridge, Rights, permits
from broker_network.routes.accounts import TEMPORARY, advisories, reader, writer
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.connectors import filters_resolved
from broker_network.rule_support.fix import Fix, setting, undecided

from .ends import Ends


def _find(case: Case) -> Iterator[Fault]:
    ends = Ends(case)
    for bridge in case.bridges:
        sender, receiver = ends.rights(bridge.sender), ends.rights(bridge.receiver)
        if sender is None or receiver is None:
            continue
        taking, giving = _account(sender, reader(bridge)), _account(receiver, writer(bridge))
        yield from _advisory(bridge, giving)
        if not filters_resolved(bridge.connector):
            continue
        for crossing in _crossing(ends, bridge, sender, receiver):
            yield from _either_end(ends, bridge, taking, giving, crossing)


class _Account(NamedTuple):
    """A bridge's account at one of its ends, with the groups of its user there; None are groups not known."""

    rights: Rights
    user: str | None
    groups: tuple[str, ...] | None


def _account(rights: Rights, user: str | None) -> _Account:
    return _Account(rights, user, rights.groups(user))


def _crossing(ends: Ends, bridge: Bridge, sender: Rights, receiver: Rights) -> Iterator[Destination]:
    """What MCollective sends over a bridge: of the collectives that both ends know, what the filters admit."""
    there = set(ends.collectives(receiver.broker))
    for collective in ends.collectives(sender.broker):
        if collective in there:
            for crossing in _destinations(collective):
                if permits(bridge.connector, crossing):
                    yield crossing


@lru_cache(maxsize=1024)  # asked for at every bridge
def _destinations(collective: str) -> tuple[Destination, ...]:
    return tuple(destination(message, collective) for message in MESSAGES)


def _either_end(
    ends: Ends, bridge: Bridge, taking: _Account, giving: _Account, crossing: Destination
) -> Iterator[Fault]:
    """What is missing for one destination that somebody sends at one end and somebody reads at the other."""
    lacks: list[tuple[_Account, Action, Severity]] = []
    if taking.rights.allows(taking.groups, "read", crossing) is False:
        lacks.append((taking, "read", Severity.ERROR))
    elif taking.rights.allows(taking.groups, "admin", crossing) is False:
        lacks.append((taking, "admin", Severity.WARNING))
    if giving.rights.allows(giving.groups, "write", crossing) is False:
        lacks.append((giving, "write", Severity.ERROR))
    if not lacks:
        return
    read = ends.nearest(bridge.receiver, "read", crossing, bridge.sender)
    if read is None or 0 <= bridge.sure_consumer_ttl <= read:
        return
    sent = ends.nearest(bridge.sender, "write", crossing, bridge.receiver)
    if sent is None or 0 <= bridge.sure_message_ttl <= sent:
        return
    for account, action, severity in lacks:
        rights, user, _ = account
        broker = rights.broker
        if not _may_log_in(account):
            continue
        entries = rights.entries(crossing)
        doing = {"read": "read from", "write": "write to", "admin": "create"}[action]
        yield Fault(
            broker.name,
            entries[0].source if entries else broker.source,
            f"{user or 'The bridge'}, the user of the bridge from {bridge.sender} to {bridge.receiver}, may not "
            f"{doing} {crossing}, which somebody at {bridge.sender} or behind it sends and somebody at "
            f"{bridge.receiver} or behind it reads.",
            _granting(rights, user, action, crossing),
            action if entries else None,
            severity=severity,
        )


def _granting(rights: Rights, user: str | None, action: Action, crossing: Destination) -> Fix:
    """Give the right to the group that the user shares with fewest others, in the entry for just that."""
    pattern = _pattern(crossing)
    why = "it changes who may do what"
    entry = next((one for one in rights.entries(crossing) if one.destination == pattern), None)
    account = rights.users.get(user) if user else None
    if entry is None or account is None or not account.groups:
        return undecided(why, f"Give a group of {user or 'that user'} the right {action} on {pattern}.")
    shared = Counter(group for other in rights.users.values() for group in other.groups)
    group = min(account.groups, key=lambda one: shared[one])
    given = [one for one in getattr(entry, action) if one.lower() != NOBODY]
    return undecided(why, "", *setting(entry.source, **{action: ",".join((*given, group))}))


def _advisory(bridge: Bridge, giving: _Account) -> Iterator[Fault]:
    """The one subscription without which a bridge learns of no other."""
    receiver, user, groups = giving
    broker = receiver.broker
    if broker.authorization != "map" or not _may_log_in(giving):
        return
    refused = [one for one in advisories(bridge.connector) if receiver.allows(groups, "read", one) is False]
    if not refused:
        return
    hint = ""
    if all(one in TEMPORARY for one in refused):
        hint = (
            ', or set bridgeTempDestinations="false" at the connector, since MCollective uses no temporary destinations'
        )
    yield Fault(
        broker.name,
        next((entry.source for one in refused for entry in receiver.entries(one)), broker.source),
        f"{user or 'The bridge'}, the user of the bridge from {bridge.sender} to {bridge.receiver}, may not read "
        f"{', '.join(one.physical_name for one in refused[:3])}{' and more' if len(refused) > 3 else ''}: the bridge "
        "learns of no subscription and carries nothing.",
        f"Give a group of {user or 'that user'} the right read there{hint}.",
        "read" if any(receiver.entries(one) for one in refused) else None,
    )


def _may_log_in(account: _Account) -> bool:
    """Whether the user is known there: one who is not is another rule's matter."""
    return account.rights.broker.authentication is not None and (
        account.user in account.rights.users if account.user is not None else bool(account.groups)
    )


def _pattern(crossing: Destination) -> Destination:
    """What rights name for a destination and all that carry the same messages."""
    found = recognized(crossing.physical_name)
    return pattern(found.message, found.collective) if found else crossing


RULE = Rule(__name__, _find, Severity.ERROR)

"""Which policy entry holds for a destination: one alone, the most specific; nothing is inherited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from broker_network.activemq.elements import POLICY_ENTRY
from broker_network.network import (
    Broker,
    Destination,
    PendingMessageLimit,
    PolicyEntry,
    Unknown,
    resolved,
)

_EITHER = "${one of several entries}"
"""What an entry says where luck decides: a placeholder, so that nobody takes it for known."""

_DEFAULTS = {
    name: attribute.type.read(attribute.default)
    for name, attribute in POLICY_ENTRY.by_field.items()
    if attribute.default is not None and not attribute.changed
}

_DECIDING = tuple(
    one.name for one in fields(PolicyEntry) if one.name not in ("source", "destination", "others", "children")
)


def policy_of(broker: Broker, destination: Destination) -> PolicyEntry | Unknown | None:
    """The entry that holds, the default entry where no other does; None where there is neither.

    Where several entries are for the same pattern, luck decides which of them holds: the entry then says what all of
    them say, and is Unknown in what they differ in. Unknown where an entry's destination has a placeholder, so that it
    may be that one. (Source: PolicyMap.getEntryFor, DestinationMap.chooseValue, ActiveMQDestination.compare; of 2,000
    queues on 5.18.3, the first of two entries held for 1,048.)
    """
    found: list[PolicyEntry] = []
    default: PolicyEntry | None = None
    for entry in broker.policy_entries:
        if entry.destination is None:
            default = entry
        elif not resolved(entry.destination.physical_name):
            return Unknown(entry.destination.physical_name)
        elif entry.destination.matches(destination):
            if not found or nearer(entry, found[0], destination):
                found = [entry]
            elif entry.destination == found[0].destination:
                found.append(entry)
    return common(found) if found else default


def common(entries: Sequence[PolicyEntry]) -> PolicyEntry:
    """What entries for one pattern say, at the place of the first; what they differ in is not known."""
    first = entries[0]
    open_fields: dict[str, Any] = {}
    for name in _DECIDING if len(entries) > 1 else ():
        if any(_effective(one, name) != _effective(first, name) for one in entries[1:]):
            open_fields[name] = _unknown(name)
    return replace(first, **open_fields) if open_fields else first


def _effective(entry: PolicyEntry, name: str) -> object:
    value = getattr(entry, name)
    return _DEFAULTS.get(name) if value is None else value


def _unknown(name: str) -> object:
    if name == "pending_message_limit":
        return PendingMessageLimit(_EITHER, _EITHER)
    return _EITHER if name == "memory_limit" else Unknown(_EITHER)


def drops_copies(broker: Broker, destination: Destination) -> bool | None:
    """Whether a broker gives a subscriber of a topic each message once, even when it arrives twice.

    It does where a policy entry holds for the topic and does not say `enableAudit="false"`; without any entry it
    does not. None where the files leave it open. (Source: PolicyEntry.configure; seen on 5.18.3 and 6.2.6.)
    """
    policy = policy_of(broker, destination)
    if policy is None:
        return False
    if isinstance(policy, Unknown) or isinstance(policy.enable_audit, Unknown):
        return None
    return policy.enable_audit is not False


def nearer(one: PolicyEntry, other: PolicyEntry, destination: Destination) -> bool:
    """Whether of two entries that match the first holds."""
    if one.destination is None or other.destination is None or one.destination == other.destination:
        return other.destination is None and one.destination is not None
    if destination in (one.destination, other.destination):
        return one.destination == destination
    if one.destination.matches(other.destination):
        return False
    return other.destination.matches(one.destination) or one.destination.physical_name < other.destination.physical_name

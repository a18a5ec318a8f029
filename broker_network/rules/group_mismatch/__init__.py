"""Groups in rights and groups of users that do not meet."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import Broker, Source, resolved
from broker_network.network.names import NOBODY
from broker_network.routes import Rights
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.fix import FileEdit, Fix, setting, undecided
from broker_network.rule_support.slips import is_slip

_NOBODY = {NOBODY, "no-one", "none"}
"""Names for a group that is meant to have no members."""

_ACTIONS = ("read", "write", "admin")


def _find(case: Case) -> Iterator[Fault]:
    elsewhere = {group for broker in case.network.brokers for user in broker.users for group in user.groups}
    for broker in case.network.brokers:
        rights = case.rights(broker)
        if broker.authorization == "map" and rights.users_known and rights.users and broker.authorization_entries:
            yield from _at(broker, rights, elsewhere)


def _at(broker: Broker, rights: Rights, elsewhere: set[str]) -> Iterator[Fault]:
    given = _given(broker)
    members = {group for user in rights.users.values() for group in user.groups}
    anonymous = broker.authentication.anonymous_groups if broker.authentication else None
    members.update(anonymous or ())
    if not all(map(resolved, (*members, *given))) or "*" in given:
        return
    lonely = [group for group in given if group not in members and group.lower() not in _NOBODY]
    useless = sorted(members - given.keys())
    told: set[str] = set()
    for group in lonely:
        source, action = given[group]
        meant = _alike(group, useless)
        if meant is not None:
            told.add(meant)
            message = f"Nobody is in the group {group}; users are in {meant}, to which nothing is given."
            yield _finding(broker, Severity.ERROR, source, message, _renamed(broker, group, meant), action)
        elif group in rights.users:
            message = f"Rights are given to groups, and nobody is in a group {group}: {group} is a user."
            fix = f"Add {group} to the groups of that user, or give the right to one of its groups."
            yield _finding(broker, Severity.WARNING, source, message, fix, action)
        elif group not in elsewhere:
            message = f"Rights are given to the group {group}, in which nobody is."
            yield _finding(broker, Severity.NOTE, source, message, f"Put users into {group}, or remove it.", action)
    known = sorted(given)
    for user in rights.users.values():
        for group in user.groups:
            meant = _alike(group, known) if group not in given and group not in told else None
            if meant is not None and meant not in user.groups:
                message = f"{user.username} is in the group {group}, which no entry names; entries name {meant}."
                yield _finding(broker, Severity.WARNING, user.source, message, f"Write {meant}.", "groups")
        if not any(group in given for group in user.groups):
            groups = f"its groups ({', '.join(user.groups)}) are" if user.groups else "it is in no group and so is"
            message = f"The user {user.username} may do nothing: {groups} in no entry."
            fix = f"Put {user.username} into a group that has rights, or remove the user."
            yield _finding(broker, Severity.WARNING, user.source, message, fix, "groups" if user.groups else None)


def _renamed(broker: Broker, group: str, meant: str) -> Fix:
    edits: list[FileEdit] = []
    for entry in broker.authorization_entries:
        for action in _ACTIONS:
            groups = getattr(entry, action)
            if group in groups:
                renamed = dict.fromkeys(meant if one == group else one for one in groups)
                edits += setting(entry.source, **{action: ",".join(renamed)})
    return undecided("it changes who may do what", f"Or put users into {group}.", *edits)


def _given(broker: Broker) -> dict[str, tuple[Source | None, str]]:
    """The groups that have rights, each with its first place; those for temporary destinations are left out."""
    found: dict[str, tuple[Source | None, str]] = {}
    for entry in broker.authorization_entries:
        for action in _ACTIONS:
            for group in getattr(entry, action):
                found.setdefault(group, (entry.source, action))
    return found


def _alike(group: str, others: list[str]) -> str | None:
    """The one of the others that this group is a slip of the pen for."""
    low, single = group.lower(), group.rstrip("s")
    for other in others:
        if other.lower() == low or other.rstrip("s") == single:
            return other
    return next((other for other in others if is_slip(group, other)), None)


def _finding(
    broker: Broker, severity: Severity, source: Source | None, message: str, fix: Fix | str, attribute: str | None
) -> Fault:
    return Fault(broker.name, source, message, fix, attribute, severity=severity)


RULE = Rule(__name__, _find, Severity.ERROR, decides="it changes who may do what")

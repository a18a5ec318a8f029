"""Intermediate files, which contain what the old and the new file need."""

from __future__ import annotations

from dataclasses import replace

from broker_network.network import AuthenticationUser, Broker, TransportConnector, parse

from .difference import changes_of


def with_accounts_of(one: Broker, other: Broker) -> Broker | None:
    """A broker with the accounts, rights and listeners of another added; None if it already has them.

    A user with two passwords, and a listener on a port that is taken, stay as they are. A listener whose name is taken
    temporarily gets another name.
    """
    users = {user.username: user for user in other.users}
    kept = {user.username for user in one.users}
    merged = tuple(_in_groups_of(user, users.get(user.username)) for user in one.users)
    rights = tuple(entry for entry in other.authorization_entries if entry not in one.authorization_entries)
    taken = {_port(listener) for listener in one.transport_connectors}
    names = {listener.name for listener in one.transport_connectors}
    listeners = tuple(
        replace(listener, name=f"{listener.name}-besides") if listener.name in names and listener.name else listener
        for listener in other.transport_connectors
        if _port(listener) not in taken
    )
    both = replace(
        one,
        users=(*merged, *(user for user in other.users if user.username not in kept)),
        authorization_entries=(*one.authorization_entries, *rights),
        transport_connectors=(*one.transport_connectors, *listeners),
        ssl_context=one.ssl_context or other.ssl_context,
        properties_files=tuple(dict.fromkeys((*one.properties_files, *other.properties_files))),
    )
    return None if next(changes_of(one, both), None) is None else both


def _in_groups_of(user: AuthenticationUser, other: AuthenticationUser | None) -> AuthenticationUser:
    if other is None:
        return user
    return replace(user, groups=tuple(dict.fromkeys((*user.groups, *other.groups))))


def _port(listener: TransportConnector) -> int | str:
    try:
        return parse(listener.uri).port
    except ValueError:
        return listener.uri

"""What accounts and bridges may do, where files may not tell: True, False, or None for "not known"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from broker_network.network import AuthorizationEntry, Broker, Destination, parse, resolved

from .accounts import advisories, consumer_advisory, reader, writer
from .bridges import Bridge
from .rights import Action, Rights

_Granted = tuple[Destination | None, tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""The destination of an entry, and the groups that may read, write and create."""


class RightsIndex:
    """The `Rights` of brokers, indexed once for each. It knows brokers as objects, which never change."""

    def __init__(self) -> None:
        self._found: dict[int, Rights] = {}
        self._alike: dict[tuple[_Granted, ...], Rights] = {}

    def of(self, broker: Broker) -> Rights:
        """The rights at a broker; they keep the broker, so that no other gets its id."""
        found = self._found.get(id(broker))
        if found is None:
            # Tuples of what the reader shares between equal entries are compared faster than the entries themselves.
            given = tuple([(one.destination, one.read, one.write, one.admin) for one in broker.authorization_entries])
            alike = self._alike.get(given)
            found = self._found[id(broker)] = Rights(broker, alike)
            if alike is None:
                self._alike[given] = found
        return found


def lets_in(broker: Broker, username: str | None, password: str | None) -> bool | None:
    """Whether a broker accepts a login; None where its files do not tell.

    Texts with a `${placeholder}` are one password only where they are the same text.
    """
    authentication = broker.authentication
    if authentication is None:
        return True
    if authentication.kind != "simple" or not authentication.users_known:
        return None
    if username is None:
        return authentication.anonymous_groups is not None
    known = [user.password for user in broker.users if user.username == username]
    if not resolved(username) or not all(resolved(user.username) for user in broker.users):
        return True if password in known else None
    if not known:
        return False
    if password in known:
        return True
    return False if resolved(password) and all(map(resolved, known)) else None


@dataclass(frozen=True, slots=True)
class Denial:
    """What an account is denied at a broker: to log in, or a right on a destination.

    `user` is None for whoever gives no name. `entries` are those that match the destination and do not give the right.
    To log in has no destination. `composite` are the destinations that are asked for at once, where they are several.
    """

    broker: str
    user: str | None
    action: Action | Literal["log in"]
    destination: Destination | None = None
    entries: tuple[AuthorizationEntry, ...] = ()
    composite: tuple[Destination, ...] = ()


def carries(
    bridge: Bridge, brokers: Mapping[str, Broker], destination: Destination, indexed: RightsIndex
) -> bool | None:
    """Whether a bridge's accounts may take messages for a destination across; its filters and TTL are not asked."""
    answers: list[bool | None] = []
    for _, answer in _demanded(bridge, brokers, destination, indexed):
        if answer is False:
            return False
        answers.append(answer)
    return every(answers)


def denials(
    bridge: Bridge, brokers: Mapping[str, Broker], destination: Destination, indexed: RightsIndex
) -> tuple[Denial, ...]:
    """What the accounts of a bridge surely lack to take messages for a destination across: why `carries` is False."""
    found = []
    for needed, answer in _demanded(bridge, brokers, destination, indexed):
        if answer is False:
            found.append(_with_entries(needed, brokers, indexed))
    return tuple(found)


def denied(
    broker: str,
    user: str | None,
    action: Action,
    destination: Destination,
    brokers: Mapping[str, Broker],
    indexed: RightsIndex,
) -> tuple[Denial, ...]:
    """The right that an account surely lacks at a broker, or nothing."""
    if indexed.of(brokers[broker]).may(user, action, destination) is not False:
        return ()
    return (_with_entries(Denial(broker, user, action, destination), brokers, indexed),)


def logs_in(bridge: Bridge, brokers: Mapping[str, Broker]) -> bool | None:
    """Whether a bridge's accounts are let in at both ends: where they are not, there is no bridge."""
    return every(
        lets_in(brokers[one.broker], one.user, one.password) for one in _logins(bridge) if one.broker in brokers
    )


@dataclass(frozen=True, slots=True)
class _Login:
    """As whom a bridge acts at one of its ends, and what it does there with messages."""

    broker: str
    action: Action
    user: str | None
    password: str | None


def password_of(bridge: Bridge, broker: str, user: str) -> str | None:
    """The password that a bridge gives for a user at one of its ends; None where it gives none, or no such user."""
    given = (one.password for one in _logins(bridge) if (one.broker, one.user) == (broker, user))
    return next(given, None)


def _logins(bridge: Bridge) -> tuple[_Login, _Login]:
    connector = bridge.connector
    writing = writer(bridge)
    as_remote = writing is not None and writing == connector.remote_user_name
    return (
        _Login(bridge.sender, "read", reader(bridge), connector.password),
        _Login(bridge.receiver, "write", writing, connector.remote_password if as_remote else connector.password),
    )


def _demanded(
    bridge: Bridge, brokers: Mapping[str, Broker], destination: Destination, indexed: RightsIndex
) -> Iterator[tuple[Denial, bool | None]]:
    """All that a bridge needs to be allowed, and whether it is.

    It logs in at both ends, reads at the sender and writes at the receiver, where it must also be allowed to read who
    subscribes: as whom says `accounts`.
    """
    for login in _logins(bridge):
        broker = brokers.get(login.broker)
        entering = Denial(login.broker, login.user, "log in")
        if broker is None:
            yield entering, None
            continue
        let_in = lets_in(broker, login.user, login.password)
        yield entering, let_in
        if let_in is False:
            continue
        doing = Denial(login.broker, login.user, login.action, destination)
        yield doing, indexed.of(broker).may(login.user, login.action, destination)
        asked = advisories(bridge.connector) if login.action == "write" else ()
        if asked:
            needed = next((one for one in asked if one.matches(consumer_advisory(destination))), asked[0])
            hearing = Denial(login.broker, login.user, "read", needed, composite=asked)
            yield hearing, indexed.of(broker).may_at_once(login.user, "read", asked)


def _with_entries(denial: Denial, brokers: Mapping[str, Broker], indexed: RightsIndex) -> Denial:
    if denial.destination is None:
        return denial
    return replace(denial, entries=indexed.of(brokers[denial.broker]).entries(denial.destination))


def every(answers: Iterable[bool | None]) -> bool | None:
    """False if any is, else None if any is not known, else True."""
    found = list(answers)
    return False if False in found else None if None in found else True


def asks_for_certificate(broker: Broker) -> bool | None:
    """Whether no listener of a broker accepts a connection without a client certificate; None where not known."""
    answers: list[bool | None] = []
    for listener in broker.transport_connectors:
        try:
            uri = parse(listener.uri)
        except ValueError:
            answers.append(None)
            continue
        asks = uri.asks_for_certificate
        answers.append(None if asks is None else uri.encrypted and asks)
    return every(answers)

"""What accounts and bridges may do, where files may not tell: True, False, or None for "not known"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from broker_network.network import AuthorizationEntry, Broker, Destination, parse, resolved

from .accounts import advisories, reader, writer
from .bridges import Bridge
from .rights import Action, Rights


class Indexed:
    """The `Rights` of brokers, indexed once for each. It knows brokers as objects, which never change."""

    def __init__(self) -> None:
        self._found: dict[int, Rights] = {}
        self._alike: dict[tuple[AuthorizationEntry, ...], Rights] = {}

    def of(self, broker: Broker) -> Rights:
        """The rights at a broker; they keep the broker, so that no other gets its id."""
        found = self._found.get(id(broker))
        if found is None:
            alike = self._alike.get(broker.authorization_entries)
            found = self._found[id(broker)] = Rights(broker, alike)
            self._alike.setdefault(broker.authorization_entries, found)
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


def carries(bridge: Bridge, brokers: Mapping[str, Broker], destination: Destination, indexed: Indexed) -> bool | None:
    """Whether a bridge's accounts may take messages for a destination across; its filters and TTL are not asked.

    A bridge logs in at both ends, reads at the sender and writes at the receiver, where it must also be allowed to
    read who subscribes: as whom says `accounts`.
    """
    connector = bridge.connector
    writing = writer(bridge)
    as_remote = writing is not None and writing == connector.remote_user_name
    ends: tuple[tuple[str, Action, str | None, str | None], ...] = (
        (bridge.sender, "read", reader(bridge), connector.password),
        (bridge.receiver, "write", writing, connector.remote_password if as_remote else connector.password),
    )
    answers: list[bool | None] = []
    for name, action, user, password in ends:
        broker = brokers.get(name)
        if broker is None:
            answers.append(None)
            continue
        answers.append(lets_in(broker, user, password))
        if answers[-1] is False:
            return False
        if user is not None:
            answers.append(indexed.of(broker).may(user, action, destination))
        elif broker.authorization is not None:
            answers.append(None)
    far, asked = brokers.get(bridge.receiver), advisories(connector)
    if far is not None and writing is not None and asked:
        answers.append(indexed.of(far).may_at_once(writing, "read", asked))
    return every(answers)


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
        options = dict(uri.options)
        given = {options.get(key) for key in ("needClientAuth", "transport.needClientAuth")}
        wanted = any(value is not None and value.strip().lower() == "true" for value in given)
        unsure = any(value is not None and not resolved(value) for value in given)
        answers.append(None if unsure else uri.encrypted and wanted)
    return every(answers)

"""Changes of single attributes and rights, as data, and the network that comes of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar

from broker_network.activemq.elements import BROKER, NETWORK_CONNECTOR, ModelElement
from broker_network.network import (
    AuthenticationUser,
    AuthorizationEntry,
    Broker,
    Destination,
    Network,
    NetworkConnector,
    Source,
)

from .permissions import Denial

_Changed = TypeVar("_Changed", Broker, NetworkConnector)


@dataclass(frozen=True, slots=True)
class Edit:
    """What to change of one element of one broker's file.

    `connector` is the network connector, number `place[1]` of broker number `place[0]`, as it is; None where the change
    is of the `broker` element itself. `attribute` is spelled as in the file. `action` is `set` (`value` is the new
    number or flag), `add` or `remove` (`value` is a destination of that list), or `drop` the attribute.
    """

    broker: str
    place: tuple[int, int]
    connector: NetworkConnector | None
    attribute: str
    action: Literal["set", "add", "remove", "drop"]
    value: int | bool | Destination | None = None

    @property
    def source(self) -> Source | None:
        """Where the connector was read."""
        return None if self.connector is None else self.connector.source


@dataclass(frozen=True, slots=True)
class Grant:
    """Let an account do what it is denied at a broker: log in with a `password`, or use a right."""

    denial: Denial
    password: str | None = field(default=None, repr=False)

    @property
    def source(self) -> Source | None:
        """Where the first entry was read that does not give the right; None where no entry matches."""
        return self.denial.entries[0].source if self.denial.entries else None


def apply(network: Network, changes: Iterable[Edit | Grant]) -> Network:
    """The network with all changes made."""
    brokers = list(network.brokers)
    for change in changes:
        if isinstance(change, Grant):
            at = next(at for at, broker in enumerate(brokers) if broker.name == change.denial.broker)
            brokers[at] = _granting(brokers[at], change)
            continue
        at, position = change.place
        broker = brokers[at]
        if change.connector is None:
            brokers[at] = _changed(broker, BROKER, change)
            continue
        connectors = list(broker.network_connectors)
        connectors[position] = _changed(connectors[position], NETWORK_CONNECTOR, change)
        brokers[at] = replace(broker, network_connectors=tuple(connectors))
    return Network(tuple(brokers))


def _granting(broker: Broker, grant: Grant) -> Broker:
    """The broker where the user has a group of its own, with the right alone that it lacks."""
    denial = grant.denial
    name = denial.user or ""
    known = {one.username: one for one in broker.users}
    user = known.get(name, AuthenticationUser(name, grant.password or "", ()))
    if denial.action == "log in":
        user = replace(user, password=grant.password or "")
        return replace(broker, users=(*(one for one in broker.users if one.username != name), user))
    own = f"only {name}"
    user = user if own in user.groups else replace(user, groups=(*user.groups, own))
    entries = tuple(
        replace(AuthorizationEntry(destination), **{denial.action: (own,)})  # type: ignore[arg-type]
        for destination in denial.composite or (denial.destination,)
    )
    return replace(
        broker,
        users=(*(one for one in broker.users if one.username != name), user),
        authorization_entries=(*broker.authorization_entries, *entries),
    )


def _changed(of: _Changed, known: ModelElement, change: Edit) -> _Changed:
    name: str = str(known.by_name[change.attribute].field)
    value: object = change.value
    if change.action == "add":
        value = (*getattr(of, name), change.value)
    elif change.action == "remove":
        value = tuple(one for one in getattr(of, name) if one != change.value)
    elif change.action == "drop":
        value = None
    return replace(of, **{name: value})  # type: ignore[arg-type]

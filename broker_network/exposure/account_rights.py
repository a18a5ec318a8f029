"""What every account of a network may do, and how far its requests get."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from broker_network.mcollective.destinations import broadcast, directed
from broker_network.network import AuthenticationUser, Broker, Destination
from broker_network.routes import Rights
from broker_network.routes.rights import EVERYONE, Action

from .access_map import AccessMap


@dataclass(frozen=True, slots=True)
class Commands:
    """Requests of a collective that an account may send, and the brokers where they get to servers.

    `over` are those brokers: where rights, filters and TTL let requests through, or may, where files do not tell.
    Whether a server obeys is up to MCollective's own keys.
    """

    collective: str
    over: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountRights:
    """What an account may do at brokers that all give it the same: the union over its groups.

    `reads`, `writes` and `creates` are the patterns of the entries that allow it; `everything` is whether no rights are
    asked for there. `unknown` is whether the files do not tell who is who, so that nothing is listed.
    """

    user: str
    brokers: tuple[str, ...]
    groups: tuple[str, ...]
    reads: tuple[Destination, ...] = ()
    writes: tuple[Destination, ...] = ()
    creates: tuple[Destination, ...] = ()
    commands: tuple[Commands, ...] = ()
    everything: bool = False
    unknown: bool = False


def rights_of_accounts(access: AccessMap) -> tuple[AccountRights, ...]:
    """Every account, in the order of the files; brokers at which it may do the same share a row."""
    found = _Found(access)
    rows: dict[AccountRights, list[str]] = {}
    for broker in access.network.brokers:
        for row in found.rows(broker):
            rows.setdefault(row, []).append(broker.name)
    return tuple(replace(row, brokers=tuple(names)) for row, names in rows.items())


ACTIONS: tuple[Action, ...] = ("read", "write", "admin")
"""The rights that an entry may give; `admin` is to create."""


class Grants:
    """The entries of a broker by the groups that they allow something: there may be thousands of both."""

    def __init__(self, broker: Broker) -> None:
        self._patterns = [entry.destination for entry in broker.authorization_entries]
        self._by_group: dict[tuple[Action, str], list[int]] = {}
        for position, entry in enumerate(broker.authorization_entries):
            for action in ACTIONS if entry.destination is not None else ():
                for group in getattr(entry, action):
                    self._by_group.setdefault((action, group), []).append(position)

    def to(self, user: AuthenticationUser, action: Action) -> tuple[Destination, ...]:
        """The patterns of the entries that allow a user something, through any of its groups, in the file's order."""
        positions = {at for group in {*user.groups, EVERYONE} for at in self._by_group.get((action, group), ())}
        return tuple(one for at in sorted(positions) if (one := self._patterns[at]) is not None)


class _Found:
    def __init__(self, access: AccessMap) -> None:
        self.access = access

    def rows(self, broker: Broker) -> Iterator[AccountRights]:
        """The accounts of one broker, without its name."""
        if broker.authorization == "other" or (broker.authentication and not broker.authentication.users_known):
            yield AccountRights("", (), (), unknown=True)
        grants = Grants(broker)
        for user in broker.users:
            if broker.authorization is None:
                commands = tuple(self._commands(broker, collective) for collective in self.access.collectives)
                yield AccountRights(user.username, (), user.groups, commands=commands, everything=True)
            elif broker.authorization == "map":
                yield self._row(broker, user, self.access.rights.of(broker), grants)

    def _row(self, broker: Broker, user: AuthenticationUser, rights: Rights, grants: Grants) -> AccountRights:
        reads, writes, creates = (grants.to(user, action) for action in ACTIONS)
        commands = tuple(
            self._commands(broker, collective)
            for collective in self.access.collectives
            if any(rights.may(user.username, "write", one) for one in (broadcast(collective), directed(collective)))
        )
        others = {*reads, *writes}
        only = tuple(one for one in creates if one not in others)
        return AccountRights(user.username, (), user.groups, reads, writes, only, commands)

    def _commands(self, broker: Broker, collective: str) -> Commands:
        over = (
            name
            for destination in (broadcast(collective), directed(collective))
            for name in self.access.routes(broker.name, destination)
        )
        return Commands(collective, tuple(dict.fromkeys(over)))

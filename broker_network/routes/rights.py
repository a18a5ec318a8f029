"""What a user may do at one broker: the union over all entries that match, for all groups of the user.

Files may leave it open: users that only a directory server knows, groups and destinations with placeholders.
`Rights` then answers None, which is neither yes nor no.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from broker_network.network import (
    Authentication,
    AuthenticationUser,
    AuthorizationEntry,
    Broker,
    Destination,
    resolved,
)

Action = Literal["read", "write", "admin"]

EVERYONE = "*"
"""The group that everyone is in, since 5.9.0 (AMQ-4709)."""


@dataclass(slots=True)
class _Node:
    """A part of a destination's name; `entries` are the positions of those whose name ends here."""

    entries: list[int] = field(default_factory=list)
    children: dict[str, _Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grantees:
    """The groups that have a right. `open` means that some entry has a placeholder, so that there may be more."""

    groups: frozenset[str]
    open: bool

    def to(self, groups: Iterable[str] | None) -> bool | None:
        """Whether somebody in these groups has the right; None where it is not known. None are groups not known."""
        if EVERYONE in self.groups:
            return True
        if groups is None:
            return False if not self.groups and not self.open else None
        if not self.groups.isdisjoint(groups):
            return True
        return None if self.open or not all(map(resolved, groups)) else False


class Rights:
    """The users and entries of one broker, indexed: a question costs the same however many of them there are.

    Raises nothing, whatever the file says.
    """

    def __init__(self, broker: Broker, alike: Rights | None = None) -> None:
        """Index a broker's users by name and its entries by destination.

        What equal entries grant is worked out once: `alike` are the rights at a broker that has equal ones.
        """
        self.broker = broker
        # SimpleAuthenticationPlugin.setUsers puts them into a map: of two with one name the last holds.
        self.users: dict[str, AuthenticationUser] = {user.username: user for user in broker.users}
        self.users_known = _users_known(broker.authentication, broker.users)
        self._entries = broker.authorization_entries
        self._roots: dict[str, _Node] = {"queue": _Node(), "topic": _Node()} if alike is None else alike._roots
        self._always: list[int] = [] if alike is None else alike._always
        self._unresolved: list[int] = [] if alike is None else alike._unresolved
        self._positions: dict[Destination, tuple[int, ...]] = {} if alike is None else alike._positions
        self._found: dict[tuple[Action, Destination], Grantees] = {} if alike is None else alike._found
        self._found_at_once: dict[tuple[Action, tuple[Destination, ...]], Grantees] = (
            {} if alike is None else alike._found_at_once
        )
        if alike is not None:
            return
        for position, entry in enumerate(self._entries):
            if entry.destination is None:
                self._always.append(position)
            elif not resolved(entry.destination.physical_name):
                self._unresolved.append(position)
            else:
                for name in entry.destination.physical_name.split(","):
                    node = self._roots[entry.destination.kind]
                    for part in name.strip().split("."):
                        node = node.children.setdefault(part, _Node())
                    node.entries.append(position)

    def groups(self, username: str | None) -> tuple[str, ...] | None:
        """The groups of a user, or of whoever gives no name; None where they are not known.

        Somebody who cannot connect is in no group.
        """
        if self.broker.authentication is None:
            return ()
        if username is None:
            return self.broker.authentication.anonymous_groups or () if self.users_known else None
        if not resolved(username):
            return None
        user = self.users.get(username)
        if user is None:
            return () if self.users_known else None
        return user.groups if self.broker.authentication.users_known else None

    def entries(self, destination: Destination) -> tuple[AuthorizationEntry, ...]:
        """The entries that hold for a destination, in the order of the file, the default entry among them.

        Those whose destination has a placeholder are left out.
        """
        positions = self._positions.get(destination)
        if positions is None:
            positions = tuple(sorted({*self._matching(destination), *self._always}))
            self._positions[destination] = positions
        return tuple([self._entries[position] for position in positions])

    def grantees(self, action: Action, destination: Destination) -> Grantees:
        """The groups that have a right on a destination: the union over the entries that hold for it."""
        found = self._found.get((action, destination))
        if found is None:
            groups = frozenset(group for entry in self.entries(destination) for group in getattr(entry, action))
            unresolved = any(getattr(self._entries[position], action) for position in self._unresolved)
            found = Grantees(groups, unresolved or not all(map(resolved, groups)))
            self._found[action, destination] = found
        return found

    def may(self, username: str | None, action: Action, destination: Destination) -> bool | None:
        """Whether a user may read, write or create (`admin`) a destination; None where that is not known.

        (Source: DefaultAuthorizationMap, which gives the union of all entries that match; there is no denial.)
        """
        return self.allows(self.groups(username), action, destination)

    def allows(self, groups: Iterable[str] | None, action: Action, destination: Destination) -> bool | None:
        """What `may` says, for groups; None are groups not known."""
        if self.broker.authorization is None:
            return True
        if self.broker.authorization == "other":
            return None
        return self.grantees(action, destination).to(groups)

    def anywhere(self, groups: Iterable[str] | None, action: Action, pattern: Destination) -> bool | None:
        """Whether somebody in these groups has a right on some destination that a pattern selects; None: not known."""
        if self.broker.authorization is None:
            return True
        if self.broker.authorization == "other":
            return None
        found: set[str] = set()
        for entry in self._entries:
            if entry.destination is None or entry.destination.overlaps(pattern):
                found.update(getattr(entry, action))
        unresolved = any(getattr(self._entries[position], action) for position in self._unresolved)
        return Grantees(frozenset(found), unresolved or not all(map(resolved, found))).to(groups)

    def may_at_once(self, username: str | None, action: Action, destinations: tuple[Destination, ...]) -> bool | None:
        """Whether a user has a right on a composite destination of these parts; None where that is not known.

        What the source calls a union keeps the entries that equal one of every further part, where entries are
        equal when they list the same groups in the same order, whatever their destination; the default entry then
        counts for all.
        (Source: DefaultAuthorizationMap.get, DestinationMap.union, AuthorizationEntry.equals.)
        """
        if self.broker.authorization is None:
            return True
        if self.broker.authorization == "other" or self._unresolved:
            return None
        found = self._found_at_once.get((action, destinations))
        if found is None:
            found = self._found_at_once[action, destinations] = self._granted_at_once(action, destinations)
        return found.to(self.groups(username))

    def _granted_at_once(self, action: Action, destinations: tuple[Destination, ...]) -> Grantees:
        kept: set[tuple[tuple[str, ...], ...]] | None = None
        for destination in destinations:
            here = {_groups(self._entries[position]) for position in self._matching(destination)}
            kept = here if kept is None else kept & here
        kept = (kept or set()) | {_groups(self._entries[position]) for position in self._always}
        at = ("read", "write", "admin").index(action)
        groups = frozenset(group for entry in kept for group in entry[at])
        return Grantees(groups, not all(map(resolved, groups)))

    def _matching(self, destination: Destination) -> Iterator[int]:
        """The positions of the entries that match.

        (Source: DestinationMapNode.appendMatchingValues.)
        """
        waiting = [(self._roots[destination.kind], destination.physical_name.split("."))]
        while waiting:
            node, parts = waiting.pop()
            rest = node.children.get(">")
            if rest is not None:
                yield from _below(rest)
            if not parts:
                yield from node.entries
                continue
            for part in {"*", parts[0]} - {">"}:
                child = node.children.get(part)
                if child is not None:
                    waiting.append((child, parts[1:]))


def _below(node: _Node) -> Iterator[int]:
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield from node.entries
        waiting.extend(node.children.values())


def _groups(entry: AuthorizationEntry) -> tuple[tuple[str, ...], ...]:
    return entry.read, entry.write, entry.admin


def _users_known(authentication: Authentication | None, users: tuple[AuthenticationUser, ...]) -> bool:
    """Whether the files tell everybody who may connect.

    Where certificates or a second login module let people in, a JAAS user has no password here, and who else there
    is stands elsewhere.
    """
    if authentication is None or authentication.kind == "other" or not authentication.users_known:
        return False
    return all(resolved(user.username) and (authentication.kind == "simple" or user.password) for user in users)

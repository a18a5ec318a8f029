"""Users, their groups, and what each group may do at one broker.

A right follows from traffic: whoever sends or receives over a broker may do just that there.
Each right to read or write comes with the right to create (`admin`): a destination exists only from
its first use, and whoever comes first creates it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from broker_network.mcollective.destinations import EVERY, broadcast, directed, replies
from broker_network.network import (
    AuthenticationUser,
    AuthorizationEntry,
    Destination,
    Operator,
    ServerGroup,
    TempDestinationAuthorizationEntry,
    topic,
)
from broker_network.network.names import BRIDGES, EVERYONE, NOBODY, operators_group, password, servers_group

from .bridge_traffic import BridgeTraffic

NO_TEMPORARY_DESTINATIONS = TempDestinationAuthorizationEntry(read=(NOBODY,), write=(NOBODY,), admin=(NOBODY,))
"""MCollective uses no temporary destinations. Open, they let an account of releases before 5.19.9 and 6.2.8 write to
queues that it has no right to, by naming them as one temporary destination (CVE-2026-61487)."""


def requests(collective: str) -> tuple[Destination, Destination]:
    """Where requests go: one topic per agent for broadcasts, one queue for directed requests."""
    return broadcast(collective, EVERY), directed(collective)


@dataclass(slots=True)
class _Groups:
    read: dict[str, None] = field(default_factory=dict)
    write: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class _Entries:
    entries: dict[Destination, _Groups] = field(default_factory=dict)

    def read(self, group: str, *destinations: Destination) -> None:
        for destination in destinations:
            self.entries.setdefault(destination, _Groups()).read[group] = None

    def write(self, group: str, *destinations: Destination) -> None:
        for destination in destinations:
            self.entries.setdefault(destination, _Groups()).write[group] = None

    def sealed(self, bridges: tuple[str, ...]) -> tuple[AuthorizationEntry, ...]:
        """The entries; what every one of `bridges` may do is given to their group."""
        return tuple(
            AuthorizationEntry(
                destination,
                read=_grouped(groups.read, bridges),
                write=_grouped(groups.write, bridges),
                admin=_grouped({**groups.read, **groups.write}, bridges),
            )
            for destination, groups in self.entries.items()
        )


def _grouped(groups: dict[str, None], bridges: tuple[str, ...]) -> tuple[str, ...]:
    if not bridges or any(bridge not in groups for bridge in bridges):
        return tuple(groups)
    known = set(bridges)
    return (BRIDGES, *(group for group in groups if group not in known))


def users(
    operators: Iterable[Operator], servers: Iterable[ServerGroup], bridges: Iterable[BridgeTraffic]
) -> tuple[AuthenticationUser, ...]:
    """The accounts of one broker. Each is in a group of its own name, so that rights can be given to it alone."""
    found: dict[str, tuple[str, ...]] = {}
    for bridge in bridges:
        found[bridge.user] = (BRIDGES,)
    for group in servers:
        roles = tuple(servers_group(collective) for collective in group.collectives)
        found[group.user] = tuple(dict.fromkeys((*found.get(group.user, ()), *roles)))
    for operator in operators:
        found[operator.name] = tuple(operators_group(collective) for collective in operator.collectives)
    return tuple(AuthenticationUser(name, password(name), (name, *groups, EVERYONE)) for name, groups in found.items())


def authorization_entries(
    operators: tuple[Operator, ...], servers: Iterable[ServerGroup], bridges: tuple[BridgeTraffic, ...]
) -> tuple[AuthorizationEntry, ...]:
    """The rights at one broker, as narrow as MCollective over bridges allows.

    Where a broker has operators of its own, a bridge reads the replies of the operators beyond it only, named
    one by one; elsewhere one pattern serves all, so that a new operator at the NOC needs no change at the
    data centers.
    """
    rights = _Entries()
    for operator in operators:
        for collective in operator.collectives:
            rights.write(operators_group(collective), *requests(collective))
    for group in servers:
        for collective in group.collectives:
            rights.read(servers_group(collective), *requests(collective))
    for bridge in bridges:
        for collective in bridge.reads_requests:
            rights.read(bridge.user, *requests(collective))
        for collective in bridge.writes_requests:
            rights.write(bridge.user, *requests(collective))
    for operator in operators:
        for collective in operator.collectives:
            rights.read(operator.name, replies(collective, operator.name))
    for bridge in bridges:
        for collective, beyond in bridge.reads_replies.items():
            rights.read(bridge.user, *_reply_patterns(collective, beyond, operators))
        for collective, beyond in bridge.writes_replies.items():
            rights.write(bridge.user, *_reply_patterns(collective, beyond, operators))
    for group in servers:
        for collective in group.collectives:
            rights.write(servers_group(collective), replies(collective))
    users = tuple(bridge.user for bridge in bridges)
    return (*rights.sealed(users), *_advisories(bridges, users))


def _reply_patterns(collective: str, beyond: Iterable[str], local: tuple[Operator, ...]) -> list[Destination]:
    named = [replies(collective, operator) for operator in beyond] if local else []
    return named or [replies(collective)]


def _advisories(bridges: tuple[BridgeTraffic, ...], users: tuple[str, ...]) -> tuple[AuthorizationEntry, ...]:
    """Rights on the broker's own news: every connection makes it create some; bridges read who subscribes to what.

    Without `admin` for everyone a client's first connection is refused: "not authorized to create:
    topic://ActiveMQ.Advisory.Connection" (seen on 5.18.3 and 6.2.6). A bridge learns of subscriptions in the
    collectives of its own link only: they tell the names of servers. It asks for all of them in one
    composite destination, for which the broker keeps those entries that are equal for every part; so each
    set of links that carry the same collectives has entries of its own, with the same groups in each.
    (Source: DefaultAuthorizationMap.get, DestinationMap.union.)
    """
    alike: dict[tuple[str, ...], dict[str, None]] = {}
    for bridge in bridges:
        alike.setdefault(bridge.collectives, {})[bridge.user] = None
    return (
        AuthorizationEntry(topic("ActiveMQ.Advisory.>"), admin=(EVERYONE,)),
        *(
            AuthorizationEntry(topic(f"ActiveMQ.Advisory.Consumer.*.{collective}.>"), read=_grouped(readers, users))
            for collectives, readers in alike.items()
            for collective in collectives
        ),
    )

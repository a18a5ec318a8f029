"""What a user may do at one broker: the union over all entries that match, for all groups of the user."""

from __future__ import annotations

from typing import Literal

from macros.network import Broker, Destination

Action = Literal["read", "write", "admin"]


def groups_of(broker: Broker, username: str) -> tuple[str, ...]:
    """The groups of a user; none when the broker does not know the user."""
    for user in broker.users:
        if user.username == username:
            return user.groups
    return ()


def may(broker: Broker, username: str, action: Action, destination: Destination) -> bool:
    """Whether the broker lets a user read, write or create (`admin`) a queue or topic.

    A broker without authorization lets everyone do everything. The group `*` is everyone
    (since 5.9.0, AMQ-4709). (Source: DefaultAuthorizationMap.)
    """
    if broker.authorization is None:
        return True
    groups = groups_of(broker, username)
    return any(
        group in groups or group == "*"
        for entry in broker.authorization_entries
        if entry.destination is None or entry.destination.matches(destination)
        for group in getattr(entry, action)
    )

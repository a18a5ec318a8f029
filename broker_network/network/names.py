"""The names of users and groups that every planned network has, or that are made from a topology's names.

The plan takes its names from here. A topology that uses one of them itself is refused. Standard library only.
"""

from __future__ import annotations

EVERYONE = "everyone"
"""The group of all users."""

BRIDGES = "bridges"
"""The group of all bridge users."""

NOBODY = "nobody"
"""A group without members: if only this group has a right, nobody has it."""

KEY_STORE = "keystore"
TRUST_STORE = "truststore"

RESERVED = {
    BRIDGES: "is the group of all bridge users",
    EVERYONE: "is the group of all users",
    NOBODY: "is the group that has no members",
    KEY_STORE: "has its password under `keystore.password`, as the key store has",
    TRUST_STORE: "has its password under `truststore.password`, as the trust store has",
}
"""Names that no operator, site or collective may have, each with what already uses it."""

_BRIDGE, _SERVERS = "bridge-", "servers-"
PREFIXES = {_BRIDGE: "bridges between brokers", _SERVERS: "the servers of a site"}
"""The prefixes of generated users, each with whose they are."""


def bridge_user(dialing: str, listening: str) -> str:
    """The user of the bridge between two brokers, known at both."""
    return f"{_BRIDGE}{dialing}-{listening}"


def servers_user(site: str) -> str:
    """The user of all servers of a site."""
    return f"{_SERVERS}{site}"


def operators_group(collective: str) -> str:
    """The group of those who may send requests in a collective."""
    return f"{collective}-operators"


def servers_group(collective: str) -> str:
    """The group of the servers of a collective."""
    return f"{collective}-servers"


def password(name: str) -> str:
    """The placeholder for the password of a user or a store, which `credentials.properties` fills."""
    return f"${{{name}.password}}"

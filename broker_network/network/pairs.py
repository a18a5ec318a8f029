"""Brokers with the same name that are one broker: a primary and its standby."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from .broker import Broker, Element, Network
from .values import Source, resolved


def store_of(broker: Broker) -> str | None:
    """Where a broker keeps its messages: a database, or a directory. None where the file does not say.

    The default store is in `dataDirectory`. Without that it is in the folder of the installation, which hosts do not
    share.
    """
    store = broker.persistence
    if broker.persistent is False:
        return None
    if store is not None and (store.database or store.directory):
        return store.database or posixpath.normpath((store.directory or "").removeprefix("file:"))
    folder = broker.data_directory
    return posixpath.normpath(folder) if folder and resolved(folder) and folder.startswith("/") else None


def are_a_pair(brokers: Sequence[Broker], *, dialed_together: bool = False) -> bool:
    """Whether brokers with the same name are a primary and its standby: they have the same store.

    The same text may be two directories on two hosts. So something else must show it too: that they are configured
    equally, that the store is a database, or that others dial them as a pair.
    """
    stores = {store_of(one) for one in brokers}
    if len(stores) > 1 or None in stores:
        return False
    database = brokers[0].persistence.database if brokers[0].persistence else None
    return dialed_together or resolved(database) or equally_configured(brokers)


def equally_configured(brokers: Sequence[Broker]) -> bool:
    """Whether all of these have the same connectors and users, so that either may take the place of another."""
    first = brokers[0]
    return all(one.network_connectors == first.network_connectors and one.users == first.users for one in brokers)


DECIDING = (
    "network_connectors",
    "policy_entries",
    "users",
    "authentication",
    "authorization",
    "authorization_entries",
    "temp_destination_authorization_entry",
    "advisory_support",
)
"""The fields of a broker on which it depends who reaches whom and who may do what."""


def differences(brokers: Sequence[Broker]) -> tuple[str, ...]:
    """The deciding fields in which a primary and its standby differ: then it depends on which of them is active."""
    return tuple(
        name for name in DECIDING if any(getattr(one, name) != getattr(brokers[0], name) for one in brokers[1:])
    )


def named_alike(network: Network) -> dict[str, list[Broker]]:
    """The brokers of each name that several have."""
    found: dict[str, list[Broker]] = {}
    for broker in network.brokers:
        found.setdefault(broker.name, []).append(broker)
    return {name: same for name, same in found.items() if len(same) > 1}


def merged(network: Network, pairs: frozenset[str]) -> Network:
    """The network as it runs: one broker for each primary and its standby, unless it matters which is active."""
    one_for_all = {name for name, same in named_alike(network).items() if name in pairs and not differences(same)}
    kept: dict[str, None] = {}
    brokers = []
    for broker in network.brokers:
        if broker.name not in kept:
            brokers.append(broker)
        if broker.name in one_for_all:
            kept[broker.name] = None
    return Network(tuple(brokers)) if one_for_all else network


def counterparts(network: Network, pairs: frozenset[str]) -> dict[Source, tuple[Source, ...]]:
    """For each element of a primary's file the equal ones of its standbys' files."""
    found: dict[Source, tuple[Source, ...]] = {}
    for name, same in named_alike(network).items():
        if name not in pairs or differences(same):
            continue
        for position, element in enumerate(_elements(same[0])):
            others = (_elements(one)[position].source for one in same[1:])
            if element.source is not None:
                found[element.source] = tuple(one for one in others if one is not None)
    return found


def _elements(broker: Broker) -> Sequence[Element]:
    """A broker and its elements that those of an equal broker match one by one."""
    return (broker, *broker.network_connectors, *broker.policy_entries, *broker.users, *broker.authorization_entries)

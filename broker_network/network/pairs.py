"""Brokers with the same name that are one broker: a primary and its standby."""

from __future__ import annotations

from collections.abc import Sequence

from .broker import Broker


def are_a_pair(brokers: Sequence[Broker]) -> bool:
    """Whether brokers with the same name may be a primary and its standby: equally configured, and with a store.

    Either may serve a connection, so both have the same users. Both say where the store is, because the default store
    of a broker is not shared.
    """
    first = brokers[0]
    return all(
        one.network_connectors == first.network_connectors
        and one.persistence == first.persistence
        and one.users == first.users
        and one.persistence is not None
        and one.persistent is not False
        for one in brokers
    )

"""Brokers of one name that are one broker: a primary and its standby."""

from __future__ import annotations

from collections.abc import Sequence

from .broker import Broker


def are_a_pair(brokers: Sequence[Broker]) -> bool:
    """Whether brokers of one name may be a primary and its standby: they are configured alike and keep a store.

    Whoever connects is served by the one or the other, so both have the same users. Both say where the store is: the
    one that a broker has by itself is its own.
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

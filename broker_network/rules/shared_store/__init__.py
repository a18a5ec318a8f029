"""Brokers that share a store or a database and are no primary and standby."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from broker_network.network import Broker, resolved
from broker_network.rule_support import Case, Fault, Rule, Severity

_NETWORK_PATHS = ("//", "\\\\")
"""How a directory begins that is the same on every host."""


def _find(case: Case) -> Iterator[Fault]:
    kept: dict[tuple[str, str], Broker] = {}
    for broker in case.network.brokers:
        store = broker.persistence
        place = _place(case, broker)
        if store is None or place is None:
            continue
        first = kept.setdefault(place, broker)
        if first.name == broker.name:
            continue
        where = f" ({first.persistence.source})" if first.persistence and first.persistence.source else ""
        if store.database:
            yield Fault(
                broker.name,
                store.source,
                f"{first.name} keeps its messages in the same database{where}: {_then(broker, first)}.",
                f"Give {broker.name} a database of its own. If it is meant to be the standby of {first.name}, give "
                "both the same brokerName and the same networkConnectors.",
                "dataSource",
            )
            continue
        yield Fault(
            broker.name,
            store.source,
            f"{first.name}, on the same host, keeps its store in {place[1]} already."
            if place[0]
            else f"{first.name} keeps its store in {place[1]} too{where}: only one of them runs, and the other waits "
            "for the lock as a standby does.",
            f"Give {broker.name} a directory of its own.",
            "directory",
        )


def _then(one: Broker, other: Broker) -> str:
    if any(broker.persistence is not None and broker.persistence.locked is False for broker in (one, other)):
        return "one of them takes no lock, so both run and each deletes messages of the other"
    return "only one of them runs, and the other waits for the lock as a standby does"


def _place(case: Case, broker: Broker) -> tuple[str, str] | None:
    """The host and the place of a broker's store; no host where it is the same for all hosts. None if not known."""
    store = broker.persistence
    if store is None or broker.persistent is False:
        return None
    if store.database:
        return ("", store.database) if resolved(store.database) else None
    directory = (store.directory or "").removeprefix("file:")
    if not resolved(directory):
        return None
    if directory.startswith(_NETWORK_PATHS):
        return "", directory.rstrip("/\\")
    machine = case.machine_of(broker)
    return (machine, posixpath.normpath(directory)) if machine and directory.startswith("/") else None


RULE = Rule(__name__, _find, Severity.ERROR, decides="only you know where the store is to be")

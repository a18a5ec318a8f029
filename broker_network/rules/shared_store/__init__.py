"""Two brokers of a host with one store."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from broker_network.network import Broker, resolved
from broker_network.rule_support import Case, Fault, Rule, Severity


def _find(case: Case) -> Iterator[Fault]:
    kept: dict[tuple[str, str], Broker] = {}
    for broker in case.network.brokers:
        store = broker.persistence
        machine = case.machine_of(broker)
        if store is None or store.directory is None or machine is None or broker.persistent is False:
            continue
        if not resolved(store.directory) or not store.directory.removeprefix("file:").startswith("/"):
            continue
        directory = posixpath.normpath(store.directory.removeprefix("file:"))
        first = kept.setdefault((machine, directory), broker)
        if first.name != broker.name:
            yield Fault(
                broker.name,
                store.source,
                f"{first.name}, on the same host, keeps its store in {directory} already.",
                f"Give {broker.name} a directory of its own.",
                "directory",
            )


RULE = Rule(__name__, _find, Severity.ERROR)

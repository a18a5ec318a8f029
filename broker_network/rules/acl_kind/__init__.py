"""Rights for a topic that were meant for a queue, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from broker_network.mcollective.destinations import recognized
from broker_network.network import AuthorizationEntry, Broker, Destination, resolved
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.fix import renaming, undecided


def _find(case: Case) -> Iterator[Fault]:
    for broker in case.network.brokers:
        if broker.authorization == "map" and all(
            entry.destination is None or resolved(entry.destination.physical_name)
            for entry in broker.authorization_entries
        ):
            yield from _misplaced(case, broker)
            yield from _twice(broker)


def _misplaced(case: Case, broker: Broker) -> Iterator[Fault]:
    """Entries for what MCollective has as the other kind only."""
    if not usage.spoken_of(case):
        return
    for entry in broker.authorization_entries:
        if entry.destination is None:
            continue
        kind, name = entry.destination.kind, entry.destination.physical_name
        meant = recognized(name)
        if meant is not None and meant.kind != kind and not _has_sibling(broker, entry):
            yield _finding(broker, entry, f"{name} is a {_other(kind)} in MCollective; these rights are for a {kind}.")


def _twice(broker: Broker) -> Iterator[Fault]:
    """Two entries for the same, and none for its namesake of the other kind."""
    seen: dict[Destination, AuthorizationEntry] = {}
    for entry in broker.authorization_entries:
        destination = entry.destination
        if destination is None or destination.physical_name.startswith("ActiveMQ."):
            continue
        if destination not in seen:
            seen[destination] = entry
            continue
        name = destination.physical_name
        whole = name in (">", "*") or name.endswith(".>")
        if whole and recognized(name) is None and not _has_sibling(broker, entry):
            message = f"{destination} has rights twice, and {_other(destination.kind)} {name} has none."
            yield _finding(broker, entry, message)


def _has_sibling(broker: Broker, entry: AuthorizationEntry) -> bool:
    """Whether another entry gives anything on destinations of that name and of the other kind."""
    destination = entry.destination
    if destination is None:
        return True
    sibling = Destination(_other(destination.kind), destination.physical_name)
    return any(
        one.destination is None or (one.destination.overlaps(sibling) and _shares(one, entry))
        for one in broker.authorization_entries
    )


def _shares(one: AuthorizationEntry, other: AuthorizationEntry) -> bool:
    groups = {*one.read, *one.write, *one.admin}
    return "*" in groups or not groups.isdisjoint((*other.read, *other.write, *other.admin))


def _other(kind: str) -> Literal["queue", "topic"]:
    return "queue" if kind == "topic" else "topic"


def _finding(broker: Broker, entry: AuthorizationEntry, message: str) -> Fault:
    kind = entry.destination.kind if entry.destination else ""
    fix = undecided("it changes who may do what", "", *renaming(entry.source, kind, _other(kind)))
    return Fault(broker.name, entry.source, message, fix, kind)


RULE = Rule(__name__, _find, Severity.ERROR)

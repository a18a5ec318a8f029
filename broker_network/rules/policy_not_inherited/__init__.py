"""Policy entries that lose what a wider entry says."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from broker_network.network import Broker, PolicyEntry, resolved
from broker_network.routes import common, nearer
from broker_network.rule_support import Case, Fault, Rule, Severity

_LOST: tuple[tuple[str, Callable[[PolicyEntry], bool], Callable[[PolicyEntry], bool]], ...] = (
    (
        "producerFlowControl",
        lambda wide: wide.producer_flow_control is False,
        lambda one: one.producer_flow_control is None,
    ),
    ("memoryLimit", lambda wide: resolved(wide.memory_limit), lambda one: one.memory_limit is None),
    (
        "gcInactiveDestinations",
        lambda wide: wide.gc_inactive_destinations is True,
        lambda one: one.gc_inactive_destinations is None,
    ),
)
"""Attributes worth a note, whether the wider entry says them, and whether the narrower one does not."""


def _find(case: Case) -> Iterator[Fault]:
    for broker in case.network.brokers:
        for entry in broker.policy_entries:
            wide = _wider(broker, entry)
            if wide is None or wide.destination is None or entry.destination is None:
                continue
            lost = [name for name, says, lacks in _LOST if says(wide) and lacks(entry)]
            if lost:
                yield Fault(
                    broker.name,
                    entry.source,
                    f"The entry for {entry.destination} does not inherit {' and '.join(lost)} from the one for "
                    f"{wide.destination}: the default holds.",
                    f"Write {' and '.join(lost)} here too, if you want it.",
                )


def _wider(broker: Broker, entry: PolicyEntry) -> PolicyEntry | None:
    """The next wider entry. The broker's advisories need nothing of what others do."""
    narrow = entry.destination
    if narrow is None or not resolved(narrow.physical_name) or narrow.physical_name.startswith("ActiveMQ."):
        return None
    found: list[PolicyEntry] = []
    for other in broker.policy_entries:
        wide = other.destination
        if wide is not None and wide != narrow and resolved(wide.physical_name) and wide.matches(narrow):
            if not found or nearer(other, found[0], narrow):
                found = [other]
            elif wide == found[0].destination:
                found.append(other)
    return common(found) if found else None


RULE = Rule(__name__, _find, Severity.NOTE)

"""Policy entries that lose what a wider entry says."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from broker_network.activemq.elements import POLICY_ENTRY
from broker_network.network import Broker, Destination, DestinationMap, PolicyEntry, resolved
from broker_network.routes import common, nearer
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.fix import setting, undecided

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
        wider = _Wider(broker)
        for entry in broker.policy_entries:
            wide = wider.of(entry.destination) if entry.destination is not None else None
            if wide is None:
                continue
            lost = [name for name, says, lacks in _LOST if says(wide) and lacks(entry)]
            if lost:
                yield Fault(
                    broker.name,
                    entry.source,
                    f"The entry for {entry.destination} does not inherit {' and '.join(lost)} from the one for "
                    f"{wide.destination}: the default holds.",
                    undecided(
                        "only you know whether these destinations are to differ",
                        "Do that only if you want it.",
                        *setting(entry.source, **{name: _written(wide, name) for name in lost}),
                    ),
                )


def _written(wide: PolicyEntry, name: str) -> str:
    """The value of an attribute, as the file spells it."""
    known = POLICY_ENTRY.by_name[name]
    return known.type.write(getattr(wide, str(known.field)))


class _Wider:
    """The entries of one broker by their patterns: what several for one pattern say, `common` says once."""

    def __init__(self, broker: Broker) -> None:
        entries: dict[Destination, list[PolicyEntry]] = {}
        for entry in broker.policy_entries:
            if entry.destination is not None and resolved(entry.destination.physical_name):
                entries.setdefault(entry.destination, []).append(entry)
        self._by_pattern: DestinationMap[PolicyEntry] = DestinationMap()
        for pattern, alike in entries.items():
            self._by_pattern.add(pattern, common(alike))

    def of(self, narrow: Destination) -> PolicyEntry | None:
        """The next wider entry. The broker's advisories need nothing of what others do."""
        if not resolved(narrow.physical_name) or narrow.physical_name.startswith("ActiveMQ."):
            return None
        found: PolicyEntry | None = None
        for wide in self._by_pattern.matching(narrow):
            if wide.destination != narrow and (found is None or nearer(wide, found, narrow)):
                found = wide
        return found


RULE = Rule(__name__, _find, Severity.NOTE)

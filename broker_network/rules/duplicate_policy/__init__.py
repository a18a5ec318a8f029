"""Several policy entries for one destination."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import Destination, PolicyEntry
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.fix import deleting, sure, undecided


def _find(case: Case) -> Iterator[Fault]:
    for broker in case.network.brokers:
        same: dict[Destination, list[PolicyEntry]] = {}
        for entry in broker.policy_entries:
            if entry.destination is not None:
                same.setdefault(entry.destination, []).append(entry)
        for destination, entries in same.items():
            if len(entries) == 1:
                continue
            first, second = entries[0], entries[1]
            count = "two" if len(entries) == 2 else f"{len(entries)}"
            at = f" (the first is at line {first.source.line})" if first.source else ""
            if all(entry == first for entry in entries):
                yield Fault(
                    broker.name,
                    second.source,
                    f"There are {count} equal policy entries for {destination}{at}.",
                    sure(*(edit for one in entries[1:] for edit in deleting(one.source))),
                    severity=Severity.NOTE,
                )
                continue
            yield Fault(
                broker.name,
                second.source,
                f"There are {count} policy entries for {destination}{at}: for each destination luck decides which of "
                "them holds, and the others have no effect there.",
                undecided(
                    "only you know which of them is to hold",
                    f"Write one entry for {destination} with everything that should hold, and remove the others.",
                ),
            )


RULE = Rule(__name__, _find, Severity.WARNING)

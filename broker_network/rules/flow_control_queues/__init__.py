"""Producer flow control on queues."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from broker_network.mcollective.destinations import directed, replies, reply
from broker_network.network import Broker, PolicyEntry, Unknown, queue
from broker_network.routes import policy_of
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.fix import FileEdit, Fix
from broker_network.rule_support.policies import NODES, REPLIES, UNCONTROLLED, new_entry, said_in


def _find(case: Case) -> Iterator[Fault]:
    for broker, severity, collectives, _ in usage.used(case):
        for collective in collectives:
            held = {
                directed(collective): policy_of(broker, directed(collective)),
                replies(collective): policy_of(broker, reply(collective)),
            }
            controlled = {one.physical_name: entry for one, entry in held.items() if _controls(entry)}
            if not controlled:
                continue
            entry = next((one for one in controlled.values() if isinstance(one, PolicyEntry)), None)
            yield Fault(
                broker.name,
                entry.source if entry else broker.source,
                usage.supposed(
                    severity,
                    f"Flow control holds for queue {' and '.join(controlled)}: when the broker's memory is full, it "
                    "stops whoever sends there, bridges included.",
                ),
                _fix(broker, list(held.values()), severity),
                "producerFlowControl" if entry and entry.producer_flow_control else None,
                severity=severity,
            )
            break


def _controls(entry: PolicyEntry | Unknown | None) -> bool:
    """Whether flow control surely holds: it is on unless it is off."""
    return entry is None or (isinstance(entry, PolicyEntry) and entry.producer_flow_control in (None, True))


def _fix(broker: Broker, held: Sequence[PolicyEntry | Unknown | None], severity: Severity) -> Fix:
    edits: list[FileEdit] = []
    if severity is Severity.NOTE and None in held:
        # An entry for MCollective's own queues would say that MCollective is used.
        return Fix(new_entry(broker, queue(">")), decision=usage.doubt(severity))
    for pattern, entry in zip((NODES, REPLIES), held, strict=True):
        if entry is None:
            edits += new_entry(broker, pattern)
        elif isinstance(entry, PolicyEntry) and _controls(entry):
            edits += said_in(broker, entry, UNCONTROLLED)
    return Fix(tuple(dict.fromkeys(edits)), decision=usage.doubt(severity))


RULE = Rule(__name__, _find, Severity.WARNING, about_mcollective=True)

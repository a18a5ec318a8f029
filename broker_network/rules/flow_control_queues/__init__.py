"""Producer flow control on queues."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.destinations import directed, replies, reply
from broker_network.network import PolicyEntry, Unknown
from broker_network.routes import policy_of
from broker_network.rule_support import Case, Fault, Rule, Severity, usage


def _find(case: Case) -> Iterator[Fault]:
    for broker, severity, collectives, _ in usage.used(case):
        for collective in collectives:
            held = {
                directed(collective).physical_name: policy_of(broker, directed(collective)),
                replies(collective).physical_name: policy_of(broker, reply(collective)),
            }
            controlled = {name: entry for name, entry in held.items() if _controls(entry)}
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
                'Write producerFlowControl="false" in the entry that holds for each of them, or add '
                '<policyEntry queue=">" producerFlowControl="false"/> where there is none.',
                "producerFlowControl" if entry and entry.producer_flow_control else None,
                severity=severity,
            )
            break


def _controls(entry: PolicyEntry | Unknown | None) -> bool:
    """Whether flow control surely holds: it is on unless it is off."""
    return entry is None or (isinstance(entry, PolicyEntry) and entry.producer_flow_control in (None, True))


RULE = Rule(__name__, _find, Severity.WARNING, about_mcollective=True)

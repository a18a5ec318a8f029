"""Producer flow control on topics."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.destinations import broadcast, pattern
from broker_network.network import Unknown
from broker_network.routes import policy_of
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.fix import Fix
from broker_network.rule_support.policies import TOPICS, UNCONTROLLED, new_entry, said_in


def _find(case: Case) -> Iterator[Fault]:
    for broker, severity, collectives, _ in usage.used(case):
        for collective in collectives:
            entry = policy_of(broker, broadcast(collective))
            if isinstance(entry, Unknown):
                continue
            if entry is None or (entry.producer_flow_control in (None, True) and entry.pending_message_limit is None):
                yield Fault(
                    broker.name,
                    entry.source if entry else broker.source,
                    usage.supposed(
                        severity,
                        f"Flow control holds for {pattern('broadcast', collective)}: one slow server blocks everybody "
                        "who sends.",
                    ),
                    Fix(
                        said_in(broker, entry, UNCONTROLLED) if entry else new_entry(broker, TOPICS),
                        decision=usage.doubt(severity),
                    ),
                    "producerFlowControl" if entry and entry.producer_flow_control else None,
                    severity=severity,
                )
                break


RULE = Rule(__name__, _find, Severity.WARNING, about_mcollective=True)

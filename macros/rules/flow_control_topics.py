"""Flow control on MCollective's topics."""

from __future__ import annotations

from collections.abc import Iterator

from macros.network import Unknown
from macros.routes import broadcast, policy_of

from . import samples, usage
from .case import Case
from .rule import Finding, Rule, Severity


def _find(case: Case) -> Iterator[Finding]:
    connected = usage.by_broker(case)
    for broker in case.network.brokers:
        members = connected.get(broker.name, [])
        severity = usage.weight(case, broker, Severity.WARNING, bool(members))
        if severity is None:
            continue
        for collective in usage.broker_collectives(broker, members):
            entry = policy_of(broker, broadcast(collective))
            if isinstance(entry, Unknown):
                continue
            if entry is None or (entry.producer_flow_control in (None, True) and entry.pending_message_limit is None):
                yield Finding(
                    "flow-control-topics",
                    severity,
                    broker.name,
                    entry.source if entry else broker.source,
                    usage.supposed(
                        severity,
                        f"Flow control holds for topic {collective}.*.agent: one slow server blocks everybody who "
                        "sends.",
                    ),
                    'Write producerFlowControl="false" in the entry for topic=">".'
                    if entry
                    else 'Add <policyEntry topic=">" producerFlowControl="false"/>.',
                    "producerFlowControl" if entry and entry.producer_flow_control else None,
                )
                break


def _broker(value: str) -> dict[str, str]:
    policies = samples.policies(f'topic=">" producerFlowControl="{value}"', samples.PAGES, samples.COLLECTED)
    return {"a.xml": samples.broker("a", policies, attributes=samples.PURGE)}


RULES = (
    Rule(
        id="flow-control-topics",
        severity=Severity.WARNING,
        title="Producer flow control on topics",
        symptom="mco hangs, or all servers seem to be gone, when the broker's memory is full of messages for one of "
        "them.",
        cause="With producer flow control, which is the default, a topic whose memory is full makes the sender wait "
        "until "
        "the slowest subscriber has read. Everybody who sends to it waits too.",
        fix='Give topic=">" a policy entry with producerFlowControl="false".',
        log=("Usage Manager memory limit reached", "has been stopped to prevent flooding topic://"),
        sources=(
            "PolicyEntry.producerFlowControl, Topic.send",
            "MCollective, website/deploy/middleware/activemq.md",
        ),
        before=_broker("true"),
        after=_broker("false"),
        find=_find,
        about_mcollective=True,
    ),
)

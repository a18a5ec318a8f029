"""Flow control on MCollective's topics and queues."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.destinations import broadcast, directed, reply
from broker_network.network import Broker, PolicyEntry, Unknown
from broker_network.routes import policy_of

from . import samples, usage
from .case import Case
from .rule import Finding, Rule, Severity


def _used(case: Case) -> Iterator[tuple[Broker, Severity, tuple[str, ...]]]:
    """The brokers that MCollective uses or may use, how much a fault there weighs, and the collectives there."""
    connected = usage.by_broker(case)
    for broker in case.network.brokers:
        members = connected.get(broker.name, [])
        severity = usage.weight(case, broker, Severity.WARNING, bool(members))
        if severity is not None:
            yield broker, severity, usage.broker_collectives(broker, members)


def _find_on_topics(case: Case) -> Iterator[Finding]:
    for broker, severity, collectives in _used(case):
        for collective in collectives:
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


def _find_on_queues(case: Case) -> Iterator[Finding]:
    for broker, severity, collectives in _used(case):
        for collective in collectives:
            held = {
                f"{collective}.nodes": policy_of(broker, directed(collective)),
                f"{collective}.reply.>": policy_of(broker, reply(collective, "client.site")),
            }
            controlled = {name: entry for name, entry in held.items() if _controls(entry)}
            if not controlled:
                continue
            entry = next((one for one in controlled.values() if isinstance(one, PolicyEntry)), None)
            yield Finding(
                "flow-control-queues",
                severity,
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
            )
            break


def _controls(entry: PolicyEntry | Unknown | None) -> bool:
    """Whether flow control surely holds: it is on unless it is off."""
    return entry is None or (isinstance(entry, PolicyEntry) and entry.producer_flow_control in (None, True))


def _broker(topics: str, queues: str) -> dict[str, str]:
    policies = samples.policies(
        f'topic=">" producerFlowControl="{topics}"',
        f'{samples.PAGES} producerFlowControl="{queues}"',
        f'{samples.COLLECTED} producerFlowControl="{queues}"',
    )
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
            "evidence/slow-server",
            "PolicyEntry.producerFlowControl, Topic.send",
            "MCollective, website/deploy/middleware/activemq.md",
        ),
        before=_broker("true", "false"),
        after=_broker("false", "false"),
        find=_find_on_topics,
        about_mcollective=True,
    ),
    Rule(
        id="flow-control-queues",
        severity=Severity.WARNING,
        title="Producer flow control on queues",
        symptom="Broadcasts arrive, and directed requests or replies stop for everybody, when the broker's memory is "
        "full: of replies that nobody fetches, or of broadcasts that one server does not read.",
        cause="A broker whose memory is full stops whoever sends to a destination with flow control, which is the "
        "default, also where what fills the memory waits elsewhere. Off for topics alone it does not help.",
        fix='Write producerFlowControl="false" in the entries that hold for queue="*.nodes" and queue="*.reply.>".',
        log=("Usage Manager memory limit reached", "has been stopped to prevent flooding queue://"),
        sources=("evidence/slow-server", "evidence/reply-spooling", "PolicyEntry.producerFlowControl, Queue.send"),
        before=_broker("false", "true"),
        after=_broker("false", "false"),
        find=_find_on_queues,
        about_mcollective=True,
    ),
)

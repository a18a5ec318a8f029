"""A broker that has nothing but memory for waiting messages."""

from __future__ import annotations

from collections.abc import Iterator

from . import samples, usage
from .case import Case
from .rule import Finding, Rule, Severity


def _find(case: Case) -> Iterator[Finding]:
    connected = usage.by_broker(case)
    for broker in case.network.brokers:
        severity = usage.weight(case, broker, Severity.WARNING, broker.name in connected)
        if broker.persistent is False and severity is Severity.WARNING:
            yield Finding(
                "no-spooling",
                severity,
                broker.name,
                broker.source,
                'With persistent="false" messages cannot spill to disk: when memory is full, the broker serves nobody.',
                'Write persistent="true". MCollective sends what is not to be stored: the disk is used when memory is '
                "full.",
                "persistent",
            )


def _broker(value: str) -> dict[str, str]:
    policies = samples.policies(samples.NO_FLOW_CONTROL, samples.PAGES, samples.COLLECTED)
    return {"a.xml": samples.broker("a", policies, attributes=f'persistent="{value}" {samples.PURGE}')}


RULES = (
    Rule(
        id="no-spooling",
        severity=Severity.WARNING,
        title="Messages cannot spill to disk",
        symptom="When replies pile up that nobody fetches, the broker takes no more messages, and serves nobody.",
        cause='persistent="false" turns off more than the store of persistent messages: queues then keep waiting '
        "messages in memory alone, where otherwise they go to temporary files. Replies that nobody fetches are enough "
        "to "
        "fill it.",
        fix='Write persistent="true", which is the default, and set tempUsage.',
        log=("Usage Manager memory limit reached",),
        sources=(
            "evidence/reply-spooling",
            "StoreQueueCursor, VMPendingMessageCursor, activemq-broker 5.17",
        ),
        before=_broker("false"),
        after=_broker("true"),
        find=_find,
        about_mcollective=True,
    ),
)

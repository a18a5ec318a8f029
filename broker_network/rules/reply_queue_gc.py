"""Reply queues that nobody collects."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.destinations import reply
from broker_network.network import Broker, PolicyEntry, Unknown
from broker_network.routes import policy_of

from . import samples, usage
from .case import Case
from .rule import Finding, Rule, Severity

_PERIOD = "schedulePeriodForDestinationPurge"


def _find(case: Case) -> Iterator[Finding]:
    connected = usage.by_broker(case)
    for broker in case.network.brokers:
        members = connected.get(broker.name, [])
        severity = usage.weight(case, broker, Severity.WARNING, bool(members))
        if severity is None:
            continue
        for collective in usage.broker_collectives(broker, members):
            entry = policy_of(broker, reply(collective, "client.site"))
            if isinstance(entry, Unknown):
                continue
            found = _at(broker, entry, f"{collective}.reply.>", severity)
            if found is not None:
                yield found
                break


def _at(broker: Broker, entry: PolicyEntry | None, queues: str, severity: Severity) -> Finding | None:
    period = broker.schedule_period_for_destination_purge
    if entry is None or entry.gc_inactive_destinations in (None, False):
        where = (
            "no policy entry is for them"
            if entry is None
            else f"the entry for {entry.destination or 'all'} does not say so"
        )
        return Finding(
            "reply-queue-gc",
            severity,
            broker.name,
            entry.source if entry else broker.source,
            usage.supposed(severity, f"MCollective's reply queues ({queues}) are never collected: {where}."),
            'Add <policyEntry queue="*.reply.>" gcInactiveDestinations="true" inactiveTimoutBeforeGC="300000"/>.',
            "gcInactiveDestinations" if entry and entry.gc_inactive_destinations is False else None,
        )
    if isinstance(entry.gc_inactive_destinations, Unknown):
        return None
    if period is None or period == 0:
        return Finding(
            "reply-queue-gc",
            severity,
            broker.name,
            broker.source,
            f"Reply queues are to be collected, but without {_PERIOD} the broker never looks for any.",
            f'Add {_PERIOD}="60000" to <broker>.',
            _PERIOD if period == 0 else None,
        )
    if entry.inactive_timeout_before_gc == 0:
        return Finding(
            "reply-queue-gc",
            severity,
            broker.name,
            entry.source,
            "Reply queues are to be collected after 0 milliseconds, which means never.",
            'Write inactiveTimoutBeforeGC="300000".',
        )
    return None


def _broker(attributes: str) -> dict[str, str]:
    policies = samples.policies(samples.NO_FLOW_CONTROL, samples.PAGES, samples.COLLECTED)
    return {"a.xml": samples.broker("a", policies, attributes=attributes)}


RULES = (
    Rule(
        id="reply-queue-gc",
        severity=Severity.WARNING,
        title="Reply queues are never collected",
        symptom="The broker holds ever more queues named <collective>.reply.…",
        cause="Each run of mco makes a reply queue of its own. The broker removes idle queues only where their policy "
        "entry has gcInactiveDestinations, and looks for them only when schedulePeriodForDestinationPurge is more than "
        "its default of 0.",
        fix='Give queue="*.reply.>" an entry with gcInactiveDestinations="true", and <broker> '
        'schedulePeriodForDestinationPurge="60000".',
        sources=(
            "evidence/reply-queues",
            "BaseDestination.canGC, BrokerService.schedulePeriodForDestinationPurge",
            "activemq.apache.org/delete-inactive-destinations",
            "MCollective, website/deploy/middleware/activemq.md",
        ),
        before=_broker(""),
        after=_broker(samples.PURGE),
        find=_find,
        about_mcollective=True,
    ),
)

"""Reply queues that nobody collects."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.destinations import replies, reply
from broker_network.network import Broker, PolicyEntry, Unknown
from broker_network.routes import policy_of
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.fix import FileEdit, Fix, setting, undecided
from broker_network.rule_support.policies import COLLECTED, REPLIES, said_for, said_in

_PERIOD = "schedulePeriodForDestinationPurge"


def _find(case: Case) -> Iterator[Fault]:
    for broker, severity, collectives, _ in usage.used(case):
        for collective in collectives:
            entry = policy_of(broker, reply(collective))
            if isinstance(entry, Unknown):
                continue
            found = _at(broker, entry, replies(collective).physical_name, severity)
            if found is not None:
                yield found
                break


def _at(broker: Broker, entry: PolicyEntry | None, queues: str, severity: Severity) -> Fault | None:
    period = broker.schedule_period_for_destination_purge
    sweep = setting(broker.source, **{_PERIOD: "60000"}) if period is None or period == 0 else ()
    doubt = usage.doubt(severity)
    if entry is None or entry.gc_inactive_destinations in (None, False):
        where = (
            "no policy entry is for them"
            if entry is None
            else f"the entry for {entry.destination or 'all'} does not say so"
        )
        return Fault(
            broker.name,
            entry.source if entry else broker.source,
            usage.supposed(severity, f"MCollective's reply queues ({queues}) are never collected: {where}."),
            _collecting(broker, entry, sweep, doubt),
            "gcInactiveDestinations" if entry and entry.gc_inactive_destinations is False else None,
            severity=severity,
        )
    if isinstance(entry.gc_inactive_destinations, Unknown):
        return None
    if period is None or period == 0:
        return Fault(
            broker.name,
            broker.source,
            f"Reply queues are to be collected, but without {_PERIOD} the broker never looks for any.",
            Fix(sweep, decision=doubt),
            _PERIOD if period == 0 else None,
            severity=severity,
        )
    if entry.inactive_timeout_before_gc == 0:
        return Fault(
            broker.name,
            entry.source,
            "Reply queues are to be collected after 0 milliseconds, which means never.",
            Fix(said_in(broker, entry, COLLECTED), decision=doubt),
            severity=severity,
        )
    return None


def _collecting(broker: Broker, entry: PolicyEntry | None, sweep: tuple[FileEdit, ...], doubt: str) -> Fix:
    """Collect reply queues; in words where an entry for them would say that MCollective is used, which is in doubt."""
    fix = Fix((*said_for(broker, REPLIES, entry, COLLECTED), *sweep), decision=doubt)
    return undecided(doubt, f"If it does: {fix.text(broker.source)}") if doubt else fix


RULE = Rule(__name__, _find, Severity.WARNING, about_mcollective=True)

"""A broker that has nothing but memory for waiting messages."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.fix import setting, sure


def _find(case: Case) -> Iterator[Fault]:
    for broker, severity, _, _ in usage.used(case):
        if broker.persistent is False and severity is not Severity.NOTE:
            yield Fault(
                broker.name,
                broker.source,
                'With persistent="false" messages cannot spill to disk: when memory is full, the broker serves nobody.',
                sure(
                    *setting(broker.source, persistent="true"),
                    then="MCollective sends what is not to be stored: the disk is used when memory is full.",
                ),
                "persistent",
            )


RULE = Rule(__name__, _find, Severity.WARNING, about_mcollective=True)

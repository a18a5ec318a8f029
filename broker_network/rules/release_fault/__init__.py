"""Faults of single ActiveMQ releases that touch what the files configure."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.activemq.releases import PUBLISHED, Defect, release_data
from broker_network.activemq.releases.facts import DEMAND_LOST
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.conditions import Conditions
from broker_network.rule_support.release_advice import severity_of
from broker_network.wording import listed


def _find(case: Case) -> Iterator[Fault]:
    if case.release is None:
        return
    conditions = Conditions(case)
    for defect in release_data().defects.values():
        if not defect.is_in(case.release):
            continue
        for broker, place in conditions.met(defect.needs):
            yield Fault(
                broker.name,
                place.source,
                f"With ActiveMQ {case.release} {defect.message}.",
                _fix(defect),
                place.attribute,
                severity=severity_of(defect, place.certificate),
            )


def _fix(defect: Defect) -> str:
    fixed = listed(map(str, defect.fixed_in), last="or")
    return f"Run a release with the fix ({fixed}, or later of these lines); or {defect.remedy}."


RULE = Rule(
    __name__,
    _find,
    Severity.ERROR,
    releases="those that have a fault",
    shown_on=max(filter(DEMAND_LOST.is_in, PUBLISHED)),
    decides="it takes another release",
)

"""CVEs of the release that runs, as far as the files make them reachable."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.activemq.releases import PUBLISHED, Release, SecurityNotice, release_data
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.conditions import ConditionPlace, Conditions
from broker_network.rule_support.release_advice import severity_of
from broker_network.wording import listed


def _find(case: Case) -> Iterator[Fault]:
    if case.release is None:
        return
    conditions = Conditions(case)
    for notice in release_data().notices.values():
        if notice.told_by is not None or not notice.is_in(case.release):
            continue
        for broker, place in conditions.met(notice.needs):
            yield Fault(
                broker.name,
                place.source,
                _message(notice, place, case.release),
                f"Run a release with the fix: {listed(map(str, notice.fixed_in), last='or')}, or later of these lines. "
                "`broker-network releases` compares releases for these files.",
                place.attribute,
                severity=severity_of(notice, place.certificate),
            )


def _message(notice: SecurityNotice, place: ConditionPlace, release: Release) -> str:
    graded = f", {notice.severity}" if notice.severity else ""
    eased = " and has a certificate that the broker trusts" if _eased(notice, place) else ""
    note = f" {notice.note}" if notice.note else ""
    return f"{notice.ident}{graded}: {notice.title}. With ActiveMQ {release} it is open to {notice.who}{eased}.{note}"


def _eased(notice: SecurityNotice, place: ConditionPlace) -> bool:
    return place.certificate and notice.level_with_certificate is not None


RULE = Rule(
    __name__,
    _find,
    Severity.WARNING,
    releases="those that a CVE names",
    shown_on=PUBLISHED[0],
    decides="it takes another release",
)

"""A release that nothing is known of here, so that silence about it means nothing."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.activemq.releases import DEFAULT, LINES, Release, phrase, unknown
from broker_network.rule_support import Case, Fault, Rule, Severity


def _find(case: Case) -> Iterator[Fault]:
    why = unknown(case.release) if case.release else None
    if why is not None:
        yield Fault(
            None,
            None,
            f"ActiveMQ {case.release} {why}: its faults, its CVEs and its defaults may differ from what is said here.",
            f"Name the release that runs, of {phrase('lines')}; if it is {case.release}, read its own release notes "
            "and security advisories.",
        )


_OLDER = Release(LINES[0][0], LINES[0][1] - 1, 0)

RULE = Rule(
    __name__,
    _find,
    Severity.WARNING,
    releases=f"those before {phrase('oldest')}, and those that were not published when the data was checked",
    shown_on=_OLDER,
    fixed_on=DEFAULT,
    decides="only you know which release runs",
)

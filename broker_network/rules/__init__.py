"""What can be wrong with a network of brokers: a package for each rule, named as its id. Standard library only.

Every package here is a rule and is found without a list: adding a rule is adding a folder, with the code, `rule.md`,
and the files `before` and `after`. What rules share is in `broker_network.rule_support`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from broker_network.network import Source
from broker_network.rule_support import Case, Finding, Rule, Severity, Silenced

__all__ = ["Case", "Finding", "Rule", "Severity", "Silenced", "check", "examine", "rule", "rules"]


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by id; raise TypeError where a package holds none."""
    found = []
    for module in pkgutil.iter_modules(__path__):
        one = getattr(importlib.import_module(f"{__name__}.{module.name}"), "RULE", None)
        if not isinstance(one, Rule):
            raise TypeError(f"broker_network/rules/{module.name} holds no RULE = Rule(__name__, find, Severity.…)")
        found.append(one)
    return tuple(sorted(found, key=lambda one: one.id))


def rule(ident: str) -> Rule:
    """The rule of that id; raise KeyError when there is none."""
    return {one.id: one for one in rules()}[ident]


def check(case: Case) -> tuple[Finding, ...]:
    """What the rules of a case find, in the order of brokers, files and lines, without what is silenced."""
    return examine(case)[0]


def examine(case: Case) -> tuple[tuple[Finding, ...], tuple[Silenced, ...]]:
    """What the rules that the case's config selects find, and apart from it what a comment or the config silences.

    Both are in the order of brokers, files and lines.
    """
    order = {broker.name: position for position, broker in enumerate(case.network.brokers)}

    def place(finding: Finding) -> tuple[int, str, int, int, str]:
        source = finding.source
        at = order.get(finding.broker, len(order)) if finding.broker else len(order)
        return (at, source.file if source else "", source.line if source else 0, -finding.severity, finding.rule)

    selected = [one for one in rules() if case.config.selects(one.id)]
    every = (finding for one in selected for finding in _in_every_file(case, one.findings_by_release(case)))
    found: list[Finding] = []
    silenced: list[Silenced] = []
    for finding in sorted(dict.fromkeys(every), key=place):
        comment = case.reading.silencing(finding.rule, finding.source)
        file = finding.source.file if finding.source else None
        if comment is not None:
            silenced.append(Silenced(finding, comment.reason, comment.file, in_source=True))
        elif entry := case.config.ignoring(finding.rule, finding.broker, file):
            silenced.append(Silenced(finding, entry.reason, entry.source.file, in_source=False))
        else:
            found.append(finding)
    return tuple(found), tuple(silenced)


def _in_every_file(case: Case, findings: Iterable[Finding]) -> Iterator[Finding]:
    """What is found in a primary's file is in its standby's, which is equal there: both are to be fixed."""
    if not case.standby_sources:
        yield from findings
        return
    found = list(findings)
    told = {finding.source for finding in found}
    for finding in found:
        yield finding
        others = case.standby_sources.get(finding.source, ()) if finding.source else ()
        for number, source in enumerate(others):
            if source not in told:
                yield _at_counterpart(finding, source, number, case.standby_sources)


def _at_counterpart(
    finding: Finding, source: Source, number: int, counterparts: Mapping[Source, tuple[Source, ...]]
) -> Finding:
    """The same finding in the file of standby number `number`, with the fix for that file."""
    there = {own: others[number] for own, others in counterparts.items() if number < len(others)}
    change = replace(finding.change, edits=tuple(one.at(there) for one in finding.change.edits))
    return replace(finding, source=source, change=change, fix=change.text(source))

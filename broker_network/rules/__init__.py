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
    """What is found in a primary's file is in its standby's, which is equal there: both are fixed together."""
    if not case.standby_sources:
        yield from findings
        return
    files = _alike(case.standby_sources)
    found = [_fixed_in(files, finding) for finding in findings]
    told = {finding.source for finding in found}
    for finding in found:
        yield finding
        others = case.standby_sources.get(finding.source, ()) if finding.source else ()
        for source in others:
            if source not in told:
                yield replace(finding, source=source, fix=finding.change.text(source))


def _alike(counterparts: Mapping[Source, tuple[Source, ...]]) -> tuple[Mapping[Source, Source], ...]:
    """For a primary, and for each number of standby, the place there of each element of any of the equal files."""
    files: list[dict[Source, Source]] = []
    for own, others in counterparts.items():
        same = (own, *others)
        files += ({} for _ in range(len(same) - len(files)))
        for number, there in enumerate(same):
            files[number].update(dict.fromkeys(same, there))
    return tuple(files)


def _fixed_in(files: Iterable[Mapping[Source, Source]], finding: Finding) -> Finding:
    """The finding with the edits of its fix in every one of some equal files."""
    edits = dict.fromkeys(finding.change.edits)
    for there in files:
        edits.update(dict.fromkeys(edit.at(there) for edit in finding.change.edits if edit.source in there))
    if len(edits) == len(finding.change.edits):
        return finding
    change = replace(finding.change, edits=tuple(edits))
    return replace(finding, change=change, fix=change.text(finding.source))

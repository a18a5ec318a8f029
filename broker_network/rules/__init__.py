"""What can be wrong with a network of brokers: one module for each rule or close family. Standard library only.

A module that holds a tuple `RULES` is found without a list; adding a rule is adding a file.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from .case import Case
from .rule import Finding, Rule, Severity

__all__ = ["Case", "Finding", "Rule", "Severity", "check", "rule", "rules"]


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by id."""
    found: dict[str, Rule] = {}
    for module in pkgutil.iter_modules(__path__):
        for one in getattr(importlib.import_module(f"{__name__}.{module.name}"), "RULES", ()):
            if one.id in found:
                raise ValueError(f"two rules are called {one.id}")
            found[one.id] = one
    return tuple(found[ident] for ident in sorted(found))


def rule(ident: str) -> Rule:
    """The rule of that id; raise KeyError when there is none."""
    return {one.id: one for one in rules()}[ident]


def check(case: Case) -> tuple[Finding, ...]:
    """What all rules find in a case, in the order of brokers, files and lines, without what a comment silences."""
    order = {broker.name: position for position, broker in enumerate(case.network.brokers)}
    found = [
        finding
        for one in rules()
        if case.has_mcollective or not one.about_mcollective
        for finding in one.find(case)
        if not case.reading.silences(finding.rule, finding.source)
    ]

    def place(finding: Finding) -> tuple[int, str, int, int, str]:
        source = finding.source
        at = order.get(finding.broker, len(order)) if finding.broker else len(order)
        return (at, source.file if source else "", source.line if source else 0, -finding.severity, finding.rule)

    return tuple(sorted(dict.fromkeys(found), key=place))

"""Findings that say the same at several places, told once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from broker_network.rules import Finding


@dataclass(frozen=True, slots=True)
class Repeated:
    """A finding, and the others that say the same of other places. Only the broker's own name may differ."""

    first: Finding
    others: tuple[Finding, ...]


def repeated(findings: Iterable[Finding]) -> tuple[Repeated, ...]:
    """The findings, errors first; those of one severity in the order in which they come."""
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        said = (_without_its_name(finding.message, finding), _without_its_name(finding.fix, finding))
        alike.setdefault((finding.rule, finding.severity, finding.attribute, *said), []).append(finding)
    ordered = sorted(alike.values(), key=lambda group: -group[0].severity)
    return tuple(Repeated(first, tuple(others)) for first, *others in ordered)


def _without_its_name(text: str, finding: Finding) -> str:
    if not finding.broker or finding.broker not in text:
        return text
    return re.sub(rf"(?<!\w){re.escape(finding.broker)}(?!\w)", "\0", text)

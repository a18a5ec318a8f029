"""What `check` found as SARIF 2.1.0, which code hosts and editors show next to the lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from broker_network.collect import Reading
from broker_network.rules import Finding, Rule, Severity, rules

from .check import place_of, texts_of

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def as_sarif(findings: Sequence[Finding], reading: Reading) -> dict[str, Any]:
    """The document, ready for `json.dumps`. Files are relative URIs, as given on the command line."""
    texts = texts_of(reading)
    known = rules()
    index = {rule.id: number for number, rule in enumerate(known)}
    results = []
    for finding in findings:
        result: dict[str, Any] = {
            "ruleId": finding.rule,
            "ruleIndex": index[finding.rule],
            "level": _LEVELS[finding.severity],
            "message": {"text": f"{finding.message} {finding.fix}"},
        }
        place = place_of(finding, texts)
        if finding.source is not None and place is not None:
            region = {
                "startLine": place.line,
                "startColumn": place.column,
                "endColumn": place.column + place.length,
            }
            location = {"artifactLocation": {"uri": quote(finding.source.file)}, "region": region}
            result["locations"] = [{"physicalLocation": location}]
        results.append(result)
    driver = {"name": "broker-network", "rules": [_described(rule) for rule in known]}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _described(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.prose.title},
        "fullDescription": {"text": f"{rule.prose.symptom} {rule.prose.cause}"},
        "help": {"text": rule.prose.fix},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }

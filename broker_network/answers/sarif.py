"""What `check` found as SARIF 2.1.0, which code hosts and editors show next to the lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from broker_network.guide import rule_page
from broker_network.rules import Finding, Rule, Severity, rules
from broker_network.wording import bounded

from .check_report import CheckReport, place_of, texts_of
from .check_summary import by_config, counts, read
from .release_question import assumed
from .sarif_fixes import SarifFixes

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def as_sarif(report: CheckReport) -> dict[str, Any]:
    """The document, ready for `json.dumps`. Files are relative URIs, as given on the command line.

    Findings that do not count are suppressed results. What was read, and what was not, are notifications of the run.
    """
    texts = texts_of(report.reading)
    known = rules()
    index = {rule.id: number for number, rule in enumerate(known)}
    fixes = SarifFixes(texts)
    results = [_result(one, index, texts, fixes) for one in report.findings]
    for silenced in report.silenced:
        kind = "inSource" if silenced.in_source else "external"
        suppression = {"kind": kind, "justification": silenced.reason}
        results.append(_result(silenced.finding, index, texts, fixes) | {"suppressions": [suppression]})
    notifications = [
        _notification("none", f"Read: {read(report.reading)}. {assumed(report.question, report.judged)}"),
        *([_notification("none", told)] if (told := by_config(report)) else []),
        *(_notification("warning", f"Not read: {sentence}") for sentence in report.reading.left_out),
        *(_notification("note", f"Not checked: {one.what} {one.tells}") for one in report.unchecked),
        *([_notification("none", f"Below the level that was asked for: {report.hidden}")] if report.hidden else []),
        _notification("none", counts(report)),
    ]
    driver = {"name": "broker-network", "rules": [_described(rule, report.config.guide) for rule in known]}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notifications}],
                "results": results,
            }
        ],
    }


def _result(
    finding: Finding, index: Mapping[str, int], texts: Mapping[str, bytes], fixes: SarifFixes
) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": bounded(f"{finding.message} {finding.fix}")},
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
    if fix := fixes.of(finding):
        result["fixes"] = fix
    return result


def _notification(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": bounded(text)}}


def _described(rule: Rule, guide: str | None) -> dict[str, Any]:
    page = rule_page(rule.id, guide)
    described: dict[str, Any] = {
        "id": rule.id,
        "shortDescription": {"text": rule.prose.title},
        "fullDescription": {"text": f"{rule.prose.symptom} {rule.prose.cause}"},
        "help": {"text": f"{rule.prose.fix} See {page}."},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }
    return described | ({"helpUri": page} if "://" in page else {})

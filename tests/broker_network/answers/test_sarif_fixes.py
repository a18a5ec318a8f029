"""A fix in SARIF, carried out as SARIF says, is what `check --fix` writes."""

from __future__ import annotations

from typing import Any

import pytest

from broker_network.answers.sarif_fixes import SarifFixes
from broker_network.fixes import apply_fixes
from broker_network.network import Source
from broker_network.rule_support.fix import Fix, setting
from broker_network.rules import Finding, Rule, Severity, check, rules
from tests.support.fixing import encoded
from tests.support.rule_sets import case_of


def carried_out(text: str, replacements: list[dict[str, Any]]) -> str:
    """A text with replacements made, from the last to the first."""
    lines = text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
    made = []
    for one in replacements:
        region = one["deletedRegion"]
        begin = starts[region["startLine"] - 1] + region["startColumn"] - 1
        end = starts[region["endLine"] - 1] + region["endColumn"] - 1
        made.append((begin, end, one["insertedContent"]["text"]))
    for begin, end, new in sorted(made, key=lambda each: each[:2], reverse=True):
        text = text[:begin] + new + text[end:]
    return text


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_the_replacements_make_the_same_files_as_the_edits(rule: Rule) -> None:
    files = encoded(rule.before)
    for finding in check(case_of(rule.before, rule.shown_on)):
        if finding.rule == rule.id and finding.change.edits and "copy" not in [e.action for e in finding.change.edits]:
            (fix,) = SarifFixes(files).of(finding)
            made = {
                change["artifactLocation"]["uri"]: carried_out(
                    files[change["artifactLocation"]["uri"]].decode(), change["replacements"]
                )
                for change in fix["artifactChanges"]
            }
            assert made == {name: new.decode() for name, new in apply_fixes([finding], files.get).files.items()}


def test_a_fix_that_would_print_a_secret_is_left_out() -> None:
    change = Fix(setting(Source("a.xml", 1), uri="static:(tcp://u:Rqk2xWv0@b:61616)"))
    finding = Finding("rule", Severity.NOTE, None, None, "Wrong.", "Fix it.", change=change)
    assert SarifFixes({"a.xml": b'<a uri="x"/>'}).of(finding) == []


def test_what_has_no_edits_or_no_file_has_no_fix() -> None:
    finding = Finding("rule", Severity.NOTE, None, None, "Wrong.", "Fix it.")
    assert SarifFixes({}).of(finding) == []
    change = Fix(setting(Source("a.zip/a.xml", 1), uri="x"))
    assert SarifFixes({}).of(Finding("rule", Severity.NOTE, None, None, "Wrong.", "", change=change)) == []

"""Every rule's fix, made to the letter in the rule's own files, removes the finding and brings nothing worse."""

from __future__ import annotations

import pytest

from broker_network.rules import Finding, Rule, check, rules
from tests.support.fixing import encoded, fault_of, fixed_files
from tests.support.rule_sets import case_of

EVERY = pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)


def own(rule: Rule) -> list[Finding]:
    """What a rule finds in its own files."""
    return [one for one in check(case_of(rule.before, rule.shown_on)) if one.rule == rule.id]


@EVERY
def test_a_fix_with_edits_removes_its_finding_and_brings_no_other(rule: Rule) -> None:
    case, files = case_of(rule.before, rule.shown_on), encoded(rule.before)
    assert [fault_of(case, files, one) for one in own(rule) if one.change.edits] == [
        "" for one in own(rule) if one.change.edits
    ]


@EVERY
def test_sure_fixes_leave_no_finding_that_the_files_without_the_fault_do_not_have(rule: Rule) -> None:
    found = own(rule)
    if not found or not all(one.change.sure for one in found):
        return
    case, files = case_of(rule.before, rule.shown_on), encoded(rule.before)
    fixed, after = fixed_files(case, files)
    texts = {name: content.decode() for name, content in after.items()}
    left = {one.rule for one in check(case_of(texts, rule.shown_on))}
    assert rule.id not in left
    assert left <= {one.rule for one in check(case_of(rule.after, rule.fixed_on or rule.shown_on))}
    assert not [one for one, _ in fixed.kept if one.rule == rule.id]


@EVERY
def test_a_fix_that_is_not_sure_says_what_the_reader_has_to_decide(rule: Rule) -> None:
    assert all(one.change.sure or one.change.decision for one in own(rule))


@EVERY
def test_the_text_of_a_fix_is_worded_from_its_edits(rule: Rule) -> None:
    for one in own(rule):
        assert one.fix == one.change.text(one.source)
        for edit in one.change.edits:
            said = (
                edit.name or edit.value or str(edit.element) if edit.action not in ("delete", "copy") else "his element"
            )
            assert said in one.fix

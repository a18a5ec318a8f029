"""Near misses of the rule `duplicate-policy`, and what rules say of what such entries differ in."""

from __future__ import annotations

import pytest

from tests.support.rule_sets import MEMBER, broker, findings

_PURGE = 'schedulePeriodForDestinationPurge="60000"'


def with_entries(*entries: str) -> dict[str, str]:
    """A broker with policy entries, each as its attributes, and a server's file."""
    inside = "".join(f"<policyEntry {one}/>" for one in entries).replace('>"', '&gt;"')
    policy = f"<destinationPolicy><policyMap><policyEntries>{inside}</policyEntries></policyMap></destinationPolicy>"
    return {"a.xml": broker("a", attributes=_PURGE, inside=policy), **MEMBER}


@pytest.mark.parametrize(
    "entries",
    [
        ('queue=">"', 'topic=">" producerFlowControl="false"'),
        ('queue="a.>"', 'queue=">"', 'queue="a.*"'),
    ],
)
def test_entries_for_different_patterns_are_fine(entries: tuple[str, ...]) -> None:
    assert not findings("duplicate-policy", with_entries(*entries))


@pytest.mark.parametrize(
    ("entries", "severity", "says"),
    [
        (('queue=">"', 'queue=">"'), "note", "two equal policy entries"),
        (('queue=">"', 'queue=">" maxPageSize="1"'), "warning", "luck decides"),
        (('topic="x.${y}"', 'topic="x.${y}" maxPageSize="1"'), "warning", "luck decides"),
        (('topic="x"', 'destination="topic://x" maxPageSize="1"', 'topic="x"'), "warning", "There are 3 "),
    ],
)
def test_one_finding_tells_of_all_entries_for_a_pattern(entries: tuple[str, ...], severity: str, says: str) -> None:
    (found,) = findings("duplicate-policy", with_entries(*entries))
    assert (str(found.severity), says in found.message) == (severity, True)


@pytest.mark.parametrize(
    ("rule", "right"),
    [
        ("reply-queue-gc", 'queue=">" gcInactiveDestinations="true" inactiveTimoutBeforeGC="300000"'),
        ("flow-control-queues", 'queue=">" producerFlowControl="false"'),
        ("flow-control-topics", 'topic=">" producerFlowControl="false"'),
    ],
)
def test_no_rule_judges_by_what_luck_decides(rule: str, right: str) -> None:
    pattern = right.split()[0]
    wrong = f'{pattern} expireMessagesPeriod="1"'
    assert findings(rule, with_entries(wrong))
    assert not findings(rule, with_entries(right))
    for entries in ((wrong, right), (right, wrong)):
        assert not findings(rule, with_entries(*entries))
    assert findings(rule, with_entries(wrong, f'{wrong} advisoryWhenFull="true"'))


@pytest.mark.parametrize("first", [True, False])
def test_a_narrow_entry_loses_only_what_each_wide_entry_says(first: bool) -> None:
    wide = ('topic=">" producerFlowControl="false"', 'topic=">" advisoryWhenFull="true"')
    assert not findings("policy-not-inherited", with_entries(*(wide if first else wide[::-1]), 'topic="metrics.>"'))
    assert findings("policy-not-inherited", with_entries(wide[0], wide[0], 'topic="metrics.>"'))

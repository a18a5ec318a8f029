"""Near misses of the rule `ttl-both-kinds`."""

from __future__ import annotations

import pytest

from tests.support.rule_sets import broker, connector, findings, to


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('networkTTL="2"', 0),
        ('messageTTL="2" consumerTTL="3"', 0),
        ('networkTTL="2" messageTTL="3"', 1),
        ('networkTTL="2" consumerTTL="3"', 1),
    ],
)
def test_one_ttl_for_both_or_one_for_each_is_fine(attributes: str, expected: int) -> None:
    files = {"a.xml": broker("a", connector("a-b", to("b"), attributes))}
    assert len(findings("ttl-both-kinds", files)) == expected


@pytest.mark.parametrize(
    ("attributes", "severity"),
    [
        ('networkTTL="2" messageTTL="2" consumerTTL="2"', "note"),
        ('networkTTL="2" consumerTTL="2"', "note"),
        ('networkTTL="${ttl}" messageTTL="${ttl}"', "note"),
        ('networkTTL="${ttl}" messageTTL="2"', "note"),
        ('networkTTL="2" messageTTL="2" consumerTTL="1"', "error"),
    ],
)
def test_equal_values_are_redundant_and_no_error(attributes: str, severity: str) -> None:
    files = {"a.xml": broker("a", connector("a-b", to("b"), attributes))}
    assert [str(one.severity) for one in findings("ttl-both-kinds", files)] == [severity]

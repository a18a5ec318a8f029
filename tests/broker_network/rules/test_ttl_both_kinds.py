"""Near misses of the rule `ttl-both-kinds`."""

from __future__ import annotations

import pytest

from tests.support.rule_sets import broker, connector, findings, to


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('networkTTL="2"', 0),
        ('messageTTL="2" consumerTTL="3"', 0),
        ('networkTTL="2" messageTTL="2"', 1),
        ('networkTTL="2" consumerTTL="3"', 1),
    ],
)
def test_one_ttl_for_both_or_one_for_each_is_fine(attributes: str, expected: int) -> None:
    files = {"a.xml": broker("a", connector("a-b", to("b"), attributes))}
    assert len(findings("ttl-both-kinds", files)) == expected

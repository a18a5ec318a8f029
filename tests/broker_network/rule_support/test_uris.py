"""The texts of URIs with a small change."""

from __future__ import annotations

import pytest

from broker_network.rule_support.uris import without_option


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tcp://a:1?x=0", "tcp://a:1"),
        ("tcp://a:1?x=0&y=1", "tcp://a:1?y=1"),
        ("tcp://a:1?y=1&x=0", "tcp://a:1?y=1"),
        ("static:(tcp://a:1?x=0,tcp://b:1?z.x=0)?y=1", "static:(tcp://a:1,tcp://b:1?z.x=0)?y=1"),
        ("tcp://a:1?x=01", "tcp://a:1?x=01"),
    ],
)
def test_an_option_goes_with_its_separator(before: str, after: str) -> None:
    assert without_option(before, "x=0") == after

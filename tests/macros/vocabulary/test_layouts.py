"""All examples side by side."""

from __future__ import annotations

import pytest

from broker_network import examples
from macros import rendered_examples
from macros.page import Page, UnknownName
from macros.vocabulary import layouts


def test_examples_are_listed_smallest_first(page: Page) -> None:
    counts = [len(one.plan.network.brokers) for _, one in rendered_examples.in_reading_order(tolerant=False) if one]
    assert counts == sorted(counts)
    assert len(layouts.examples(page).splitlines()) == 2 + len(examples.names())


def test_layouts_are_compared_in_a_row_each_with_a_link_to_the_page(page: Page) -> None:
    for kind in layouts.COMPARISONS:
        rows = layouts.comparison(page, kind).splitlines()[2:]
        assert len(rows) == len(examples.names())
        assert all(row.startswith("| [") and row.count("|") == rows[0].count("|") for row in rows)
    assert "**the standby takes over**" in layouts.comparison(page, "survival")


def test_an_unknown_comparison_is_answered_with_those_there_are(page: Page) -> None:
    with pytest.raises(UnknownName, match=r"survival, cost"):
        layouts.comparison(page, "speed")

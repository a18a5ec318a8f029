"""Patterns select destinations as ActiveMQ's do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker_network.network import Destination, queue, topic

PARTS = st.lists(st.sampled_from(["a", "b", "nodes"]), min_size=1, max_size=4)
NAMES = PARTS.map(".".join)
PATTERNS = st.builds(
    lambda parts, rest: ".".join(parts) + rest,
    st.lists(st.sampled_from(["a", "b", "nodes", "*"]), min_size=1, max_size=4),
    st.sampled_from(["", ".>"]),
)


@pytest.mark.parametrize(
    ("pattern", "name", "selected"),
    [
        ("a.*", "a.b", True),
        ("a.*", "a.b.c", False),
        ("a.*", "a", False),
        ("a.>", "a", True),
        ("a.>", "a.b.c", True),
        (">", "a.b", True),
        ("*.nodes", "c.nodes", True),
        ("*.nodes", "c.d.nodes", False),
        ("a.b", "a.b", True),
        ("x,a.>", "a.b", True),
        ("x, a.>", "a.b", True),
        ("x,y", "a.b", False),
    ],
)
def test_a_pattern_selects_whole_parts(pattern: str, name: str, selected: bool) -> None:
    assert queue(pattern).matches(queue(name)) is selected


def test_a_pattern_over_queues_selects_no_topic() -> None:
    assert not queue(">").matches(topic("a"))
    assert not queue(">").overlaps(topic(">"))


@given(NAMES)
def test_every_name_selects_itself(name: str) -> None:
    assert queue(name).matches(queue(name))


@given(PATTERNS, PATTERNS, NAMES)
def test_two_patterns_that_select_one_name_overlap(one: str, other: str, name: str) -> None:
    if queue(one).matches(queue(name)) and queue(other).matches(queue(name)):
        assert queue(one).overlaps(queue(other))


@given(PATTERNS, PATTERNS)
def test_overlap_does_not_depend_on_the_order(one: str, other: str) -> None:
    assert queue(one).overlaps(queue(other)) is queue(other).overlaps(queue(one))


@pytest.mark.parametrize(
    ("one", "other", "some"),
    [("a.*", "*.b", True), ("a.*", "b.*", False), ("a.>", "a", True), ("a.b", "a", False), ("x,a.b", "a.*", True)],
)
def test_patterns_overlap_where_some_name_fits_both(one: str, other: str, some: bool) -> None:
    assert queue(one).overlaps(queue(other)) is some


def test_a_destination_is_told_with_its_kind() -> None:
    assert str(Destination("topic", "c.>")) == "topic c.>"

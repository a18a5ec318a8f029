"""Which names are one by a slip of the pen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker_network.rule_support.slips import is_slip, slips

SLIPS = [
    ("broker3.frankfurt.net", "broker3.frankfrut.net"),
    ("mcollective-servers", "mcollective-server"),
    ("hub.paris.net", "hub.pairs.net"),
    ("Broker.Frankfurt.net", "broker.frankfrut.net"),
]
NO_SLIPS = [
    ("broker1.frankfurt.net", "broker2.frankfurt.net"),
    ("dc-a.frankfurt.net", "dc-b.frankfurt.net"),
    ("east.frankfurt.net", "west.frankfurt.net"),
    ("north.frankfurt.net", "south.frankfurt.net"),
    ("a.b.frankfurt.net", "b.frankfurt.net"),
    ("prod.frankfrut.net", "test.frankfurt.net"),
    ("same.net", "same.net"),
]


@pytest.mark.parametrize(("one", "other"), SLIPS)
def test_one_word_that_is_alike_is_a_slip(one: str, other: str) -> None:
    assert is_slip(one, other)
    assert slips([one, other]) == {one: (other,), other: (one,)}


@pytest.mark.parametrize(("one", "other"), NO_SLIPS)
def test_names_of_two_things_are_none(one: str, other: str) -> None:
    assert not is_slip(one, other)
    assert slips([one, other]) == {}


WORDS = st.lists(
    st.sampled_from(["frankfurt", "frankfrut", "hub", "paris", "pairs", "mq1", "mq2"]), min_size=1, max_size=3
)


@given(st.lists(WORDS.map(".".join), max_size=12))
def test_of_many_names_the_slips_are_those_of_each_two(names: list[str]) -> None:
    expected = {one: {other for other in names if is_slip(one, other)} for one in names}
    assert {name: set(others) for name, others in slips(names).items()} == {
        name: others for name, others in expected.items() if others
    }

"""TTLs can be compared, also where there is no limit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from broker_network.network.ttl import UNLIMITED, ttl


@given(st.integers(0, 10_000))
def test_a_ttl_is_its_number(value: int) -> None:
    assert ttl(value) == value


@given(st.integers(max_value=-1), st.integers(0, 10_000))
def test_without_limit_is_more_than_any_number(value: int, other: int) -> None:
    assert ttl(value) == UNLIMITED > ttl(other)

"""A map of destinations says what asking every pattern says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from broker_network.network.destination import Destination, queue, topic
from broker_network.network.destination_map import DestinationMap

NAMES = st.lists(st.sampled_from(["a", "b", "*", ">", "", " a"]), min_size=1, max_size=4).map(".".join)
PATTERNS = st.builds(
    lambda kind, names: kind(",".join(names)), st.sampled_from([queue, topic]), st.lists(NAMES, min_size=1, max_size=3)
)


@given(st.lists(PATTERNS, max_size=8), PATTERNS)
def test_it_finds_what_each_pattern_alone_would_match(patterns: list[Destination], asked: Destination) -> None:
    mapped: DestinationMap[int] = DestinationMap()
    for number, pattern in enumerate(patterns):
        mapped.add(pattern, number)
    assert mapped.matching(asked) == [number for number, one in enumerate(patterns) if one.matches(asked)]

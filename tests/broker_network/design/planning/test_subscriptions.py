"""Behaviour of how far subscriptions travel."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from broker_network.design.planning.subscriptions import crossings
from broker_network.design.planning.traffic import Edge, neighbors
from tests.support.networks import graphs

CHAIN = (Edge(0, ("a", "b"), None), Edge(1, ("b", "c"), None), Edge(2, ("c", "d"), ("other",)))


def test_a_subscription_stops_where_the_ttl_of_a_link_is_used_up() -> None:
    assert crossings(["a"], neighbors(CHAIN), {0: 1, 1: 1, 2: 1}, "c") == ((0, "a", "b"),)
    assert crossings(["a"], neighbors(CHAIN), {0: 1, 1: 2, 2: 3}, "c") == ((0, "a", "b"), (1, "b", "c"))


def test_a_link_that_does_not_carry_the_collective_is_not_crossed() -> None:
    assert (2, "c", "d") in crossings(["a"], neighbors(CHAIN), {0: 3, 1: 3, 2: 3}, "other")
    assert (2, "c", "d") not in crossings(["a"], neighbors(CHAIN), {0: 3, 1: 3, 2: 3}, "c")


def walked(start: str, links: list[tuple[str, str]], ttl: dict[int, int]) -> set[tuple[int, str, str]]:
    """The same by trying every way without return to a broker, one after the other."""
    found = set()
    ways: list[tuple[str, ...]] = [(start,)]
    while ways:
        way = ways.pop()
        for index, link in enumerate(links):
            if way[-1] in link:
                other = link[1 - link.index(way[-1])]
                if other not in way and len(way) - 1 < ttl[index]:
                    found.add((index, way[-1], other))
                    ways.append((*way, other))
    return found


@settings(max_examples=150, deadline=None)
@given(graphs(6), st.data())
def test_every_way_without_return_is_counted(links: list[tuple[str, str]], data: st.DataObject) -> None:
    ttl = {index: data.draw(st.integers(1, 4)) for index in range(len(links))}
    start = links[0][0]
    around = neighbors(Edge(index, link, None) for index, link in enumerate(links))
    assert walked(start, links, ttl) <= set(crossings([start], around, ttl, "c"))

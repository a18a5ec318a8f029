"""Behaviour of what crosses links."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from broker_network.design.planning.traffic import Edge, Requirement, distances, neighbors, topics_ttl, traffic
from tests.support.networks import graphs


def edges(*links: tuple[str, str], allowed: tuple[str, ...] | None = None) -> tuple[Edge, ...]:
    """Edges in order, all allowing the same."""
    return tuple(Edge(index, link, allowed) for index, link in enumerate(links))


def test_a_link_off_every_shortest_way_carries_nothing() -> None:
    carried, unmet = traffic([Requirement("a", "c", ("b",))], edges(("a", "b"), ("b", "x")))
    assert (carried.ttl, carried.collectives, unmet) == ({0: 1}, {0: {"c": None}}, ())


def test_both_of_two_equal_ways_are_kept_open() -> None:
    carried, _ = traffic([Requirement("a", "c", ("d",))], edges(("a", "b"), ("b", "d"), ("a", "e"), ("e", "d")))
    assert carried.ttl == {0: 2, 1: 2, 2: 2, 3: 2}


def test_a_collective_goes_around_a_link_that_does_not_carry_it() -> None:
    around = (Edge(0, ("a", "b"), ("other",)), Edge(1, ("a", "x"), None), Edge(2, ("x", "b"), None))
    carried, unmet = traffic([Requirement("a", "c", ("b",))], around)
    assert (carried.ttl, unmet) == ({1: 2, 2: 2}, ())


def test_what_cannot_be_reached_is_said() -> None:
    _, unmet = traffic([Requirement("a", "c", ("b", "far"))], edges(("a", "b")))
    assert [(one.servers, one.without) for one in unmet] == [(("far",), "")]


def test_a_failure_to_survive_adds_the_hops_of_the_way_around() -> None:
    triangle = edges(("a", "b"), ("b", "c"), ("c", "a"))
    required = [Requirement("a", "c", ("b",))]
    assert traffic(required, triangle)[0].ttl == {0: 1}
    assert traffic(required, triangle, ["link"])[0].ttl == {0: 1, 1: 2, 2: 2}


def test_topics_in_a_circle_may_pass_every_other_broker() -> None:
    circle = edges(("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("e", "a"), ("e", "f"))
    assert topics_ttl(circle, dict.fromkeys(range(6), 2)) == dict.fromkeys(range(6), 5)


def test_topics_need_no_more_in_a_tree_or_where_all_are_neighbors() -> None:
    assert topics_ttl(edges(("a", "b"), ("b", "c")), {0: 2, 1: 2}) == {0: 2, 1: 2}
    triangle = edges(("a", "b"), ("b", "c"), ("c", "a"))
    assert topics_ttl(triangle, {0: 1, 1: 1, 2: 1}) == {0: 1, 1: 1, 2: 1}


def test_the_loss_of_a_broker_excuses_those_connected_to_it() -> None:
    triangle = edges(("a", "b"), ("b", "c"), ("c", "a"))
    _, unmet = traffic([Requirement("a", "c", ("b", "c"))], triangle, ["broker"])
    assert unmet == ()


@settings(max_examples=80, deadline=None)
@given(graphs(), st.data())
def test_the_ttl_of_a_used_link_is_at_least_one_and_at_most_the_longest_way(
    links: list[tuple[str, str]], data: st.DataObject
) -> None:
    names = sorted({end for link in links for end in link})
    client = data.draw(st.sampled_from(names))
    servers = tuple(data.draw(st.lists(st.sampled_from(names), unique=True, min_size=1)))
    around = edges(*links)
    carried, _ = traffic([Requirement(client, "c", servers)], around)
    away = distances(client, neighbors(around), "c")
    farthest = max(away[server] for server in servers)
    assert all(1 <= ttl <= farthest for ttl in carried.ttl.values())
    assert bool(carried.ttl) == (farthest > 0)

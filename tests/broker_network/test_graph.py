"""Searches give what a plain definition gives, in the promised order."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from broker_network import graph

NODES = st.integers(0, 7)
EDGES = st.lists(st.tuples(NODES, NODES), max_size=20)
Edges = list[tuple[int, int]]


def directed(edges: Edges) -> dict[int, list[int]]:
    return {node: [end for start, end in edges if start == node] for node in range(8)}


def reachable(edges: Edges) -> set[tuple[int, int]]:
    """All pairs joined by a way, by its definition: the transitive closure."""
    found = {(node, node) for node in range(8)} | set(edges)
    for middle, start, end in itertools.product(range(8), repeat=3):
        if (start, middle) in found and (middle, end) in found:
            found.add((start, end))
    return found


@given(EDGES, NODES)
def test_a_walk_finds_what_can_be_reached_each_once_nearest_first(edges: Edges, start: int) -> None:
    around = directed(edges)
    found = list(graph.walk([start], around.__getitem__))
    assert len(found) == len(set(found))
    assert set(found) == {end for begin, end in reachable(edges) if begin == start}
    away = graph.distances(start, around.__getitem__)
    assert list(away) == found
    assert list(away.values()) == sorted(away.values())


@given(EDGES, NODES)
def test_the_node_before_is_one_step_nearer_and_has_it_as_a_neighbor(edges: Edges, start: int) -> None:
    around = directed(edges)
    away = graph.distances(start, around.__getitem__)
    for node, before in graph.shortest(start, around.__getitem__):
        assert away[node] == away[before] + 1
        assert node in around[before]
    for node, other in edges:
        assert node not in away or away[other] <= away[node] + 1


def test_a_walk_looks_no_further_than_it_is_asked_to() -> None:
    assert 3 in graph.walk([0], lambda node: [node + 1])


@given(EDGES)
def test_parts_are_what_is_joined_in_the_order_of_the_nodes(edges: Edges) -> None:
    both = [*edges, *((end, start) for start, end in edges)]
    parts = graph.parts(directed(both))
    assert sorted(itertools.chain(*parts)) == list(range(8))
    assert [part[0] for part in parts] == sorted(part[0] for part in parts)
    assert all(part == sorted(part) for part in parts)
    joined = reachable(both)
    for part in parts:
        assert all(((part[0], node) in joined) == (node in part) for node in range(8))


@given(EDGES)
def test_two_nodes_share_a_circle_when_each_reaches_the_other(edges: Edges) -> None:
    circle, ways = graph.circles(directed(edges)), reachable(edges)
    for one, other in itertools.product(range(8), repeat=2):
        assert (circle[one] == circle[other]) == ((one, other) in ways and (other, one) in ways)


def test_a_tree_is_walked_from_the_top_in_the_order_of_the_children() -> None:
    below = {"a": "bc", "b": "de", "c": "f"}
    assert "".join(graph.preorder("ag", lambda name: below.get(name, ""))) == "abdecfg"


def test_a_deep_tree_is_walked_without_recursion() -> None:
    assert sum(1 for _ in graph.preorder([0], lambda depth: [depth + 1] if depth < 50_000 else [])) == 50_001

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


@given(EDGES)
def test_each_link_is_in_one_block_that_stays_together_without_any_one_node(edges: Edges) -> None:
    both = directed([*edges, *((end, start) for start, end in edges)])
    near = {node: [other for other in dict.fromkeys(around) if other != node] for node, around in both.items()}
    blocks = graph.blocks(near)
    for one, around in near.items():
        for other in around:
            assert sum(one in block and other in block for block in blocks) == 1
    for block in blocks:
        for left_out in block:
            inside = set(block) - {left_out}
            start = min(inside)
            among = {node: inside.intersection(near[node]) for node in inside}
            assert set(graph.walk([start], among.__getitem__)) == inside


@given(EDGES)
def test_no_way_without_a_repeat_is_longer_than_the_longest(edges: Edges) -> None:
    both = directed([*edges, *((end, start) for start, end in edges)])
    ways: list[tuple[int, ...]] = [(node,) for node in both]
    for way in ways:
        ways += [(*way, other) for other in dict.fromkeys(both[way[-1]]) if other not in way]
        if len(ways) > 3000:
            break
    near = {node: [other for other in dict.fromkeys(around) if other != node] for node, around in both.items()}
    assert max(map(len, ways)) - 1 <= graph.longest_way(near)


def test_the_longest_way_is_exact_in_trees_rings_and_full_meshes() -> None:
    def longest(*links: tuple[int, int]) -> int:
        return graph.longest_way(directed([*links, *((end, start) for start, end in links)]))

    ring = [(at, (at + 1) % 8) for at in range(8)]
    assert longest((0, 1), (0, 2), (0, 3)) == 2
    assert longest(*ring) == 7
    assert longest(*itertools.combinations(range(4), 2)) == 3
    assert longest((0, 1), (1, 2), (2, 0), (1, 3), (3, 4)) == 4
    assert longest((0, 1), (1, 2), (2, 0), (0, 3), (0, 4), (0, 5)) == 3


def test_a_tree_is_walked_from_the_top_in_the_order_of_the_children() -> None:
    below = {"a": "bc", "b": "de", "c": "f"}
    assert "".join(graph.preorder("ag", lambda name: below.get(name, ""))) == "abdecfg"


def test_a_deep_tree_is_walked_without_recursion() -> None:
    assert sum(1 for _ in graph.preorder([0], lambda depth: [depth + 1] if depth < 50_000 else [])) == 50_001

"""Graph searches. A graph is a function that gives the neighbors of a node. Every search visits each node once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)
Item = TypeVar("Item")


def walk(starts: Iterable[Node], neighbors: Callable[[Node], Iterable[Node]]) -> Iterator[Node]:
    """Every node that can be reached, the starts among them, nearest first. It searches only as far as you iterate."""
    found = dict.fromkeys(starts)
    waiting = deque(found)
    yield from found.copy()
    while waiting:
        for other in neighbors(waiting.popleft()):
            if other not in found:
                found[other] = None
                waiting.append(other)
                yield other


def distances(start: Node, neighbors: Callable[[Node], Iterable[Node]]) -> dict[Node, int]:
    """The number of steps from a node to each reachable node, including itself, nearest first."""
    found = {start: 0}
    for node, before in shortest(start, neighbors):
        found[node] = found[before] + 1
    return found


def shortest(start: Node, neighbors: Callable[[Node], Iterable[Node]]) -> Iterator[tuple[Node, Node]]:
    """Every reachable node except the start, nearest first, with the node before it on a shortest path."""
    found = {start}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        for other in neighbors(node):
            if other not in found:
                found.add(other)
                waiting.append(other)
                yield other, node


def parts(neighbors: Mapping[Node, Iterable[Node]]) -> list[list[Node]]:
    """The connected parts, each in the order of `neighbors`, the one with the first node first.

    `neighbors` gives every node its neighbors in both directions.
    """
    part_of: dict[Node, int] = {}
    found: list[list[Node]] = []
    for start in neighbors:
        if start not in part_of:
            part_of.update(dict.fromkeys(walk([start], lambda node: neighbors.get(node, ())), len(found)))
            found.append([])
        found[part_of[start]].append(start)
    return found


def circles(leaving: Mapping[Node, Iterable[Node]]) -> dict[Node, int]:
    """For each node a number that it shares with those it reaches and that reach it (Tarjan, without recursion)."""
    order: dict[Node, int] = {}
    lowest: dict[Node, int] = {}
    circle: dict[Node, int] = {}
    open_yet: list[Node] = []
    for start in leaving:
        if start in order:
            continue
        path = [(start, iter(leaving[start]))]
        order[start] = lowest[start] = len(order)
        open_yet.append(start)
        while path:
            node, onward = path[-1]
            further = next((one for one in onward if one not in order or one not in circle), None)
            if further is None:
                path.pop()
                if path:
                    lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[node])
                if lowest[node] == order[node]:
                    while True:
                        member = open_yet.pop()
                        circle[member] = order[node]
                        if member == node:
                            break
            elif further in order:
                lowest[node] = min(lowest[node], order[further])
            else:
                order[further] = lowest[further] = len(order)
                open_yet.append(further)
                path.append((further, iter(leaving.get(further, ()))))
    return circle


def blocks(neighbors: Mapping[Node, Iterable[Node]]) -> list[list[Node]]:
    """The parts that stay together without any one of their nodes, two linked nodes at least (Tarjan).

    Two blocks share one node at most. A block of three nodes or more has a circle through any two of its links.
    `neighbors` gives every node its neighbors in both directions.
    """
    order: dict[Node, int] = {}
    lowest: dict[Node, int] = {}
    found: list[list[Node]] = []
    for start in neighbors:
        if start in order:
            continue
        order[start] = lowest[start] = len(order)
        path = [(start, iter(neighbors[start]))]
        open_yet = [start]
        while path:
            node, onward = path[-1]
            further = next((one for one in onward if len(path) < 2 or one != path[-2][0]), None)
            if further is None:
                path.pop()
                if not path:
                    continue
                before = path[-1][0]
                lowest[before] = min(lowest[before], lowest[node])
                if lowest[node] >= order[before]:
                    block = [before]
                    while block[-1] != node:
                        block.append(open_yet.pop())
                    found.append(block)
            elif further in order:
                lowest[node] = min(lowest[node], order[further])
            else:
                order[further] = lowest[further] = len(order)
                open_yet.append(further)
                path.append((further, iter(neighbors[further])))
    return found


def longest_way(neighbors: Mapping[Node, Iterable[Node]]) -> int:
    """Steps that no way needs more of which passes no node twice; in trees, rings and full meshes some way needs them.

    Through each block it may lead over all of its nodes. `neighbors` gives every node its neighbors in both directions.
    """
    blocks_of: dict[Node, list[list[Node]]] = {}
    for block in blocks(neighbors):
        for node in block:
            blocks_of.setdefault(node, []).append(block)

    def steps(start: Node) -> dict[Node, int]:
        found = {start: 0}
        waiting: deque[tuple[Node, list[Node] | None]] = deque([(start, None)])
        while waiting:
            node, came_by = waiting.popleft()
            for block in blocks_of.get(node, ()):
                if block is not came_by:
                    onward = [one for one in block if one != node]
                    found |= dict.fromkeys(onward, found[node] + len(onward))
                    waiting.extend((one, block) for one in onward)
        return found

    longest, done = 0, set[Node]()
    for start in neighbors:
        if start not in done:
            away = steps(start)
            done |= away.keys()
            longest = max(longest, *steps(max(away, key=lambda one: away[one])).values())
    return longest


def preorder(roots: Iterable[Item], children: Callable[[Item], Sequence[Item]]) -> Iterator[Item]:
    """Every item of some trees in order, each before its descendants. `children` gives the items to descend into."""
    waiting = list(roots)[::-1]
    while waiting:
        item = waiting.pop()
        yield item
        if below := children(item):
            waiting.extend(reversed(below))

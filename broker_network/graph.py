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


def preorder(roots: Iterable[Item], children: Callable[[Item], Sequence[Item]]) -> Iterator[Item]:
    """Every item of some trees in order, each before its descendants. `children` gives the items to descend into."""
    waiting = list(roots)[::-1]
    while waiting:
        item = waiting.pop()
        yield item
        if below := children(item):
            waiting.extend(reversed(below))

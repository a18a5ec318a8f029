"""Levels of sites and where they stand: breadth first from the site that commands, wrapped where too wide."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from broker_network.graph import distances

from ..scene import Scene


def neighbors(scene: Scene) -> list[list[int]]:
    """For each place the places that it is linked to, each once, in the order of the links."""
    homes = scene.homes
    found: list[dict[int, None]] = [{} for _ in scene.places]
    for wire in scene.wires:
        one, other = homes[wire.dialing], homes[wire.listening]
        if one != other:
            found[one][other] = None
            found[other][one] = None
    return [list(one) for one in found]


def levels(scene: Scene) -> list[list[int]]:
    """Places by their distance from the root of their part of the network, each level in a good order."""
    adjacent = neighbors(scene)
    found: list[list[int]] = []
    placed: set[int] = set()
    for place in range(len(scene.places)):
        if place in placed:
            continue
        part = distances(place, adjacent.__getitem__)
        away = distances(_root(scene, adjacent, list(part)), adjacent.__getitem__)
        placed.update(part)
        for one in sorted(away):
            while len(found) <= away[one]:
                found.append([])
            found[away[one]].append(one)
    for upper, lower in itertools.pairwise(found):
        at = {place: (i + 0.5) / len(upper) for i, place in enumerate(upper)}
        lower.sort(key=lambda place: (_mean([at[one] for one in adjacent[place] if one in at]), place))
    return found


def _root(scene: Scene, adjacent: Sequence[Sequence[int]], part: list[int]) -> int:
    """The only place that commands; else the one from which the farthest is nearest."""
    commanding = [place for place in part if scene.places[place].commands]
    candidates = commanding if len(commanding) == 1 else part
    return min(
        candidates,
        key=lambda place: (max(distances(place, adjacent.__getitem__).values()), -len(adjacent[place]), place),
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.5


def chunks(row: Sequence[int], count: int) -> list[list[int]]:
    """A row as `count` rows of about the same number."""
    size = -(-len(row) // count)
    return [list(row[i : i + size]) for i in range(0, len(row), size)]


def spread(wishes: Sequence[float], apart: Sequence[float]) -> list[float]:
    """Positions as near to `wishes` as the least distances `apart` between neighbors allow.

    Neighbors that would collide are moved together about the mean of their wishes.
    """
    offsets = [0.0]
    for distance in apart:
        offsets.append(offsets[-1] + distance)
    clusters: list[list[float]] = []
    for wish, offset in zip(wishes, offsets, strict=True):
        clusters.append([wish - offset, 1.0])
        while len(clusters) > 1 and clusters[-2][0] > clusters[-1][0]:
            (one, weight), (other, more) = clusters[-2:]
            clusters[-2:] = [[(one * weight + other * more) / (weight + more), weight + more]]
    bases = [base for base, weight in clusters for _ in range(int(weight))]
    return [base + offset for base, offset in zip(bases, offsets, strict=True)]

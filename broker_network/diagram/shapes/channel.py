"""Tracks in a channel: where the level parts of links run between two rows, with as few crossings as is cheap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

CLEAR = 7.0
APART = 12.0
OVERLAID = 50
Side = Literal["top", "bottom"]


@dataclass(frozen=True, slots=True)
class Crossing:
    """One link passing a channel: from an edge of the channel at `start` to an edge at `end`."""

    start: float
    start_edge: Side
    end: float
    end_edge: Side

    @property
    def straight(self) -> bool:
        """Whether it needs no track."""
        return abs(self.start - self.end) < 0.05 and self.start_edge != self.end_edge

    @property
    def low(self) -> float:
        """Its leftmost x."""
        return min(self.start, self.end)

    @property
    def high(self) -> float:
        """Its rightmost x."""
        return max(self.start, self.end)

    def at(self, edge: Side) -> tuple[float, ...]:
        """Where it is upright between its track and that edge."""
        return tuple(x for x, side in ((self.start, self.start_edge), (self.end, self.end_edge)) if side == edge)


def cost(above: Crossing, below: Crossing) -> int:
    """How bad it is when one runs above the other: crossings, and much worse, lines upon each other."""
    total = 0
    for x in above.at("bottom"):
        total += below.low < x < below.high
        total += OVERLAID * sum(abs(x - other) < CLEAR for other in below.at("top"))
    return total + sum(above.low < x < above.high for x in below.at("top"))


def tracks(crossings: Sequence[Crossing]) -> list[int]:
    """The track of each link, counted from the top; -1 for one that goes straight through."""
    order = [i for i, one in enumerate(crossings) if not one.straight]
    order.sort(key=lambda i: (-abs(crossings[i].end - crossings[i].start), i))
    costs = {(i, j): cost(crossings[i], crossings[j]) for i in order for j in order if i != j}
    for _ in range(len(order)):
        swapped = False
        for at in range(len(order) - 1):
            one, other = order[at], order[at + 1]
            if costs[other, one] < costs[one, other]:
                order[at], order[at + 1] = other, one
                swapped = True
        if not swapped:
            break
    found = [-1] * len(crossings)
    for position, i in enumerate(order):
        before = (
            found[j]
            for j in order[:position]
            if crossings[i].low < crossings[j].high + APART and crossings[j].low < crossings[i].high + APART
        )
        found[i] = max(before, default=-1) + 1
    return found

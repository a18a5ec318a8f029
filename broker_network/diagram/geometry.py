"""Boxes, polylines, and how they are written as SVG paths. Pixels; y grows downward."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot

Point = tuple[float, float]
Segment = tuple[Point, Point]

RADIUS = 8.0
HEAD = 8.0
RING = 3.6


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The y of the lower edge."""
        return self.y + self.h

    @property
    def cx(self) -> float:
        """The x of the center."""
        return self.x + self.w / 2

    @property
    def cy(self) -> float:
        """The y of the center."""
        return self.y + self.h / 2

    def moved(self, dx: float, dy: float) -> Box:
        """The same box elsewhere."""
        return Box(self.x + dx, self.y + dy, self.w, self.h)

    def grown(self, by: float) -> Box:
        """The box with a margin on all sides."""
        return Box(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def touches(self, other: Box) -> bool:
        """Whether the two share an area."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def clip(self, start: Point, end: Point) -> tuple[float, float] | None:
        """The part of a segment that lies inside, as fractions of its length; None when it misses."""
        low, high = 0.0, 1.0
        for at, delta, least, most in (
            (start[0], end[0] - start[0], self.x, self.right),
            (start[1], end[1] - start[1], self.y, self.bottom),
        ):
            if abs(delta) < 1e-9:
                if not least < at < most:
                    return None
                continue
            one, other = sorted(((least - at) / delta, (most - at) / delta))
            low, high = max(low, one), min(high, other)
        return (low, high) if low < high else None


def centered(x: float, y: float, w: float, h: float) -> Box:
    """A box around its center."""
    return Box(x - w / 2, y - h / 2, w, h)


def number(value: float) -> str:
    """A coordinate with at most one decimal; never `-0`."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def point(at: Point) -> str:
    """A point as a path has it."""
    return f"{number(at[0])} {number(at[1])}"


def between(start: Point, end: Point, fraction: float) -> Point:
    """The point at a fraction of the way."""
    return start[0] + (end[0] - start[0]) * fraction, start[1] + (end[1] - start[1]) * fraction


def length(start: Point, end: Point) -> float:
    """The distance of two points."""
    return hypot(end[0] - start[0], end[1] - start[1])


def simplified(points: Iterable[Point]) -> tuple[Point, ...]:
    """The same polyline without points that it passes straight through."""
    found: list[Point] = []
    for at in points:
        if found and length(found[-1], at) < 0.05:
            continue
        if len(found) > 1:
            (ax, ay), (bx, by) = found[-2], found[-1]
            straight = abs((bx - ax) * (at[1] - by) - (by - ay) * (at[0] - bx)) < 0.05
            if straight and (bx - ax) * (at[0] - bx) + (by - ay) * (at[1] - by) > 0:
                found.pop()
        found.append(at)
    return tuple(found)


def trimmed(points: Sequence[Point], first: float, last: float) -> tuple[Point, ...]:
    """The polyline shortened at its two ends."""
    result = list(points)
    for at, other, by in ((0, 1, first), (-1, -2, last)):
        whole = length(result[at], result[other])
        if whole > by:
            result[at] = between(result[at], result[other], by / whole)
    return tuple(result)


def pieces(points: Sequence[Point], gaps: Iterable[Box] = ()) -> list[list[Point]]:
    """The parts of a polyline outside the gaps."""
    found = [list(points)]
    for gap in gaps:
        parts: list[list[Point]] = []
        for line in found:
            current = [line[0]]
            for start, end in itertools.pairwise(line):
                inside = gap.clip(start, end)
                if inside is None:
                    current.append(end)
                    continue
                current.append(between(start, end, inside[0]))
                parts.append(current)
                current = [between(start, end, inside[1]), end]
            parts.append(current)
        found = [part for part in map(list, map(simplified, parts)) if len(part) > 1]
    return found


def path(points: Sequence[Point], gaps: Iterable[Box] = ()) -> str:
    """A polyline with rounded corners, left out where a gap is."""
    return "".join(_rounded(part) for part in pieces(points, gaps))


def _rounded(points: Sequence[Point]) -> str:
    text = "M" + point(points[0])
    for before, at, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(RADIUS, length(before, at) / 2, length(at, after) / 2)
        text += "L" + point(between(at, before, radius / length(before, at)))
        text += f"Q{point(at)} {point(between(at, after, radius / length(at, after)))}"
    return text + "L" + point(points[-1])


def head(tip: Point, tail: Point, size: float = HEAD) -> str:
    """A filled arrowhead at `tip`, coming from `tail`."""
    away = length(tip, tail)
    dx, dy = (tip[0] - tail[0]) / away, (tip[1] - tail[1]) / away
    back = tip[0] - dx * size, tip[1] - dy * size
    half = size * 0.45
    left = back[0] - dy * half, back[1] + dx * half
    right = back[0] + dy * half, back[1] - dx * half
    return f"M{point(tip)}L{point(left)}L{point(right)}Z"


def merged(lines: Iterable[Sequence[Point]]) -> tuple[Segment, ...]:
    """Upright and level polylines as segments that do not overlap, so that dots of a line fall on each other."""
    rows: dict[tuple[bool, float], list[tuple[float, float]]] = {}
    for line in lines:
        for (ax, ay), (bx, by) in itertools.pairwise(line):
            upright = abs(ax - bx) < 0.05
            low, high = sorted((ay, by) if upright else (ax, bx))
            rows.setdefault((upright, round(ax if upright else ay, 1)), []).append((low, high))
    found: list[Segment] = []
    for (upright, at), spans in rows.items():
        joined: list[tuple[float, float]] = []
        for low, high in sorted(spans):
            if joined and low <= joined[-1][1] + 0.05:
                joined[-1] = joined[-1][0], max(high, joined[-1][1])
            else:
                joined.append((low, high))
        found.extend(((at, a), (at, b)) if upright else ((a, at), (b, at)) for a, b in joined)
    return tuple(found)

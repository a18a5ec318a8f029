"""How far down everything stands: rows of sites, and the channels between them in which links run."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from ...geometry import Point
from ..channel import Crossing, tracks
from .arrangement import Arrangement, ChannelWire
from .columns import Columns

MARGIN = 6.0
TRACK = 12.0
LABEL_ROW = 32.0


class Channels:
    """The origin of each site, the lowest y, and the way of each link through the channels."""

    def __init__(self, arrangement: Arrangement, columns: Columns) -> None:
        self.arrangement = arrangement
        self.columns = columns
        self.place_rows()

    def place_rows(self) -> None:
        """The y of everything, and the ways of the links through the channels."""
        channels: list[list[tuple[ChannelWire, Crossing]]] = [[] for _ in self.arrangement.rows]
        for way in self.arrangement.ways:
            upper, lower = way.rows
            first = way.lane[-1][0] if way.lane else way.starts[0]
            if upper == lower:
                edge: tuple[int, str] = (0, "top") if upper == 0 else (upper - 1, "bottom")
                side = "top" if edge[1] == "top" else "bottom"
                crossing = Crossing(first, "top", way.ends[0], "top")
                if side == "bottom":
                    crossing = Crossing(first, "bottom", way.ends[0], "bottom")
                channels[edge[0]].append((way, crossing))
                continue
            xs = [first, *way.passing, way.ends[0]]
            for nth, (a, b) in enumerate(itertools.pairwise(xs)):
                channels[upper + nth].append((way, Crossing(a, "top", b, "bottom")))
        self.origins: list[Point] = [(0.0, 0.0)] * len(self.arrangement.scene.places)
        y = MARGIN
        for nth, row in enumerate(self.arrangement.rows):
            high = max(self.arrangement.size(place)[1] for place in row)
            for place in row:
                down = high - self.arrangement.size(place)[1] if nth == 0 else 0.0
                self.origins[place] = (self.columns.xs[place], y + down)
            y = self.run_channel(channels[nth], y + high)
        self.bottom = max(
            (self.origins[place][1] + self.arrangement.size(place)[1] for place in self.arrangement.rows[-1]),
            default=0.0,
        )
        self.bottom = max(self.bottom, y - 2 * TRACK if channels[-1] else 0.0)

    def run_channel(self, channel: Sequence[tuple[ChannelWire, Crossing]], top: float) -> float:
        """Let links pass a channel that begins at `top`; return where it ends."""
        told = [
            (way, one) for way, one in channel if way.wire.number in self.arrangement.told or self.arrangement.shared
        ]
        above = any(one.end_edge == "top" for _, one in told)
        below = any(one.end_edge == "bottom" for _, one in told)
        numbers = tracks([one for _, one in channel])
        first = top + (LABEL_ROW if above else 6) + 8
        for (way, one), track in zip(channel, numbers, strict=True):
            level = first + TRACK * track if track >= 0 else first
            way.points += [(one.start, level), (one.end, level)]
            if one.end_edge == "top":
                way.ends = (way.ends[0], top + 18)
        used = max(numbers, default=-1)
        return first + TRACK * max(used, 0) + (12 + LABEL_ROW if below else 20)

    def joined(self, way: ChannelWire) -> tuple[list[Point], Point]:
        """The parts of a link's way, joined, from the broker above; and where its label stands."""
        boxes = []
        for broker in (way.upper, way.lower):
            x, y = self.origins[self.arrangement.homes[broker]]
            boxes.append(self.arrangement.inside[self.arrangement.homes[broker]].brokers[broker].moved(x, y))
        upper, lower = boxes
        row, other = way.rows
        hanging = row == other == 0
        start = upper.bottom if row == 0 or way.lane else upper.y
        end = lower.bottom if hanging else lower.y
        down = self.origins[self.arrangement.homes[way.upper]][1]
        lane = [(x, y + down) for x, y in way.lane]
        first = [] if lane else [(way.points[0][0], start)]
        points = [*first, *lane, *way.points, (way.points[-1][0], end)]
        x = way.points[-1][0]
        label = way.ends[1] if hanging else self.origins[self.arrangement.homes[way.lower]][1] - 17
        return points, (x, label)

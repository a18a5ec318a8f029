"""How far to the right everything stands: sites, the gaps between them that links pass, and ports at brokers."""

from __future__ import annotations

import itertools
from statistics import median

from ..rows import spread
from .arrangement import BARE_PORT, GAP, Arrangement, ChannelWire

PASSING = 14.0


class Columns:
    """The x of each site, and of each link where it passes a row or meets a broker."""

    def __init__(self, arrangement: Arrangement) -> None:
        self.arrangement = arrangement
        self.gap_ways: dict[tuple[int, int], list[ChannelWire]] = {}
        self.place_columns()
        for way in arrangement.ways:
            for row in range(way.rows[0] + 1, way.rows[1]):
                self.gap_ways.setdefault((row, self.nearest_gap(row, self.center(way.lower))), []).append(way)
        self.place_columns()
        self.pass_gaps()
        self.place_ports()

    def gap(self, row: int, index: int) -> float:
        """The width of a gap in a row: before its first site (0), between sites, after its last."""
        passing = len(self.gap_ways.get((row, index), ()))
        outer = index in (0, len(self.arrangement.rows[row]))
        return (passing * PASSING + 10 if passing else 0.0) if outer else GAP + passing * PASSING

    def place_columns(self) -> None:
        """The x of each site: the widest row packed, the others below and above what they are linked to."""
        self.xs: dict[int, float] = {}
        totals = [
            self.arrangement.row_width(row)
            + sum(self.gap(nth, i) - (GAP if 0 < i < len(row) else 0) for i in range(len(row) + 1))
            for nth, row in enumerate(self.arrangement.rows)
        ]
        widest = max(range(len(totals)), key=lambda nth: (totals[nth], -nth))
        order = [widest, *range(widest - 1, -1, -1), *range(widest + 1, len(totals))]
        for nth in order:
            row = self.arrangement.rows[nth]
            sizes = [self.arrangement.size(place)[0] for place in row]
            apart = [
                (one + other) / 2 + self.gap(nth, i + 1) for i, (one, other) in enumerate(itertools.pairwise(sizes))
            ]
            wishes = []
            for place in row:
                known = [
                    self.xs[one] + self.arrangement.inside[one].w / 2
                    for one in self.arrangement.adjacent[place]
                    if one in self.xs and self.arrangement.row_of[one] != nth
                ]
                wishes.append(median(known) if known and nth != widest else 0.0)
            for place, size, x in zip(row, sizes, spread(wishes, apart), strict=True):
                self.xs[place] = x - size / 2

    def span(self, place: int) -> tuple[float, float]:
        """The left and right edge of a site."""
        return self.xs[place], self.xs[place] + self.arrangement.size(place)[0]

    def center(self, broker: str) -> float:
        """The x of a broker's center."""
        place = self.arrangement.homes[broker]
        return self.xs[place] + self.arrangement.inside[place].brokers[broker].cx

    def gap_span(self, row: int, index: int) -> tuple[float, float]:
        """The left and right end of a gap; an outer gap has no far end."""
        sites = self.arrangement.rows[row]
        low = self.span(sites[index - 1])[1] if index > 0 else float("-inf")
        high = self.span(sites[index])[0] if index < len(sites) else float("inf")
        return low, high

    def nearest_gap(self, row: int, x: float) -> int:
        """The gap of a row that is nearest to `x`."""

        def away(index: int) -> float:
            low, high = self.gap_span(row, index)
            return max(low - x, x - high, 0.0)

        return min(range(len(self.arrangement.rows[row]) + 1), key=away)

    def pass_gaps(self) -> None:
        """The x at which links pass each row, near to where they go and with equal distances."""
        for (row, index), ways in sorted(self.gap_ways.items(), key=lambda item: item[0]):
            low, high = self.gap_span(row, index)
            half = PASSING * (len(ways) - 1) / 2
            wish = sum(self.center(way.lower) for way in ways) / len(ways)
            middle = min(max(wish, low + 10 + half), high - 10 - half)
            ordered = sorted(ways, key=lambda way: (self.center(way.lower), way.wire.number))
            for nth, way in enumerate(ordered):
                way.passing.append(middle + PASSING * nth - half)

    def place_ports(self) -> None:
        """Where each link meets its brokers, in the order of the far ends."""
        edges: dict[tuple[str, str], list[tuple[float, int, ChannelWire]]] = {}
        for nth, way in enumerate(self.arrangement.ways):
            upper, lower = way.rows
            near = way.passing[0] if way.passing else self.center(way.lower)
            far = way.passing[-1] if way.passing else self.center(way.upper)
            leaves = "lane" if 0 < upper < lower else "edge"
            edges.setdefault((way.upper, leaves), []).append((near, nth, way))
            edges.setdefault((way.lower, "edge"), []).append((far, nth, way))
        for (broker, edge), found in edges.items():
            found.sort(key=lambda one: one[:2])
            place = self.arrangement.homes[broker]
            box = self.arrangement.inside[place].brokers[broker].moved(self.xs[place], 0)
            if edge == "lane":
                mine = [i for i, lane in enumerate(self.arrangement.inside[place].lanes) if lane[0] == broker]
                for index, (_, _, way) in zip(mine, found, strict=True):
                    way.lane = [(x + self.xs[place], y) for x, y in self.arrangement.inside[place].lane(index)]
                continue
            widths = [self.arrangement.port(way.wire) if way.lower == broker else BARE_PORT for _, _, way in found]
            extra = (box.w - 12 - sum(widths)) / len(widths)
            x = box.x + 6
            for (_, _, way), wide in zip(found, widths, strict=True):
                at = (x + (wide + extra) / 2, 0.0)
                if way.lower == broker:
                    way.ends = at
                else:
                    way.starts = at
                x += wide + extra
        for way in self.arrangement.ways:
            self.straighten(way, edges)

    def straighten(self, way: ChannelWire, edges: dict[tuple[str, str], list[tuple[float, int, ChannelWire]]]) -> None:
        """Let a link run straight down where a small move of its only port at a broker makes it so."""
        start = way.passing[-1] if way.passing else way.lane[-1][0] if way.lane else way.starts[0]
        moved = abs(start - way.ends[0])
        if way.rows[0] == way.rows[1] or not 0 < moved < 16:
            return
        if len(edges[way.lower, "edge"]) == 1:
            way.ends = (start, 0.0)
        elif not way.passing and not way.lane and len(edges[way.upper, "edge"]) == 1:
            way.starts = (way.ends[0], 0.0)

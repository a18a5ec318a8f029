"""The inside of a site: brokers in a row, groups above or below them, a corridor for links that pass below."""

from __future__ import annotations

from collections.abc import Sequence

from .. import cards, geometry, wiring
from ..cards import Lines
from ..geometry import Box, Point, Segment
from ..scene import DrawnGroup, DrawnPlace, Wire
from ..text import width
from ..wiring import GroupRoute, Pool
from .interior import CARD_GAP, JOG_PITCH, LANE, NARROWEST_BROKER, PAD, RAIL_PITCH, Interior, Needs

BUS = 26.0
BUS_PITCH = 12.0
STUB_PITCH = 20.0
RAIL_START = 12.0
WIDEST_ROW = 660.0


def between_neighbors(wires: Sequence[Wire], told: frozenset[int]) -> float:
    """The room between two brokers that stand side by side."""
    if not wires:
        return 24.0
    labels = (wiring.pill_width(wire.label) for wire in wires if wire.number in told)
    return max(labels, default=0.0) + 48


def interior(place: DrawnPlace, needs: Needs) -> Interior:
    """Lay out one site."""
    return _InteriorBuilder(place, needs).build()


class _InteriorBuilder:
    def __init__(self, place: DrawnPlace, needs: Needs) -> None:
        self.place, self.needs = place, needs
        self.result = Interior(place)
        above = needs.facing == "down"
        self.above: tuple[DrawnGroup, ...] = tuple(
            group for group in place.groups if above or (needs.facing == "alone" and group.kind == "clients")
        )
        numbers = {group.number for group in self.above}
        self.below = tuple(group for group in place.groups if group.number not in numbers)
        self.lane_count = sum(needs.lanes.values()) if needs.facing == "up" else 0
        self.corridor = LANE * self.lane_count + 6 if self.lane_count else 0.0
        self.spans = len(place.brokers) == 1 and self.lane_count > 0
        self.jogging = self.lane_count > 0 and not self.spans

    def build(self) -> Interior:
        place, needs, result = self.place, self.needs, self.result
        sizes = {name: cards.broker_size(name, standby=name in place.standbys) for name in place.brokers}
        widths = {
            name: max(
                NARROWEST_BROKER,
                sizes[name].w,
                needs.room.get(name, 0) + 12,
                STUB_PITCH * max(len(self._pools(self.above, name)), len(self._pools(self.below, name)))
                + (0 if self.spans else LANE * needs.lanes.get(name, 0))
                + 20,
            )
            for name in place.brokers
        }
        height = max(
            *(size.h for size in sizes.values()),
            *(28.0 * len(wires) + 8 for wires in needs.beside.values()),
            0.0,
        )
        gaps = [
            between_neighbors(needs.beside.get(pair, ()), needs.told)
            for pair in zip(place.brokers, place.brokers[1:], strict=False)
        ]
        row = sum(widths.values()) + sum(gaps)
        limit = max(row, WIDEST_ROW if needs.facing != "up" else 0)
        blocks = [self._block_width(groups, limit) for groups in (self.above, self.below)]
        inside = max(*blocks, row - (self.corridor if self.spans else 0))
        title = cards.title_lines(place.title, max(inside, 230.0))
        inside = max(inside, *(width(line, cards.TITLE_SIZE, bold=True) for line in title), 0.0)
        left = PAD + self.corridor
        result.w = left + inside + PAD

        y = PAD
        title_height = Lines.height(len(title), cards.TITLE_SIZE) if title else 0.0
        if needs.facing != "up" and title:
            result.title = Lines(title, PAD, y + cards.TITLE_SIZE * 0.95, cards.TITLE_SIZE)
            y += title_height + 6
        y += self._depth(self.above, limit, jogs=0)
        x = left + (inside - row) / 2
        if self.spans:
            x, widths[place.brokers[0]] = PAD, self.corridor + inside
        elif any(len(groups) > 1 and not self._in_row(groups, limit) for groups in (self.above, self.below)):
            x = left
        for name, gap in zip(place.brokers, (*gaps, 0.0), strict=True):
            result.brokers[name] = Box(x, y, widths[name], height)
            x += widths[name] + gap
        self._lay_lanes()
        self._lay_block(self.above, y, -1, left, inside, limit)
        self._lay_block(self.below, y + height, 1, left, inside, limit)
        y += height + self._depth(self.below, limit, jogs=self.lane_count if self.jogging else 0)
        pools = len(self._pools(self.below))
        result.jogs = result.brokers[place.brokers[0]].bottom + (BUS + BUS_PITCH * (pools - 1) + 14 if pools else 14)
        if needs.facing == "up" and title:
            y += 8
            result.title = Lines(title, left, y + cards.TITLE_SIZE * 0.95, cards.TITLE_SIZE)
            y += title_height - 2
        result.h = y + PAD
        return result

    def _lay_lanes(self) -> None:
        number = 0
        for name, box in self.result.brokers.items():
            for nth in range(self.needs.lanes.get(name, 0) if self.lane_count else 0):
                lane = PAD + 10 + LANE * number
                self.result.lanes.append((name, lane if self.spans else box.x + 14 + LANE * nth, lane))
                number += 1

    def _pools(self, groups: Sequence[DrawnGroup], broker: str | None = None) -> list[tuple[str, ...]]:
        """The sets of brokers that groups connect to, each once; of them those with `broker`."""
        found: dict[tuple[str, ...], None] = {}
        for group in groups:
            pool = tuple(name for name in self.place.brokers if name in group.brokers)
            if pool and (broker is None or broker in pool):
                found[pool] = None
        return list(found)

    @staticmethod
    def _card(groups: Sequence[DrawnGroup]) -> float:
        return max(cards.group_size(group).w for group in groups)

    def _in_row(self, groups: Sequence[DrawnGroup], limit: float) -> bool:
        return len(groups) == 1 or len(groups) * (self._card(groups) + CARD_GAP + 4) <= limit

    def _rails(self, groups: Sequence[DrawnGroup]) -> float:
        return RAIL_START + RAIL_PITCH * len(self._pools(groups))

    def _block_width(self, groups: Sequence[DrawnGroup], limit: float) -> float:
        if not groups:
            return 0.0
        if self._in_row(groups, limit):
            return len(groups) * (self._card(groups) + CARD_GAP + 4) - CARD_GAP - 4
        return self._rails(groups) + self._card(groups)

    def _zone(self, groups: Sequence[DrawnGroup], jogs: int) -> float:
        """From the brokers' edge to the first card."""
        pools = len(self._pools(groups))
        return (BUS + BUS_PITCH * (pools - 1) + 18 if pools else 16) + JOG_PITCH * jogs

    def _depth(self, groups: Sequence[DrawnGroup], limit: float, jogs: int) -> float:
        """From the brokers' edge to the end of the block."""
        if not groups:
            return 14 + JOG_PITCH * jogs if jogs else 0.0
        heights = [cards.group_size(group).h for group in groups]
        if self._in_row(groups, limit):
            return self._zone(groups, jogs) + max(heights) + 3
        return self._zone(groups, jogs) + sum(heights) + CARD_GAP * (len(heights) - 1) + 3

    def _lay_block(
        self, groups: Sequence[DrawnGroup], edge: float, sign: int, left: float, inside: float, limit: float
    ) -> None:
        """Place the cards at `edge`, downward (`sign` 1) or upward (-1), and their ways to the brokers."""
        if not groups:
            return
        ordered = groups if sign > 0 or self._in_row(groups, limit) else groups[::-1]
        jogs = self.lane_count if self.jogging and sign > 0 else 0
        pools = self._pools(ordered)
        wide = self._card(groups)
        depth = self._zone(groups, jogs)
        row = self._in_row(groups, limit)
        if row:
            middle = left + inside / 2
            if len(self.place.brokers) == 1 and not self.spans:
                middle = self.result.brokers[self.place.brokers[0]].cx
            x = middle - self._block_width(groups, limit) / 2
        else:
            x = left + self._rails(groups)
        tall = max(cards.group_size(group).h for group in groups)
        lines: dict[tuple[str, ...], list[tuple[Point, ...]]] = {pool: [] for pool in pools}
        heads: dict[tuple[str, ...], dict[Segment, None]] = {pool: {} for pool in pools}
        for group in ordered:
            high = tall if row else cards.group_size(group).h
            top = edge + sign * depth - (high if sign < 0 else 0)
            box = Box(x, top, wide, high)
            self.result.cards.append((group, box))
            pool = tuple(name for name in self.place.brokers if name in group.brokers)
            stacked = cards.STACK if group.count > 1 else 0.0
            for broker in pool:
                nth = pools.index(pool)
                rail = left + RAIL_START + RAIL_PITCH * (len(pools) - 1 - nth)
                port = self._port(broker, pool, groups, sign, box.cx if row else rail, row)
                bus = edge + sign * (BUS + BUS_PITCH * nth)
                if row:
                    start: list[Point] = [(box.cx, top + high if sign < 0 else top - stacked), (box.cx, bus)]
                else:
                    start = [(box.x, box.cy), (rail, box.cy), (rail, bus)]
                way = geometry.simplified((*start, (port, bus), (port, edge)))
                self.result.runs.append(GroupRoute(group.number, broker, way, (box.x + 3, box.y + 1)))
                lines[pool].append(way)
                heads[pool][way[0], way[1]] = None
                heads[pool][way[-1], way[-2]] = None
            if row:
                x += wide + CARD_GAP + 4
            else:
                depth += high + CARD_GAP
        for pool in pools:
            self.result.pools.append(Pool(geometry.merged(lines[pool]), tuple(heads[pool])))

    def _port(
        self, broker: str, pool: tuple[str, ...], groups: Sequence[DrawnGroup], sign: int, ideal: float, row: bool
    ) -> float:
        """Where the way to a pool meets the broker's edge: right at `ideal` if nothing speaks against it."""
        box = self.result.brokers[broker]
        taken = [port for name, port, _ in self.result.lanes if name == broker] if sign > 0 else []
        low, high = max((box.x + 2, *taken)) + 10, box.right - 12
        here = self._pools(groups, broker)
        lone = len(groups) == 1 and len(self.place.brokers) == 1
        if (lone or not row) and low <= ideal <= high:
            return ideal
        return (low + high) / 2 + STUB_PITCH * (here.index(pool) - (len(here) - 1) / 2)

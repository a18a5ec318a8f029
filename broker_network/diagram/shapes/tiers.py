"""Sites in rows, links in the channels between them. Holds for every network.

By construction no line meets a text: links run in channels, corridors and gaps between sites, and each label has
a place of its own where its link enters the lower site.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from .. import geometry, wiring
from ..geometry import Box, Point
from ..picture import Picture
from ..scene import Scene, Wire
from ..wiring import Pill, WireRoute
from . import chip, gateway
from . import rows as places
from .channel import Crossing, tracks
from .site import Facing, Interior, Needs, add_site, interior

WIDEST = 975.0
"""With the margins, what the guide's column holds at the least scale that a picture is shrunk to."""
WIDEST_LISTS = 1000.0
WIDEST_TANGLED = 1400.0
MARGIN = 6.0
GAP = 14.0
PASSING = 14.0
TRACK = 12.0
LABEL_ROW = 32.0
MOST_LABELS = 12
BARE_PORT = 18.0
BADGED_PORT = 26.0
BRANCH = 36.0
KID_GAP = 8.0


def draw(scene: Scene) -> Picture:
    """The picture of a scene in rows."""
    return _Tiers(scene).draw()


@dataclass(slots=True)
class _Way:
    """One link that runs in channels: from a place above to one below or beside it."""

    wire: Wire
    upper: str
    lower: str
    rows: tuple[int, int]
    starts: Point = (0, 0)
    ends: Point = (0, 0)
    passing: list[float] = field(default_factory=list)
    lane: list[Point] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)


class _Tiers:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.homes = scene.homes
        self.adjacent = places.neighbors(scene)
        self.told, self.shared = wiring.tell(scene.wires, MOST_LABELS)
        self.stars = [gateway.star(place, scene.wires) for place in scene.places]
        self.picture = Picture("tiers", shared=self.shared)
        self.rows = places.levels(scene)
        self.kids: dict[int, list[int]] = {}
        self.arrange()
        if any(self.parts(row) > 1 for row in self.rows):
            self.fold()
            self.arrange()
        if any(self.parts(row) > 1 for row in self.rows):
            self.rows = [part for row in self.rows for part in places.chunks(row, self.parts(row))]
            self.arrange()

    def parts(self, row: Sequence[int]) -> int:
        """Into how many rows a level is to be wrapped: later where links leave it downward or run along it.

        Lists are high, so a second row of them costs more than a little width.
        """
        tangled = any(
            self.homes[way.upper] in row and (self.row_of[self.homes[way.upper]] > 0 or self.homes[way.lower] in row)
            for way in self.ways
        )
        lists = any(self.stars[place] for place in row)
        return int(-(-self.row_width(row) // (WIDEST_TANGLED if tangled else WIDEST_LISTS if lists else WIDEST)))

    # What goes where

    def arrange(self) -> None:
        """Sort the links by how they run, and lay out the inside of each site."""
        scene = self.scene
        self.row_of = {place: nth for nth, row in enumerate(self.rows) for place in row}
        folded = {kid: parent for parent, kids in self.kids.items() for kid in kids}
        self.beside: list[dict[tuple[str, str], tuple[Wire, ...]]] = [{} for _ in scene.places]
        self.branches: dict[int, list[Wire]] = {}
        self.ways: list[_Way] = []
        for wire in scene.wires:
            one, other = self.homes[wire.dialing], self.homes[wire.listening]
            names = scene.places[one].brokers
            if one == other and self.stars[one]:
                continue
            if one == other and abs(names.index(wire.dialing) - names.index(wire.listening)) == 1:
                first, second = sorted((wire.dialing, wire.listening), key=names.index)
                found = self.beside[one]
                found[first, second] = (*found.get((first, second), ()), wire)
            elif one in folded or other in folded:
                self.branches.setdefault(one if one in folded else other, []).append(wire)
            else:
                ends = sorted((wire.dialing, wire.listening), key=lambda name: self.row_of[self.homes[name]])
                if self.row_of[one] == self.row_of[other]:
                    ends = [wire.dialing, wire.listening]
                span = (self.row_of[self.homes[ends[0]]], self.row_of[self.homes[ends[1]]])
                self.ways.append(_Way(wire, ends[0], ends[1], span))
        self.inside = [self.lay_out(place) for place in range(len(scene.places))]

    def lay_out(self, place: int) -> Interior:
        """The inside of one site."""
        room: dict[str, float] = {}
        lanes: dict[str, int] = {}
        for way in self.ways:
            upper, lower = way.rows
            for end, row, other in ((way.upper, upper, lower), (way.lower, lower, upper)):
                if self.homes[end] != place:
                    continue
                if row > 0 and row < other:
                    lanes[end] = lanes.get(end, 0) + 1
                else:
                    labeled = end == way.lower
                    room[end] = room.get(end, 0) + (self.port(way.wire) if labeled else BARE_PORT)
        for kid in self.kids.get(place, ()):
            for wire in self.branches.get(kid, ()):
                lanes[wire.dialing if self.homes[wire.dialing] == place else wire.listening] = 1
        top = self.row_of.get(place) == 0
        facing: Facing = "up" if not top else "down" if room or lanes or self.kids.get(place) else "alone"
        needs = Needs(facing, room, lanes, self.beside[place], self.told)
        star = self.stars[place]
        if star:
            return gateway.interior(self.scene.places[place], needs, star)
        return interior(self.scene.places[place], needs)

    def port(self, wire: Wire) -> float:
        """The width that a link takes where its label stands."""
        return wiring.pill_width(wire.label) + 14 if wire.number in self.told else BADGED_PORT

    def fold(self) -> None:
        """Hang places with one link below the place that they are linked to, where a level is too wide."""
        for nth, row in enumerate(self.rows):
            if nth < 2 or self.parts(row) == 1:
                continue
            for parent in self.rows[nth - 1]:
                below = [place for place in self.adjacent[parent] if self.row_of.get(place) == nth]
                leaves = [
                    place
                    for place in below
                    if self.adjacent[place] == [parent] and len(self.scene.places[place].brokers) == 1
                ]
                if len(leaves) > 1 and leaves == below:
                    self.kids[parent] = leaves
        folded = {kid for kids in self.kids.values() for kid in kids}
        self.rows = [kept for row in self.rows if (kept := [place for place in row if place not in folded])]

    def kid_offset(self, parent: int) -> float:
        """Where the folded places of a site begin, from its left edge."""
        labels = [
            wiring.pill_width(wire.label) + 32
            for kid in self.kids[parent]
            for wire in self.branches[kid]
            if wire.number in self.told
        ]
        return max((x for _, _, x in self.inside[parent].lanes), default=0.0) + max(labels, default=BRANCH)

    def kid_size(self, kid: int) -> tuple[float, float]:
        """Width and height of the chip of a folded place."""
        w, h = chip.size(self.scene.places[kid])
        return w, max(h, 26.0 * len(self.branches[kid]) + 12)

    def size(self, place: int) -> tuple[float, float]:
        """Width and height of a site with all that hangs below it."""
        w, h = self.inside[place].w, self.inside[place].h
        for kid in self.kids.get(place, ()):
            kid_w, kid_h = self.kid_size(kid)
            w = max(w, self.kid_offset(place) + kid_w)
            h += KID_GAP + kid_h
        return w, h

    def row_width(self, row: Sequence[int]) -> float:
        """The width of a row without links that pass through it."""
        return sum(self.size(place)[0] for place in row) + GAP * (len(row) - 1)

    # Where it stands

    def draw(self) -> Picture:
        """Place the sites, then the links, then all that is in the sites."""
        self.gap_ways: dict[tuple[int, int], list[_Way]] = {}
        self.place_columns()
        for way in self.ways:
            for row in range(way.rows[0] + 1, way.rows[1]):
                self.gap_ways.setdefault((row, self.nearest_gap(row, self.center(way.lower))), []).append(way)
        self.place_columns()
        self.pass_gaps()
        self.place_ports()
        self.place_rows()
        for place, at in enumerate(self.origins):
            self.emit(place, at)
        self.picture.routes.sort(key=lambda route: route.wire.number)
        return self.fitted()

    def gap(self, row: int, index: int) -> float:
        """The width of a gap in a row: before its first site (0), between sites, after its last."""
        passing = len(self.gap_ways.get((row, index), ()))
        outer = index in (0, len(self.rows[row]))
        return (passing * PASSING + 10 if passing else 0.0) if outer else GAP + passing * PASSING

    def place_columns(self) -> None:
        """The x of each site: the widest row packed, the others below and above what they are linked to."""
        self.xs: dict[int, float] = {}
        totals = [
            self.row_width(row) + sum(self.gap(nth, i) - (GAP if 0 < i < len(row) else 0) for i in range(len(row) + 1))
            for nth, row in enumerate(self.rows)
        ]
        widest = max(range(len(totals)), key=lambda nth: (totals[nth], -nth))
        order = [widest, *range(widest - 1, -1, -1), *range(widest + 1, len(totals))]
        for nth in order:
            row = self.rows[nth]
            sizes = [self.size(place)[0] for place in row]
            apart = [
                (one + other) / 2 + self.gap(nth, i + 1) for i, (one, other) in enumerate(itertools.pairwise(sizes))
            ]
            wishes = []
            for place in row:
                known = [
                    self.xs[one] + self.inside[one].w / 2
                    for one in self.adjacent[place]
                    if one in self.xs and self.row_of[one] != nth
                ]
                wishes.append(median(known) if known and nth != widest else 0.0)
            for place, size, x in zip(row, sizes, places.spread(wishes, apart), strict=True):
                self.xs[place] = x - size / 2

    def span(self, place: int) -> tuple[float, float]:
        """The left and right edge of a site."""
        return self.xs[place], self.xs[place] + self.size(place)[0]

    def center(self, broker: str) -> float:
        """The x of a broker's center."""
        place = self.homes[broker]
        return self.xs[place] + self.inside[place].brokers[broker].cx

    def gap_span(self, row: int, index: int) -> tuple[float, float]:
        """The left and right end of a gap; an outer gap has no far end."""
        sites = self.rows[row]
        low = self.span(sites[index - 1])[1] if index > 0 else float("-inf")
        high = self.span(sites[index])[0] if index < len(sites) else float("inf")
        return low, high

    def nearest_gap(self, row: int, x: float) -> int:
        """The gap of a row that is nearest to `x`."""

        def away(index: int) -> float:
            low, high = self.gap_span(row, index)
            return max(low - x, x - high, 0.0)

        return min(range(len(self.rows[row]) + 1), key=away)

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
        edges: dict[tuple[str, str], list[tuple[float, int, _Way]]] = {}
        for nth, way in enumerate(self.ways):
            upper, lower = way.rows
            near = way.passing[0] if way.passing else self.center(way.lower)
            far = way.passing[-1] if way.passing else self.center(way.upper)
            leaves = "lane" if 0 < upper < lower else "edge"
            edges.setdefault((way.upper, leaves), []).append((near, nth, way))
            edges.setdefault((way.lower, "edge"), []).append((far, nth, way))
        for (broker, edge), found in edges.items():
            found.sort(key=lambda one: one[:2])
            place = self.homes[broker]
            box = self.inside[place].brokers[broker].moved(self.xs[place], 0)
            if edge == "lane":
                mine = [i for i, lane in enumerate(self.inside[place].lanes) if lane[0] == broker]
                for index, (_, _, way) in zip(mine, found, strict=True):
                    way.lane = [(x + self.xs[place], y) for x, y in self.inside[place].lane(index)]
                continue
            widths = [self.port(way.wire) if way.lower == broker else BARE_PORT for _, _, way in found]
            extra = (box.w - 12 - sum(widths)) / len(widths)
            x = box.x + 6
            for (_, _, way), wide in zip(found, widths, strict=True):
                at = (x + (wide + extra) / 2, 0.0)
                if way.lower == broker:
                    way.ends = at
                else:
                    way.starts = at
                x += wide + extra
        for way in self.ways:
            self.straighten(way, edges)

    def straighten(self, way: _Way, edges: dict[tuple[str, str], list[tuple[float, int, _Way]]]) -> None:
        """Let a link run straight down where a small move of its only port at a broker makes it so."""
        start = way.passing[-1] if way.passing else way.lane[-1][0] if way.lane else way.starts[0]
        moved = abs(start - way.ends[0])
        if way.rows[0] == way.rows[1] or not 0 < moved < 16:
            return
        if len(edges[way.lower, "edge"]) == 1:
            way.ends = (start, 0.0)
        elif not way.passing and not way.lane and len(edges[way.upper, "edge"]) == 1:
            way.starts = (way.ends[0], 0.0)

    def place_rows(self) -> None:
        """The y of everything, and the ways of the links through the channels."""
        channels: list[list[tuple[_Way, Crossing]]] = [[] for _ in self.rows]
        for way in self.ways:
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
        self.origins: list[Point] = [(0.0, 0.0)] * len(self.scene.places)
        y = MARGIN
        for nth, row in enumerate(self.rows):
            high = max(self.size(place)[1] for place in row)
            for place in row:
                down = high - self.size(place)[1] if nth == 0 else 0.0
                self.origins[place] = (self.xs[place], y + down)
            y = self.run_channel(channels[nth], y + high)
        self.bottom = max(
            (self.origins[place][1] + self.size(place)[1] for place in self.rows[-1]),
            default=0.0,
        )
        self.bottom = max(self.bottom, y - 2 * TRACK if channels[-1] else 0.0)
        for way in self.ways:
            self.finish(way)

    def run_channel(self, channel: Sequence[tuple[_Way, Crossing]], top: float) -> float:
        """Let links pass a channel that begins at `top`; return where it ends."""
        told = [(way, one) for way, one in channel if way.wire.number in self.told or self.shared]
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

    def finish(self, way: _Way) -> None:
        """Join the parts of a link's way, and set its label."""
        boxes = []
        for broker in (way.upper, way.lower):
            x, y = self.origins[self.homes[broker]]
            boxes.append(self.inside[self.homes[broker]].brokers[broker].moved(x, y))
        upper, lower = boxes
        row, other = way.rows
        hanging = row == other == 0
        start = upper.bottom if row == 0 or way.lane else upper.y
        end = lower.bottom if hanging else lower.y
        down = self.origins[self.homes[way.upper]][1]
        lane = [(x, y + down) for x, y in way.lane]
        first = [] if lane else [(way.points[0][0], start)]
        points = [*first, *lane, *way.points, (way.points[-1][0], end)]
        x = way.points[-1][0]
        label = way.ends[1] if hanging else self.origins[self.homes[way.lower]][1] - 17
        self.route(way.wire, way.upper, points, (x, label))

    def route(self, wire: Wire, first: str, points: Sequence[Point], label: Point) -> None:
        """Add a link that was laid out from the broker `first`."""
        way = geometry.simplified(points)
        pill: Pill | None = None
        badge = label
        if wire.number in self.told:
            pill = wiring.pill(wire, *label)
        if pill is not None:
            badge = (pill.box.x, pill.box.cy)
        gaps = (pill.box,) if pill else ()
        self.picture.routes.append(WireRoute(wire, way if first == wire.dialing else way[::-1], pill, gaps, badge))

    # What is in the sites

    def emit(self, place: int, at: Point) -> None:
        """Add a site with all that is in it, and the sites that hang below it."""
        if place not in self.row_of:
            return
        self.emit_site(place, *at)
        top = at[1] + self.inside[place].h + KID_GAP
        wide = max((self.kid_size(kid)[0] for kid in self.kids.get(place, ())), default=0.0)
        for kid in self.kids.get(place, ()):
            high = self.kid_size(kid)[1]
            box = chip.add(self.picture, self.scene.places[kid], Box(at[0] + self.kid_offset(place), top, wide, high))
            self.emit_branches(place, at, kid, box)
            top += high + KID_GAP

    def emit_branches(self, parent: int, at: Point, kid: int, box: Box) -> None:
        """The links of a site that hangs below another: down a rail, then level into its broker."""
        inside = self.inside[parent]
        wires = self.branches[kid]
        for nth, wire in enumerate(wires):
            broker = wire.dialing if self.homes[wire.dialing] == parent else wire.listening
            index = next(i for i, lane in enumerate(inside.lanes) if lane[0] == broker)
            lane = [(x + at[0], y + at[1]) for x, y in inside.lane(index)]
            y = box.cy + 26 * (nth - (len(wires) - 1) / 2)
            rail = lane[-1][0]
            wide = wiring.pill_width(wire.label) if wire.number in self.told else 0.0
            label = (rail + 22 + wide / 2, y)
            self.route(wire, broker, [*lane[:-1], (rail, y), (box.x, y)], label)

    def emit_site(self, place: int, x: float, y: float) -> None:
        """One site's box, brokers, groups, and the links between neighbors."""
        add_site(self.picture, self.inside[place], x, y, self.scene)
        for (one, other), wires in self.beside[place].items():
            left = self.inside[place].brokers[one].moved(x, y)
            right = self.inside[place].brokers[other].moved(x, y)
            for nth, wire in enumerate(wires):
                level = left.cy + 28 * (nth - (len(wires) - 1) / 2)
                points = [(left.right, level), (right.x, level)]
                self.route(wire, one, points, ((left.right + right.x) / 2, level))

    def fitted(self) -> Picture:
        """The picture with its size."""
        low, high = float("inf"), float("-inf")
        for site in self.picture.sites:
            low, high = min(low, site.box.x), max(high, site.box.right)
        for route in self.picture.routes:
            for x, _ in route.points:
                low, high = min(low, x - 4), max(high, x + 4)
            if route.pill:
                low, high = min(low, route.pill.box.x - 10), max(high, route.pill.box.right)
        self.picture.left = low - MARGIN
        self.picture.width = high - low + 2 * MARGIN
        self.picture.height = self.bottom + MARGIN
        return self.picture

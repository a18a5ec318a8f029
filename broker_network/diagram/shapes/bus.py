"""One hub and many sites with one link each: chips in rows, a rail above each row, a trunk in the middle."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from .. import geometry, wiring
from ..geometry import Box, Point
from ..picture import Picture
from ..scene import DrawnPlace, Scene, Wire
from ..text import TIMES
from ..wiring import Pill, WireRoute
from . import chip, gateway
from .channel import Crossing, tracks
from .interior import Needs, add_site
from .rows import neighbors
from .site import interior

LEAST_SPOKES = 9
WIDEST_HALF = 452.0
CHIP_GAP = 8.0
TRUNK_PITCH = 16.0
DROP_PITCH = 18.0
RAIL_PITCH = 10.0
MOST_LABELS = 8
TRACK = 12.0
MARGIN = 6.0


def hub(scene: Scene) -> int | None:
    """The place that every other place has its one link to.

    None when there is none, when a spoke has several brokers, or when the hub's are linked other than side by side.
    """
    adjacent = neighbors(scene)
    for place, others in enumerate(adjacent):
        spokes = [one for one in range(len(adjacent)) if one != place]
        if len(others) == len(spokes) > 0 and all(
            adjacent[one] == [place] and len(scene.places[one].brokers) == 1 for one in spokes
        ):
            return place if _holds(scene, place) else None
    return None


def _holds(scene: Scene, place: int) -> bool:
    """Whether the links inside the hub's site can be drawn: a gateway's, or between neighbors in a row."""
    names = scene.places[place].brokers
    inner = [wire for wire in scene.wires if wire.dialing in names and wire.listening in names]
    return gateway.star(scene.places[place], scene.wires) is not None or all(
        abs(names.index(wire.dialing) - names.index(wire.listening)) == 1 for wire in inner
    )


def draw(scene: Scene, center: int) -> Picture:
    """The picture of a scene whose hub is `center`."""
    return _Bus(scene, center).draw()


class _Bus:
    def __init__(self, scene: Scene, center: int) -> None:
        self.scene, self.center = scene, center
        self.told, shared = wiring.tell(scene.wires, MOST_LABELS)
        self.picture = Picture("bus", shared=shared)
        self.place = scene.places[center]
        self.inner = [wire for wire in scene.wires if self.is_inner(wire)]
        self.outer = [wire for wire in scene.wires if not self.is_inner(wire)]
        near = {self.near(wire) for wire in self.outer}
        self.trunks = [name for name in self.place.brokers if name in near]
        spokes = [place for i, place in enumerate(scene.places) if i != center]
        self.wires: dict[str, list[Wire]] = {place.brokers[0]: [] for place in spokes}
        for wire in self.outer:
            self.wires.get(self.far(wire), []).append(wire)
        self.spokes = spokes
        self.wide = max(self.chip_width(place) for place in spokes)
        fit = int((WIDEST_HALF + CHIP_GAP) // (self.wide + CHIP_GAP))
        self.columns = max(1, min(fit, 4, -(-len(spokes) // 2)))

    def is_inner(self, wire: Wire) -> bool:
        """Whether both ends are at the hub's site."""
        return wire.dialing in self.place.brokers and wire.listening in self.place.brokers

    def near(self, wire: Wire) -> str:
        """The end at the hub."""
        return wire.dialing if wire.dialing in self.place.brokers else wire.listening

    def far(self, wire: Wire) -> str:
        """The end at the spoke."""
        return wire.other(self.near(wire))

    def drop(self, wires: Sequence[Wire]) -> float:
        """The distance between the links of one chip."""
        labels = [wiring.pill_width(wire.label) + 14 for wire in wires if wire.number in self.told]
        return max(labels, default=DROP_PITCH)

    def chip_width(self, place: DrawnPlace) -> float:
        """The least width of a site's chip."""
        wires = self.wires[place.brokers[0]]
        return max(chip.size(place)[0], self.drop(wires) * len(wires) + 2 * chip.PAD)

    def draw(self) -> Picture:
        """Place the hub, the trunks, then row by row the chips."""
        room = dict.fromkeys(self.trunks, 40.0)
        star = gateway.star(self.place, self.scene.wires)
        pairs = [] if star else list(itertools.pairwise(self.place.brokers))
        beside = {
            pair: tuple(wire for wire in self.inner if {wire.dialing, wire.listening} == set(pair)) for pair in pairs
        }
        needs = Needs("down", room, {}, beside, self.told)
        inside = gateway.interior(self.place, needs, star) if star else interior(self.place, needs)
        x, y = -inside.w / 2, MARGIN
        add_site(self.picture, inside, x, y, self.scene)
        boxes = {name: box.moved(x, y) for name, box in inside.brokers.items()}
        for (one, other), wires in beside.items():
            self.add_beside(boxes[one], boxes[other], one, wires)
        self.lanes = {name: TRUNK_PITCH * (nth - (len(self.trunks) - 1) / 2) for nth, name in enumerate(self.trunks)}
        top = y + inside.h
        numbers = tracks([Crossing(boxes[name].cx, "top", self.lanes[name], "bottom") for name in self.trunks])
        self.stems: dict[str, list[Point]] = {}
        for name, track in zip(self.trunks, numbers, strict=True):
            level = top + 12 + TRACK * max(track, 0)
            start = (boxes[name].cx, boxes[name].bottom)
            self.stems[name] = [start, (start[0], level), (self.lanes[name], level)]
        top += 12 + TRACK * max(numbers)
        self.common: Pill | None = None
        if self.picture.shared:
            self.common = self.common_pill(top + 16)
            self.picture.pills.append(self.common)
            top += 26
        half = TRUNK_PITCH * (len(self.trunks) - 1) / 2 + 15
        labels = any(wire.number in self.told for wire in self.outer)
        head = 14 + RAIL_PITCH * (len(self.trunks) - 1) + (34 if labels else 18)
        high = max(chip.size(place)[1] for place in self.spokes)
        for nth, place in enumerate(self.spokes):
            row, column = divmod(nth, 2 * self.columns)
            rail = top + 10 + row * (head + high)
            left = column - self.columns
            at = left * (self.wide + CHIP_GAP) + (half if left >= 0 else CHIP_GAP - half)
            self.add_chip(place, Box(at, rail + head - 10, self.wide, high), rail)
        rows = -(-len(self.spokes) // (2 * self.columns))
        columns = min(2 * self.columns, len(self.spokes))
        edge = half + self.columns * (self.wide + CHIP_GAP) - CHIP_GAP
        right = edge if columns == 2 * self.columns else half
        reach = max(edge, right, inside.w / 2)
        self.picture.left = -reach - MARGIN
        self.picture.width = 2 * (reach + MARGIN)
        self.picture.height = top + rows * (head + high) + MARGIN
        self.picture.routes.sort(key=lambda route: route.wire.number)
        return self.picture

    def common_pill(self, y: float) -> Pill:
        """One label for all links that agree."""
        alike = [wire for wire in self.outer if wire.number not in self.told]
        text = f"{len(alike)} {TIMES} {'duplex' if alike[0].duplex else 'one way'} · {alike[0].label}"
        wide = max(wiring.pill_width(text), TRUNK_PITCH * len(self.trunks) + 20)
        return Pill(geometry.centered(0, y, wide, 22), text, alike[0].encrypted)

    def add_beside(self, left: Box, right: Box, first: str, wires: Sequence[Wire]) -> None:
        """Links between brokers of the hub that stand side by side."""
        for nth, wire in enumerate(wires):
            y = left.cy + 28 * (nth - (len(wires) - 1) / 2)
            points = ((left.right, y), (right.x, y))
            pill = wiring.pill(wire, (left.right + right.x) / 2, y) if wire.number in self.told else None
            badge = (pill.box.x, pill.box.cy) if pill else ((left.right + right.x) / 2, y)
            way = points if first == wire.dialing else points[::-1]
            self.picture.routes.append(WireRoute(wire, way, pill, (pill.box,) if pill else (), badge))

    def add_chip(self, place: DrawnPlace, box: Box, rail: float) -> None:
        """One site: its broker on top, where the links come in, then its title and groups."""
        card = chip.add(self.picture, place, box)
        wires = self.wires[place.brokers[0]]
        pitch = self.drop(wires)
        for nth, wire in enumerate(wires):
            trunk = self.near(wire)
            x = card.cx + pitch * (nth - (len(wires) - 1) / 2)
            level = rail + RAIL_PITCH * self.trunks.index(trunk)
            points = geometry.simplified([*self.stems[trunk], (self.lanes[trunk], level), (x, level), (x, card.y)])
            pill = wiring.pill(wire, x, box.y - 15) if wire.number in self.told else None
            gaps = [one.box for one in (pill, self.common) if one is not None]
            mark = pill or self.common
            badge = (mark.box.x, mark.box.cy) if mark else None
            way = points if trunk == wire.dialing else points[::-1]
            self.picture.routes.append(WireRoute(wire, way, pill, tuple(gaps), badge))

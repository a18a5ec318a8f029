"""Sites on an ellipse with straight links: for a ring, and for a mesh where nearly all are linked with all.

The smallest ellipse is taken on which no link meets another site and each label finds a place that no other
link crosses: between the sites where a page is wide enough for that. Where there is none, `draw` returns None.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from .. import geometry, wiring
from ..cards import Lines
from ..geometry import Box, Point
from ..picture import Picture
from ..scene import Scene, Wire
from ..text import width
from ..wiring import Pill, WireRoute
from .interior import Interior, Needs, add_site
from .rows import neighbors
from .site import interior

FEWEST, MOST = 3, 10
NEARLY_ALL = 0.75
MOST_LABELS = 15
BADGE = 2 * wiring.BADGE_RADIUS + 2
WIDE = 940.0
STEP = 40
FRACTIONS = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8, 0.15, 0.85)
ROUNDS = 4
MARGIN = 6.0


def fits(scene: Scene) -> bool:
    """Whether the scene can be drawn so: three to ten sites of one broker each."""
    return FEWEST <= len(scene.places) <= MOST and all(len(place.brokers) == 1 for place in scene.places)


def suits(scene: Scene) -> bool:
    """Whether it is a ring, or nearly all sites are linked with all."""
    if not fits(scene):
        return False
    adjacent = neighbors(scene)
    count = len(adjacent)
    links = sum(map(len, adjacent)) / 2
    if all(len(others) == 2 for others in adjacent) and len(_order(scene)) == count:
        return True
    return links >= NEARLY_ALL * count * (count - 1) / 2


def draw(scene: Scene) -> Picture | None:
    """The picture of a scene on an ellipse; None where no ellipse has room for the links and labels."""
    told = frozenset(wire.number for wire in scene.wires if wire.label)
    fewer, shared = wiring.tell(scene.wires, 0)
    for labels, common in ((told, ""), (fewer, shared)):
        if len(labels) > MOST_LABELS:
            continue
        layout = _RingLayout(scene, labels)
        for between in (True, False):
            for rx, ry in layout.ellipses():
                found = layout.at(rx, ry, between=between)
                if found and (found.width <= WIDE or not between):
                    found.shared = common
                    return found
    return None


def _order(scene: Scene) -> list[int]:
    """The places around the ring, from the first that commands."""
    adjacent = neighbors(scene)
    first = next((i for i, place in enumerate(scene.places) if place.commands), 0)
    if not all(len(others) == 2 for others in adjacent):
        return [*range(first, len(adjacent)), *range(first)]
    found = [first]
    while True:
        onward = [place for place in adjacent[found[-1]] if place not in found]
        if not onward:
            return found
        found.append(onward[0])


@dataclass(frozen=True, slots=True)
class _RingLine:
    wire: Wire
    start: Point
    end: Point


class _RingLayout:
    def __init__(self, scene: Scene, told: frozenset[int]) -> None:
        self.scene, self.told = scene, told
        self.order = _order(scene)
        self.order += [place for place in range(len(scene.places)) if place not in self.order]
        count = len(self.order)
        first = -pi / 2 + (pi / count if count % 4 == 0 else 0.0)
        self.angles = [first + 2 * pi * nth / count for nth in range(count)]
        self.insides: list[Interior] = []
        for place, angle in zip(self.order, self.angles, strict=True):
            above = sin(angle) < 0.15
            needs = Needs("down" if above else "up", {}, {}, {}, told)
            self.insides.append(interior(scene.places[place], needs))

    def ellipses(self) -> list[tuple[int, int]]:
        """Half axes to try, the smallest pictures first; wider than a page only when nothing else is left."""
        widest = max(inside.w for inside in self.insides)
        highest = max(inside.h for inside in self.insides)

        def size(axes: tuple[int, int]) -> tuple[float, int]:
            wide = 2 * axes[0] + widest
            return wide + 1.3 * (2 * axes[1] + highest) + 4 * max(0.0, wide - WIDE), axes[0]

        return sorted(((rx, ry) for rx in range(120, 720, STEP) for ry in range(80, 480, STEP)), key=size)

    def at(self, rx: int, ry: int, *, between: bool) -> Picture | None:
        """The picture on this ellipse, if links and labels have room; if `between`, labels outside of all sites."""
        result = Picture("ring")
        sites: list[Box] = []
        solid: list[tuple[int, Box]] = []
        brokers: dict[str, Box] = {}
        for nth, (inside, angle) in enumerate(zip(self.insides, self.angles, strict=True)):
            name, card = next(iter(inside.brokers.items()))
            x, y = rx * cos(angle) - card.cx, ry * sin(angle) - card.cy
            site = Box(x, y, inside.w, inside.h)
            if any(site.grown(8).touches(other.grown(8)) for other in sites):
                return None
            sites.append(site)
            add_site(result, inside, x, y, self.scene)
            brokers[name] = card.moved(x, y)
            solid += [(nth, box.moved(x, y)) for _, box in inside.cards]
            solid += [(nth, geometry.centered(run.badge[0] + x, run.badge[1] + y, BADGE, BADGE)) for run in inside.runs]
            if inside.title.lines:
                solid.append((nth, _extent(result.sites[-1].title)))
        lines = self.lines(brokers)
        homes = {name: nth for nth, name in enumerate(brokers)}
        if lines is None or any(self.meets(line, homes, sites, solid) for line in lines):
            return None
        pills = self.place(lines, [*(box for _, box in solid), *brokers.values(), *(sites if between else ())])
        if pills is None:
            return None
        for line, box in zip(lines, pills, strict=True):
            told = line.wire.number in self.told
            pill = Pill(box, line.wire.label, line.wire.encrypted) if told else None
            badge = (box.x, box.cy) if told else (box.cx, box.cy)
            gaps = (box,) if told else ()
            result.routes.append(WireRoute(line.wire, (line.start, line.end), pill, gaps, badge))
        low, high = min(box.x for box in sites), max(box.right for box in sites)
        top, bottom = min(box.y for box in sites), max(box.bottom for box in sites)
        result.left, result.width = low - MARGIN, high - low + 2 * MARGIN
        result.top, result.height = top - MARGIN, bottom - top + 2 * MARGIN
        return result

    def lines(self, brokers: dict[str, Box]) -> list[_RingLine] | None:
        """A straight line for each connection; several between the same two brokers side by side."""
        pairs: dict[tuple[str, ...], list[Wire]] = {}
        for wire in self.scene.wires:
            pairs.setdefault(tuple(sorted((wire.dialing, wire.listening))), []).append(wire)
        found: list[_RingLine] = []
        for (first, second), wires in pairs.items():
            one, other = brokers[first], brokers[second]
            away = geometry.length((one.cx, one.cy), (other.cx, other.cy))
            nx, ny = -(other.cy - one.cy) / away, (other.cx - one.cx) / away
            wide = max(self.extent(wire)[0] for wire in wires)
            pitch = abs(nx) * wide / 2 + abs(ny) * wiring.PILL_HEIGHT / 2 + 8
            for nth, wire in enumerate(wires):
                by = pitch * (nth - (len(wires) - 1) / 2)
                start, end = (one.cx + nx * by, one.cy + ny * by), (other.cx + nx * by, other.cy + ny * by)
                leaves, enters = one.clip(start, end), other.clip(start, end)
                if leaves is None or enters is None or enters[0] - leaves[1] < 0.1:
                    return None
                ends = geometry.between(start, end, leaves[1]), geometry.between(start, end, enters[0])
                found.append(_RingLine(wire, *(ends if wire.dialing == first else ends[::-1])))
        return sorted(found, key=lambda line: line.wire.number)

    def extent(self, wire: Wire) -> tuple[float, float]:
        """The size of a label, or of the number of a step where there is no label."""
        if wire.number in self.told:
            return wiring.pill_width(wire.label), wiring.PILL_HEIGHT
        return BADGE, BADGE

    @staticmethod
    def meets(line: _RingLine, homes: dict[str, int], sites: Sequence[Box], solid: Sequence[tuple[int, Box]]) -> bool:
        """Whether a line runs into a site that is not its own, or into a card or a text of its own."""
        own = (homes[line.wire.dialing], homes[line.wire.listening])
        return any(
            nth not in own and site.grown(3).clip(line.start, line.end) for nth, site in enumerate(sites)
        ) or any(nth in own and box.grown(3).clip(line.start, line.end) for nth, box in solid)

    def place(self, lines: Sequence[_RingLine], solid: Sequence[Box]) -> list[Box] | None:
        """A place for each label on its line, free of texts, cards, other labels and other lines."""
        choices: list[list[Box]] = []
        for line in lines:
            wide, high = self.extent(line.wire)
            away = geometry.length(line.start, line.end)
            free: list[Box] = []
            for fraction in FRACTIONS:
                box = geometry.centered(*geometry.between(line.start, line.end, fraction), wide, high)
                room = Box(box.x - 12, box.y - 3, box.w + 15, box.h + 6)
                inside = room.clip(line.start, line.end)
                if inside is None or inside[0] * away < 20 or (1 - inside[1]) * away < 20:
                    continue
                if any(room.touches(other) for other in solid):
                    continue
                if any(other is not line and room.clip(other.start, other.end) for other in lines):
                    continue
                free.append(box)
            if not free:
                return None
            choices.append(free)
        return _disjoint(choices)


def _disjoint(choices: Sequence[Sequence[Box]]) -> list[Box] | None:
    """One of each so that none touch: the first that fits, improved in a few rounds."""
    chosen = [boxes[0] for boxes in choices]
    for _ in range(ROUNDS):
        clashes = 0
        for nth in sorted(range(len(choices)), key=lambda nth: (len(choices[nth]), nth)):
            others = [box.grown(6) for i, box in enumerate(chosen) if i != nth]
            counts = [sum(box.grown(6).touches(other) for other in others) for box in choices[nth]]
            chosen[nth] = choices[nth][counts.index(min(counts))]
            clashes += min(counts)
        if not clashes:
            return chosen
    return None


def _extent(lines: Lines) -> Box:
    wide = max(width(line, lines.size, bold=True) for line in lines.lines)
    return Box(lines.x, lines.y - lines.size, wide, Lines.height(len(lines.lines), lines.size))

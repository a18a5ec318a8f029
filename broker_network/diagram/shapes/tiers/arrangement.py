"""What goes where: places in rows, links by how they run, and the inside of each site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ... import wiring
from ...geometry import Point
from ...scene import Scene, Wire
from .. import chip, gateway, rows
from ..interior import Facing, Interior, Needs
from ..site import interior

WIDEST = 975.0
"""With the margins, what the guide's column holds at the least scale that a picture is shrunk to."""
WIDEST_LISTS = 1000.0
WIDEST_TANGLED = 1400.0
GAP = 14.0
MOST_LABELS = 12
BARE_PORT = 18.0
BADGED_PORT = 26.0
BRANCH = 36.0
KID_GAP = 8.0


@dataclass(slots=True)
class ChannelWire:
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


class Arrangement:
    """Places and links of a scene, sorted; nothing has a position yet.

    `rows` are places by level, `kids` those that hang below another one instead. `ways` are the links that run in
    channels, `beside` those between neighbors in a site, `branches` those of places that hang. `inside` is each site.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.homes = scene.homes
        self.adjacent = rows.neighbors(scene)
        self.told, self.shared = wiring.tell(scene.wires, MOST_LABELS)
        self.stars = [gateway.star(place, scene.wires) for place in scene.places]
        self.rows = rows.levels(scene)
        self.kids: dict[int, list[int]] = {}
        self.arrange()
        if any(self.parts(row) > 1 for row in self.rows):
            self.fold()
            self.arrange()
        if any(self.parts(row) > 1 for row in self.rows):
            self.rows = [part for row in self.rows for part in rows.chunks(row, self.parts(row))]
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

    def arrange(self) -> None:
        """Sort the links by how they run, and lay out the inside of each site."""
        scene = self.scene
        self.row_of = {place: nth for nth, row in enumerate(self.rows) for place in row}
        folded = {kid: parent for parent, kids in self.kids.items() for kid in kids}
        self.beside: list[dict[tuple[str, str], tuple[Wire, ...]]] = [{} for _ in scene.places]
        self.branches: dict[int, list[Wire]] = {}
        self.ways: list[ChannelWire] = []
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
                self.ways.append(ChannelWire(wire, ends[0], ends[1], span))
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

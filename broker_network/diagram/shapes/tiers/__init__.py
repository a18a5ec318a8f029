"""Sites in rows, links in the channels between them. Holds for every network.

By construction no line meets a text: links run in channels, corridors and gaps between sites, and each label has
a place of its own where its link enters the lower site.
"""

from __future__ import annotations

from collections.abc import Sequence

from ... import geometry, wiring
from ...geometry import Box, Point
from ...picture import Picture
from ...scene import Scene, Wire
from ...wiring import Pill, WireRoute
from .. import chip
from ..interior import add_site
from .arrangement import KID_GAP, Arrangement
from .channels import MARGIN, Channels
from .columns import Columns


def draw(scene: Scene) -> Picture:
    """The picture of a scene in rows."""
    return _Tiers(scene).draw()


class _Tiers:
    """Adds everything to a picture, at the places that arrangement, columns and channels give it."""

    def __init__(self, scene: Scene) -> None:
        self.arrangement = Arrangement(scene)
        self.channels = Channels(self.arrangement, Columns(self.arrangement))
        self.picture = Picture("tiers", shared=self.arrangement.shared)

    def draw(self) -> Picture:
        """Add the links, then all that is in the sites."""
        for way in self.arrangement.ways:
            self.route(way.wire, way.upper, *self.channels.joined(way))
        for place, at in enumerate(self.channels.origins):
            self.emit(place, at)
        self.picture.routes.sort(key=lambda route: route.wire.number)
        return self.fitted()

    def route(self, wire: Wire, first: str, points: Sequence[Point], label: Point) -> None:
        """Add a link that was laid out from the broker `first`."""
        way = geometry.simplified(points)
        pill: Pill | None = None
        badge = label
        if wire.number in self.arrangement.told:
            pill = wiring.pill(wire, *label)
        if pill is not None:
            badge = (pill.box.x, pill.box.cy)
        gaps = (pill.box,) if pill else ()
        self.picture.routes.append(WireRoute(wire, way if first == wire.dialing else way[::-1], pill, gaps, badge))

    def emit(self, place: int, at: Point) -> None:
        """Add a site with all that is in it, and the sites that hang below it."""
        if place not in self.arrangement.row_of:
            return
        self.emit_site(place, *at)
        top = at[1] + self.arrangement.inside[place].h + KID_GAP
        wide = max((self.arrangement.kid_size(kid)[0] for kid in self.arrangement.kids.get(place, ())), default=0.0)
        for kid in self.arrangement.kids.get(place, ()):
            high = self.arrangement.kid_size(kid)[1]
            box = chip.add(
                self.picture,
                self.arrangement.scene.places[kid],
                Box(at[0] + self.arrangement.kid_offset(place), top, wide, high),
            )
            self.emit_branches(place, at, kid, box)
            top += high + KID_GAP

    def emit_branches(self, parent: int, at: Point, kid: int, box: Box) -> None:
        """The links of a site that hangs below another: down a rail, then level into its broker."""
        inside = self.arrangement.inside[parent]
        wires = self.arrangement.branches[kid]
        for nth, wire in enumerate(wires):
            broker = wire.dialing if self.arrangement.homes[wire.dialing] == parent else wire.listening
            index = next(i for i, lane in enumerate(inside.lanes) if lane[0] == broker)
            lane = [(x + at[0], y + at[1]) for x, y in inside.lane(index)]
            y = box.cy + 26 * (nth - (len(wires) - 1) / 2)
            rail = lane[-1][0]
            wide = wiring.pill_width(wire.label) if wire.number in self.arrangement.told else 0.0
            label = (rail + 22 + wide / 2, y)
            self.route(wire, broker, [*lane[:-1], (rail, y), (box.x, y)], label)

    def emit_site(self, place: int, x: float, y: float) -> None:
        """One site's box, brokers, groups, and the links between neighbors."""
        add_site(self.picture, self.arrangement.inside[place], x, y, self.arrangement.scene)
        for (one, other), wires in self.arrangement.beside[place].items():
            left = self.arrangement.inside[place].brokers[one].moved(x, y)
            right = self.arrangement.inside[place].brokers[other].moved(x, y)
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
        self.picture.height = self.channels.bottom + MARGIN
        return self.picture

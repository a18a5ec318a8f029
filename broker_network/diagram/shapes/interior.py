"""The inside of a site as it is laid out, what links ask of it, and how it gets into a picture.

Coordinates are relative to the site's upper left corner.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .. import cards, picture, wiring
from ..cards import Lines
from ..geometry import Box, Point
from ..scene import DrawnGroup, DrawnPlace, Scene, Wire
from ..wiring import GroupRoute, Pool, Rail, WireRoute

PAD = 12.0
LANE = 16.0
CARD_GAP = 8.0
JOG_PITCH = 10.0
RAIL_PITCH = 14.0
NARROWEST_BROKER = 84.0

Facing = Literal["down", "up", "alone"]


@dataclass(frozen=True, slots=True)
class Needs:
    """What the links of a site ask of it.

    `facing` is the edge that the links leave by: `down` in the topmost row, else `up`; a site without links is
    `alone`. `room` is the width that ports need on that edge of each broker; `lanes` how many links of each
    broker leave by the other edge, through the corridor. `beside` are the connections between neighbors.
    """

    facing: Facing
    room: dict[str, float]
    lanes: dict[str, int]
    beside: dict[tuple[str, str], tuple[Wire, ...]]
    told: frozenset[int]


@dataclass(slots=True)
class Interior:
    """A site that is laid out. `lanes` are the corridor's, from left to right, each with its broker's port.

    A lane's way is: the port on the broker's lower edge, level with `jogs` to the lane, then down. Brokers in
    `bare` are drawn without a symbol. `routes` are links that belong to the inside, `rails` what they share.
    """

    place: DrawnPlace
    w: float = 0
    h: float = 0
    brokers: dict[str, Box] = field(default_factory=dict)
    cards: list[tuple[DrawnGroup, Box]] = field(default_factory=list)
    title: Lines = Lines((), 0, 0, 0)  # noqa: RUF009
    runs: list[GroupRoute] = field(default_factory=list)
    pools: list[Pool] = field(default_factory=list)
    lanes: list[tuple[str, float, float]] = field(default_factory=list)
    jogs: float = 0
    bare: frozenset[str] = frozenset()
    routes: list[WireRoute] = field(default_factory=list)
    rails: list[Rail] = field(default_factory=list)

    def lane(self, index: int) -> list[Point]:
        """The way from the broker's lower edge to the site's lower edge."""
        broker, port, lane = self.lanes[index]
        if port == lane:
            return [(port, self.brokers[broker].bottom), (lane, self.h)]
        y = self.jogs + JOG_PITCH * index
        return [(port, self.brokers[broker].bottom), (port, y), (lane, y), (lane, self.h)]


def add_site(target: picture.Picture, inside: Interior, x: float, y: float, scene: Scene) -> None:
    """Add a laid out site to a picture at a place."""
    title = inside.title
    target.sites.append(
        cards.SiteBox(
            inside.place,
            Box(x, y, inside.w, inside.h),
            cards.Lines(title.lines, title.x + x, title.y + y, title.size, title.anchor),
        )
    )
    for name, box in inside.brokers.items():
        icon = name not in scene.unread and name not in inside.bare
        standby = name in inside.place.standbys
        target.brokers.append(cards.broker_card(name, box.moved(x, y), icon=icon, standby=standby))
    for group, box in inside.cards:
        target.groups.append(cards.group_card(group, box.moved(x, y)))
    for run in inside.runs:
        points = tuple((a + x, b + y) for a, b in run.points)
        target.runs.append(wiring.GroupRoute(run.group, run.broker, points, (run.badge[0] + x, run.badge[1] + y)))
    target.pools.extend(pool.moved(x, y) for pool in inside.pools)
    target.routes.extend(route.moved(x, y) for route in inside.routes)
    target.rails.extend(rail.moved(x, y) for rail in inside.rails)

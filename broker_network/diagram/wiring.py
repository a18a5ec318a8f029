"""The lines of a picture, and their labels: connections between brokers, and the ways of groups to their brokers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import geometry
from .cards import SMALL_SIZE
from .geometry import Box, Point, Segment
from .scene import Wire
from .text import width

BADGE_RADIUS = 8.5
PILL_HEIGHT = 20.0


@dataclass(frozen=True, slots=True)
class GroupRoute:
    """The way between a group and one broker of its pool, starting at the group.

    `badge` is where the number of a step goes.
    """

    group: int
    broker: str
    points: tuple[Point, ...]
    badge: Point


@dataclass(frozen=True, slots=True)
class Pool:
    """The ways of all groups with the same pool, drawn once; `heads` are tips and where they come from."""

    segments: tuple[Segment, ...]
    heads: tuple[Segment, ...]

    @property
    def line(self) -> str:
        """The path to draw."""
        return "".join(f"M{geometry.point(start)}L{geometry.point(end)}" for start, end in self.segments)

    @property
    def arrows(self) -> str:
        """The arrowheads, at both ends of each way."""
        return "".join(geometry.head(tip, tail, 6) for tip, tail in self.heads)

    def moved(self, dx: float, dy: float) -> Pool:
        """The same pool elsewhere."""

        def move(parts: tuple[Segment, ...]) -> tuple[Segment, ...]:
            return tuple(((a + dx, b + dy), (c + dx, d + dy)) for (a, b), (c, d) in parts)

        return Pool(move(self.segments), move(self.heads))


@dataclass(frozen=True, slots=True)
class Pill:
    """A label on a connection: its box, and the text in it."""

    box: Box
    text: str
    encrypted: bool | None

    def moved(self, dx: float, dy: float) -> Pill:
        """The same label elsewhere."""
        return Pill(self.box.moved(dx, dy), self.text, self.encrypted)


@dataclass(frozen=True, slots=True)
class WireRoute:
    """The way of one connection, starting at the dialing broker.

    `gaps` are boxes where the line is left out because a text stands there. `badge` is where the number of a
    step goes; when it lies on the line, the overlay of a flow leaves it out.
    """

    wire: Wire
    points: tuple[Point, ...]
    pill: Pill | None
    gaps: tuple[Box, ...]
    badge: Point | None

    def moved(self, dx: float, dy: float) -> WireRoute:
        """The same way elsewhere."""
        points = tuple((x + dx, y + dy) for x, y in self.points)
        pill = self.pill.moved(dx, dy) if self.pill else None
        badge = (self.badge[0] + dx, self.badge[1] + dy) if self.badge else None
        return WireRoute(self.wire, points, pill, tuple(gap.moved(dx, dy) for gap in self.gaps), badge)

    @property
    def ends(self) -> tuple[Point, ...]:
        """The line itself: short of the ring at its start and of the arrow's tip at its end."""
        return geometry.trimmed(self.points, 2 * geometry.RING + 1, 2)

    @property
    def line(self) -> str:
        """The path to draw."""
        return geometry.path(self.ends, self.gaps)

    @property
    def hit(self) -> str:
        """The path that a pointer finds, without gaps."""
        return geometry.path(self.points)

    @property
    def ring(self) -> Point:
        """Where the ring goes that marks who dials."""
        start, towards = self.points[0], self.points[1]
        return geometry.between(start, towards, (geometry.RING + 0.6) / geometry.length(start, towards))

    @property
    def heads(self) -> str:
        """The arrowheads: at the listening end, and with duplex behind the ring too."""
        tips = geometry.trimmed(self.points, 2 * geometry.RING + 1, 1)
        found = geometry.head(tips[-1], tips[-2])
        return geometry.head(tips[0], tips[1]) + found if self.wire.duplex else found


@dataclass(frozen=True, slots=True)
class Rail:
    """What links from one broker to several share of their ways, drawn over them because their colors differ.

    It is a little bolder than they are, so that no fringe of them shows. It starts as they do: with a ring where the
    broker `dials`, with an arrowhead if `arrow`.
    """

    start: Point
    end: Point
    dials: bool
    arrow: bool

    def moved(self, dx: float, dy: float) -> Rail:
        """The same rail elsewhere."""
        (ax, ay), (bx, by) = self.start, self.end
        return Rail((ax + dx, ay + dy), (bx + dx, by + dy), self.dials, self.arrow)

    @property
    def line(self) -> str:
        """The path to draw."""
        return geometry.path(geometry.trimmed((self.start, self.end), 2 * geometry.RING + 1 if self.dials else 2, 0))

    @property
    def head(self) -> str:
        """The arrowhead, or nothing."""
        tip = geometry.trimmed((self.start, self.end), 2 * geometry.RING + 1 if self.dials else 1, 0)[0]
        return geometry.head(tip, self.end, geometry.HEAD + 1) if self.arrow else ""

    @property
    def ring(self) -> Point | None:
        """Where the ring goes that marks who dials."""
        if not self.dials:
            return None
        away = (geometry.RING + 0.6) / geometry.length(self.start, self.end)
        return geometry.between(self.start, self.end, away)


def pill_width(text: str, *, lock: bool = True) -> float:
    """How wide a label is."""
    return width(text, SMALL_SIZE) + (29 if lock else 16)


def pill(wire: Wire, x: float, y: float) -> Pill | None:
    """The label of a connection around a center; None when there is nothing to say."""
    if not wire.label:
        return None
    return Pill(geometry.centered(x, y, pill_width(wire.label), PILL_HEIGHT), wire.label, wire.encrypted)


def tell(wires: Sequence[Wire], most: int) -> tuple[frozenset[int], str]:
    """Which connections get a label of their own, and what those without have in common.

    Up to `most` all get one. Beyond, when three of four agree, only the exceptions do.
    """
    told = frozenset(wire.number for wire in wires if wire.label)
    if len(told) <= most:
        return told, ""
    kinds: dict[tuple[str, bool], int] = {}
    for wire in wires:
        kinds[wire.kind] = kinds.get(wire.kind, 0) + 1
    common, count = max(kinds.items(), key=lambda item: item[1])
    if count < 0.75 * len(wires) or not common[0]:
        return told, ""
    example = next(wire for wire in wires if wire.kind == common)
    ways = "messages both ways" if example.duplex else "messages one way"
    shared = f"{example.label}, {'TLS' if example.encrypted else 'no TLS'}, {ways}"
    return frozenset(wire.number for wire in wires if wire.label and wire.kind != common), shared

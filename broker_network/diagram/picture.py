"""A laid out picture: boxes, texts and lines with their places, ready to be printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from . import geometry
from .geometry import Box, Point, Segment
from .scene import Group, Place, Wire
from .text import width, wrapped

BROKER_SIZE = 13.0
TITLE_SIZE = 13.0
GROUP_SIZE = 12.0
SMALL_SIZE = 11.0
STANDBY = "and a standby"
"""What the card of a broker with a second host says."""
LINE_HEIGHT = 1.25
BADGE_RADIUS = 8.5
PILL_HEIGHT = 20.0
STACK = 3.0


@dataclass(frozen=True, slots=True)
class Lines:
    """A text of one or more lines by its first baseline. `anchor` is as in SVG."""

    lines: tuple[str, ...]
    x: float
    y: float
    size: float
    anchor: str = "start"

    @property
    def step(self) -> float:
        """From one baseline to the next."""
        return self.size * LINE_HEIGHT

    @staticmethod
    def height(lines: int, size: float) -> float:
        """The room that so many lines need."""
        return lines * size * LINE_HEIGHT

    @staticmethod
    def middle(lines: tuple[str, ...], x: float, cy: float, size: float, anchor: str = "middle") -> Lines:
        """Lines whose block is centered on `cy`."""
        top = cy - Lines.height(len(lines), size) / 2
        return Lines(lines, x, top + size * (LINE_HEIGHT / 2 + 0.35), size, anchor)


@dataclass(frozen=True, slots=True)
class SiteBox:
    """A site and its title."""

    place: Place
    box: Box
    title: Lines


@dataclass(frozen=True, slots=True)
class BrokerCard:
    """A broker. `icon` is where its symbol goes, None where there is no room; `note` has no lines or says more."""

    name: str
    box: Box
    text: Lines
    icon: Point | None
    note: Lines


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A group of clients or servers; in a chip it is but a line of text without a frame."""

    group: Group
    box: Box
    title: Lines
    detail: Lines
    framed: bool = True


@dataclass(frozen=True, slots=True)
class Run:
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
class Route:
    """The way of one connection, starting at the dialing broker.

    `gaps` are boxes where the line is left out because a text stands there. `badge` is where the number of a
    step goes; when it lies on the line, the overlay of a flow leaves it out.
    """

    wire: Wire
    points: tuple[Point, ...]
    pill: Pill | None
    gaps: tuple[Box, ...]
    badge: Point | None

    def moved(self, dx: float, dy: float) -> Route:
        """The same way elsewhere."""
        points = tuple((x + dx, y + dy) for x, y in self.points)
        pill = self.pill.moved(dx, dy) if self.pill else None
        badge = (self.badge[0] + dx, self.badge[1] + dy) if self.badge else None
        return Route(self.wire, points, pill, tuple(gap.moved(dx, dy) for gap in self.gaps), badge)

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


@dataclass(slots=True)
class Picture:
    """All of it.

    `left` and `top` are the least x and y. `shared` says what connections without a label are; it is empty when
    each has its own.
    """

    shape: str
    left: float = 0
    top: float = 0
    width: float = 0
    height: float = 0
    sites: list[SiteBox] = field(default_factory=list)
    brokers: list[BrokerCard] = field(default_factory=list)
    groups: list[GroupCard] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    pools: list[Pool] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)
    rails: list[Rail] = field(default_factory=list)
    pills: list[Pill] = field(default_factory=list)
    shared: str = ""


@dataclass(frozen=True, slots=True)
class Size:
    """How large something is, and the lines of text that made it so."""

    w: float
    h: float
    lines: tuple[str, ...]


def broker_size(name: str, *, icon: bool = True, size: float = BROKER_SIZE, standby: bool = False) -> Size:
    """The least card that holds a broker's name, and says that there is a standby."""
    lines = wrapped(name, size, 180, bold=True, lines=9)
    text = max(width(line, size, bold=True) for line in lines)
    high = Lines.height(len(lines), size) + 16
    if standby:
        text, high = max(text, width(STANDBY, SMALL_SIZE)), high + Lines.height(1, SMALL_SIZE)
    return Size(text + 24 + (24 if icon else 0), max(36.0, high), lines)


def broker_card(
    name: str, box: Box, *, icon: bool = True, size: float = BROKER_SIZE, standby: bool = False
) -> BrokerCard:
    """A broker's card with the name, and the symbol, in the middle."""
    lines = broker_size(name, icon=icon, size=size).lines
    text = max(width(line, size, bold=True) for line in lines)
    shift = 12 if icon else 0
    note, middle = Lines((), 0, 0, SMALL_SIZE), box.cy
    if standby:
        text = max(text, width(STANDBY, SMALL_SIZE))
        note = Lines.middle((STANDBY,), box.cx + shift, box.cy + Lines.height(len(lines), size) / 2, SMALL_SIZE)
        middle -= Lines.height(1, SMALL_SIZE) / 2
    place = (box.cx - (text + 24) / 2, box.cy - 8) if icon else None
    return BrokerCard(name, box, Lines.middle(lines, box.cx + shift, middle, size), place, note)


def group_size(group: Group) -> Size:
    """The least card that holds a group."""
    lines = wrapped(group.title, GROUP_SIZE, 190)
    text = max(*(width(line, GROUP_SIZE) for line in lines), width(group.detail, SMALL_SIZE))
    height = Lines.height(len(lines), GROUP_SIZE) + Lines.height(1, SMALL_SIZE) + 14
    return Size(text + 44, max(44.0, height), lines)


def group_card(group: Group, box: Box) -> GroupCard:
    """A group's card."""
    lines = group_size(group).lines
    rows = Lines.height(len(lines), GROUP_SIZE)
    top = box.cy - (rows + Lines.height(1, SMALL_SIZE)) / 2
    x = box.x + 34
    return GroupCard(
        group,
        box,
        Lines(lines, x, top + GROUP_SIZE * 0.95, GROUP_SIZE),
        Lines((group.detail,), x, top + rows + SMALL_SIZE * 0.95, SMALL_SIZE),
    )


def pill_width(text: str, *, lock: bool = True) -> float:
    """How wide a label is."""
    return width(text, SMALL_SIZE) + (29 if lock else 16)


def pill(wire: Wire, x: float, y: float) -> Pill | None:
    """The label of a connection around a center; None when there is nothing to say."""
    if not wire.label:
        return None
    return Pill(geometry.centered(x, y, pill_width(wire.label), PILL_HEIGHT), wire.label, wire.encrypted)


def title_lines(text: str, limit: float) -> tuple[str, ...]:
    """A site's title in as many lines as it may have."""
    return wrapped(text, TITLE_SIZE, limit, bold=True)


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

"""The texts of a picture, and the boxes around them: sites, brokers, groups."""

from __future__ import annotations

from dataclasses import dataclass

from .geometry import Box, Point
from .scene import DrawnGroup, DrawnPlace
from .text import width, wrapped

BROKER_SIZE = 13.0
TITLE_SIZE = 13.0
GROUP_SIZE = 12.0
SMALL_SIZE = 11.0
STANDBY = "and a standby"
"""What the card of a broker with a second host says."""
LINE_HEIGHT = 1.25
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

    place: DrawnPlace
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

    group: DrawnGroup
    box: Box
    title: Lines
    detail: Lines
    framed: bool = True


@dataclass(frozen=True, slots=True)
class Size:
    """How large something is, and the lines of text that made it so."""

    w: float
    h: float
    lines: tuple[str, ...]


def broker_size(name: str, *, icon: bool = True, size: float = BROKER_SIZE, standby: bool = False) -> Size:
    """The least card that holds a broker's name, and says that there is a standby."""
    lines = wrapped(name, size, 180, bold=True, lines=9) or ("",)
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


def group_size(group: DrawnGroup) -> Size:
    """The least card that holds a group."""
    lines = wrapped(group.title, GROUP_SIZE, 190) or ("",)
    text = max(*(width(line, GROUP_SIZE) for line in lines), width(group.detail, SMALL_SIZE))
    height = Lines.height(len(lines), GROUP_SIZE) + Lines.height(1, SMALL_SIZE) + 14
    return Size(text + 44, max(44.0, height), lines)


def group_card(group: DrawnGroup, box: Box) -> GroupCard:
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


def title_lines(text: str, limit: float) -> tuple[str, ...]:
    """A site's title in as many lines as it may have."""
    return wrapped(text, TITLE_SIZE, limit, bold=True)

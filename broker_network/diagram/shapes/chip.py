"""A site with one broker, drawn small: the broker, below it the title and one line of text per group."""

from __future__ import annotations

from .. import cards
from ..cards import GroupCard, Lines
from ..geometry import Box
from ..picture import Picture
from ..scene import DrawnGroup, DrawnPlace
from ..text import TIMES, width, wrapped

PAD = 8.0
LONGEST = 124.0
NARROWEST = 76.0
BROKER_SIZE = 12.0


def title(place: DrawnPlace) -> tuple[str, ...]:
    """The lines of the title."""
    return wrapped(place.title, cards.SMALL_SIZE, LONGEST, bold=True)


def detail(group: DrawnGroup) -> tuple[str, ...]:
    """The lines for a group: how many of what."""
    return wrapped(f"{group.count} {TIMES} {group.title}", cards.SMALL_SIZE, LONGEST)


def size(place: DrawnPlace) -> tuple[float, float]:
    """The least width and height."""
    broker = _broker(place)
    texts = [width(line, cards.SMALL_SIZE, bold=True) for line in title(place)]
    lines = [line for group in place.groups for line in detail(group)]
    texts += [width(line, cards.SMALL_SIZE) for line in lines]
    rows = len(title(place)) + len(lines)
    text = 4 + Lines.height(rows, cards.SMALL_SIZE) if rows else 0.0
    return max(broker.w, *texts, NARROWEST) + 2 * PAD, broker.h - 6 + text + 2 * PAD


def add(target: Picture, place: DrawnPlace, box: Box) -> Box:
    """Draw the chip in a box that is large enough; return the broker's box."""
    name = place.brokers[0]
    high = _broker(place).h - 6
    card = Box(box.x + PAD, box.y + PAD, box.w - 2 * PAD, high)
    standby = name in place.standbys
    target.brokers.append(cards.broker_card(name, card, icon=False, size=BROKER_SIZE, standby=standby))
    y = card.bottom + 4 + cards.SMALL_SIZE
    lines = title(place)
    target.sites.append(cards.SiteBox(place, box, Lines(lines, box.cx, y, cards.SMALL_SIZE, "middle")))
    y += Lines.height(len(lines), cards.SMALL_SIZE)
    for group in place.groups:
        lines = detail(group)
        text = Lines(lines, box.cx, y, cards.SMALL_SIZE, "middle")
        target.groups.append(GroupCard(group, box, Lines((), 0, 0, cards.SMALL_SIZE), text, framed=False))
        y += Lines.height(len(lines), cards.SMALL_SIZE)
    return card


def _broker(place: DrawnPlace) -> cards.Size:
    name = place.brokers[0]
    return cards.broker_size(name, icon=False, size=BROKER_SIZE, standby=name in place.standbys)

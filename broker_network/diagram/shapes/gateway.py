"""The inside of a site whose brokers are all linked to one of them, the gateway, and to nothing else.

The gateway stands at the edge that faces the other sites. Below it, or above where the site faces downward, its
brokers form an indented list: a rail from the gateway, a branch with the link's label to each. A group stands below
the one broker of the list that it connects to, or else beyond the list, joined by a channel to the right of all
brokers and groups. Links keep to the left, so no line meets a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .. import cards, geometry, wiring
from ..cards import Lines
from ..geometry import Box, Point, Segment
from ..scene import DrawnGroup, DrawnPlace, Wire
from ..text import width
from ..wiring import GroupRoute, Pool, Rail, WireRoute
from .interior import CARD_GAP, LANE, NARROWEST_BROKER, PAD, RAIL_PITCH, Interior, Needs

FEWEST_INNER = 3
INDENT = 14.0
BEFORE_LABEL = 19.0
AFTER_LABEL = 20.0
UNLABELED = 28.0
ROW_GAP = 8.0
GATEWAY_GAP = 14.0
BRANCH_PITCH = 28.0
PORT_PITCH = 10.0
CHANNEL = 16.0
DROP = 22.0


@dataclass(frozen=True, slots=True)
class Star:
    """A gateway and, for each of its brokers in the order of the site, the links between the two."""

    gateway: str
    inner: dict[str, tuple[Wire, ...]]

    @property
    def wires(self) -> tuple[Wire, ...]:
        """All links inside the site."""
        return tuple(wire for wires in self.inner.values() for wire in wires)


def star(place: DrawnPlace, wires: Sequence[Wire]) -> Star | None:
    """The star that a site's brokers form; None when one of them is linked otherwise, or they are few."""
    if len(place.brokers) <= FEWEST_INNER:
        return None
    found: dict[str, list[Wire]] = {name: [] for name in place.brokers}
    for wire in wires:
        for end in (wire.dialing, wire.listening):
            if end in found:
                found[end].append(wire)
    for gateway in place.brokers:
        inner = {name: tuple(found[name]) for name in place.brokers if name != gateway}
        if all(links and all(wire.other(name) == gateway for wire in links) for name, links in inner.items()):
            return Star(gateway, inner)
    return None


def interior(place: DrawnPlace, needs: Needs, found: Star) -> Interior:
    """Lay out one site."""
    return _GatewayBuilder(place, needs, found).build()


class _GatewayBuilder:
    def __init__(self, place: DrawnPlace, needs: Needs, found: Star) -> None:
        self.place, self.needs, self.star = place, needs, found
        self.result = Interior(place, bare=frozenset(found.inner))
        self.down = needs.facing == "down"
        self.pools: dict[tuple[str, ...], list[DrawnGroup]] = {}
        for group in place.groups:
            pool = tuple(name for name in place.brokers if name in group.brokers)
            self.pools.setdefault(pool, []).append(group)
        self.aside = [pool for pool in self.pools if pool and not (self.listed(pool) and len(self.pools[pool]) == 1)]
        self.lanes = needs.lanes.get(found.gateway, 0) if needs.facing == "up" else 0
        self.left = PAD + LANE * self.lanes
        kinds = dict.fromkeys(map(self.kind, found.wires))
        self.rails = {kind: self.left + INDENT + RAIL_PITCH * nth for nth, kind in enumerate(kinds)}

    def listed(self, pool: tuple[str, ...]) -> bool:
        """Whether it is one broker of the list."""
        return len(pool) == 1 and pool[0] in self.star.inner

    def kind(self, wire: Wire) -> tuple[bool, bool]:
        """Whether the gateway's end of a link has a ring, and an arrowhead. Links that are alike share a rail."""
        dials = wire.dialing == self.star.gateway
        return dials, wire.duplex or not dials

    def build(self) -> Interior:
        result = self.result
        edge = self.set_columns()
        title = cards.title_lines(self.place.title, max(edge, 230.0))
        wide = max((width(line, cards.TITLE_SIZE, bold=True) for line in title), default=0.0)
        result.w = max(edge, (self.left if self.needs.facing == "up" else PAD) + wide) + PAD
        high = Lines.height(len(title), cards.TITLE_SIZE)
        y = PAD
        if title and self.needs.facing != "up":
            result.title = Lines(title, PAD, y + cards.TITLE_SIZE * 0.95, cards.TITLE_SIZE)
            y += high + 8
        y = self.lay_rows(y)
        if title and self.needs.facing == "up":
            y += 8
            result.title = Lines(title, self.left, y + cards.TITLE_SIZE * 0.95, cards.TITLE_SIZE)
            y += high - 2
        result.h = y + PAD
        self.lay_branches()
        self.lay_pools()
        for nth in range(self.lanes):
            lane = PAD + 10 + LANE * nth
            result.lanes.append((self.star.gateway, lane, lane))
        return result

    def set_columns(self) -> float:
        """The x of labels and groups, brokers, and the channel beside them; return where it all ends."""
        self.labels = max(self.rails.values()) + BEFORE_LABEL
        labels = [wiring.pill_width(wire.label) for wire in self.star.wires if wire.number in self.needs.told]
        self.indented = self.labels + (max(labels) + AFTER_LABEL if labels else UNLABELED)
        self.sizes = {
            name: cards.broker_size(name, icon=name not in self.star.inner, standby=name in self.place.standbys)
            for name in self.place.brokers
        }
        self.wide = max(self.sizes[name].w for name in self.star.inner)
        own = self.sizes[self.star.gateway].w
        room = self.needs.room.get(self.star.gateway, 0.0) + 12
        self.gateway = max(NARROWEST_BROKER, own, room, max(self.rails.values()) + INDENT - PAD)
        widths = [cards.group_size(group).w for group in self.place.groups]
        self.card = max(*widths, self.indented + self.wide - self.labels, 0.0)
        reach = self.labels + self.card + cards.STACK if widths else 0.0
        right = max(PAD + self.gateway, self.indented + self.wide, reach)
        self.channel = right + CHANNEL
        return self.channel + RAIL_PITCH * (len(self.aside) - 1) if self.aside else right

    def lay_rows(self, y: float) -> float:
        """Place the brokers, one per row, and the groups; return where they end.

        What connects to one broker of the list stands below it, all else beyond the list.
        """
        others = [group for pool in self.pools if not self.listed(pool) for group in self.pools[pool]]
        names = list(self.star.inner)
        if self.down and others:
            y = self.lay_cards(others, y) + DROP
        for name in [*names, self.star.gateway] if self.down else [self.star.gateway, *names]:
            high = self.height(name)
            if name == self.star.gateway:
                y += GATEWAY_GAP - ROW_GAP if self.down else 0.0
                self.result.brokers[name] = Box(PAD, y, self.gateway, high)
                y += high + GATEWAY_GAP
                continue
            self.result.brokers[name] = Box(self.indented, y, self.wide, high)
            y += high
            if groups := self.pools.get((name,)):
                y = self.lay_cards(groups, y + DROP) + CARD_GAP / 2
            y += ROW_GAP
        y -= GATEWAY_GAP if self.down else ROW_GAP
        return self.lay_cards(others, y + DROP) if others and not self.down else y

    def height(self, name: str) -> float:
        """The height of a broker's card: its name, its links, and a port for each set of groups in the channel."""
        links = BRANCH_PITCH * len(self.star.inner.get(name, ())) - 8
        return max(self.sizes[name].h, links, PORT_PITCH * sum(name in pool for pool in self.aside) + 12)

    def lay_cards(self, groups: Sequence[DrawnGroup], y: float) -> float:
        """Place the cards of groups one below the other; return where they end."""
        for group in groups:
            high = cards.group_size(group).h
            self.result.cards.append((group, Box(self.labels, y, self.card, high)))
            y += high + CARD_GAP
        return y - CARD_GAP

    def lay_branches(self) -> None:
        """The links: from the gateway down or up a rail, then level into the broker."""
        gateway = self.result.brokers[self.star.gateway]
        edge = gateway.y if self.down else gateway.bottom
        ends: dict[tuple[bool, bool], list[float]] = {}
        for name, wires in self.star.inner.items():
            box = self.result.brokers[name]
            for nth, wire in enumerate(wires):
                y = box.cy + BRANCH_PITCH * (nth - (len(wires) - 1) / 2)
                rail = self.rails[self.kind(wire)]
                told = wire.number in self.needs.told
                pill = wiring.pill(wire, self.labels + wiring.pill_width(wire.label) / 2, y) if told else None
                way = ((rail, edge), (rail, y), (box.x, y))
                points = way if wire.dialing == self.star.gateway else way[::-1]
                self.result.routes.append(WireRoute(wire, points, pill, (pill.box,) if pill else (), (self.labels, y)))
                ends.setdefault(self.kind(wire), []).append(y)
        for (dials, arrow), ys in ends.items():
            rail = self.rails[dials, arrow]
            end = min(ys) + geometry.RADIUS if self.down else max(ys) - geometry.RADIUS
            self.result.rails.append(Rail((rail, edge), (rail, end), dials, arrow))

    def ports(self) -> dict[tuple[str, ...], dict[str, float]]:
        """For each set of groups in the channel the y at which its ways meet its brokers."""
        found: dict[tuple[str, ...], dict[str, float]] = {pool: {} for pool in self.aside}
        for name, box in self.result.brokers.items():
            here = [pool for pool in self.aside if name in pool]
            for nth, pool in enumerate(here):
                found[pool][name] = box.cy + PORT_PITCH * (nth - (len(here) - 1) / 2)
        return found

    def lay_pools(self) -> None:
        """The ways of groups to their brokers: right up to the one above, else through the channel."""
        ports = self.ports()
        for pool, groups in self.pools.items():
            lines: list[tuple[Point, ...]] = []
            heads: dict[Segment, None] = {}
            for group, box in self.result.cards:
                stacked = cards.STACK if group.count > 1 else 0.0
                for name in pool if group in groups else ():
                    broker = self.result.brokers[name]
                    way: tuple[Point, ...] = ((broker.cx, box.y - stacked), (broker.cx, broker.bottom))
                    if pool in self.aside:
                        x, y = self.channel + RAIL_PITCH * self.aside.index(pool), ports[pool][name]
                        start = (box.right + stacked, box.cy)
                        way = geometry.simplified([start, (x, box.cy), (x, y), (broker.right, y)])
                    self.result.runs.append(GroupRoute(group.number, name, way, (box.x + 3, box.y + 1)))
                    lines.append(way)
                    heads[way[0], way[1]] = None
                    heads[way[-1], way[-2]] = None
            if lines:
                self.result.pools.append(Pool(geometry.merged(lines), tuple(heads)))

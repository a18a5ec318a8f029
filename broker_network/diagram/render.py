"""Figures for pages and files to download, from a plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from broker_network.network import Inventory, Network
from broker_network.templates import render
from broker_network.wording import listed

from . import flows as flow_module
from . import geometry, shapes, wiring
from .flows import Flow, GroupHop, WireHop
from .geometry import Box, Point
from .picture import Picture
from .scene import DrawnPlace, Scene, scene
from .text import TIMES
from .wiring import GroupRoute, WireRoute

STYLESHEET = Path(__file__).with_name("templates") / "diagram.css"
LEAST_SCALE = 0.95
"""A picture is not shrunk further: where the page is narrower, the figure scrolls. 11 px stay above 10.4."""

Planned = tuple[Network, Inventory]


def anchor(broker: str) -> str:
    """The link target of a broker on its example's page."""
    return f"#broker-{broker}"


def figure(plan: Planned, *, href: Callable[[str], str] = anchor, ident: str) -> str:
    """A whole `<figure>` as HTML, without blank lines so that Markdown leaves it alone.

    `href` gives the link target of a broker; `ident` makes all ids unique on the page, and should be a name such
    as the example's. Needs `diagram.css`, and `diagram.js` if pointing at a broker is to light its links.
    """
    return _text("figure.html.jinja", _drawing(plan, href, ident))


def standalone_svg(plan: Planned, *, href: Callable[[str], str] | None = None, ident: str = "diagram") -> str:
    """An SVG file that needs nothing else: with its style, title and description.

    Brokers are links only when `href` is given.
    """
    drawing = replace(_drawing(plan, href or (lambda broker: ""), ident), flows=())
    return _text("standalone.svg.jinja", drawing, style=STYLESHEET.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class _Overlay:
    """A flow as it is drawn over the links: one path, or where ways share a part it would shine twice."""

    slot: int
    line: str
    head: str


@dataclass(frozen=True, slots=True)
class _Badge:
    slot: int
    number: int
    at: Point


@dataclass(frozen=True, slots=True)
class _Drawing:
    scene: Scene
    picture: Picture
    flows: tuple[Flow, ...]
    ident: str
    href: Callable[[str], str]
    ids: dict[str, str]

    def broker_slots(self, name: str) -> str:
        return _slots(name in flow.brokers or self._receives(flow, name) for flow in self.flows)

    def _receives(self, flow: Flow, name: str) -> bool:
        wires = self.scene.wires
        hops = (hop for step in flow.steps for hop in step.hops if isinstance(hop, WireHop))
        return any(wires[hop.wire].other(hop.sender) == name for hop in hops)

    def group_slots(self, number: int) -> str:
        return _slots(number in flow.groups for flow in self.flows)

    def wire_slots(self, number: int) -> str:
        return _slots(number in flow.wires for flow in self.flows)

    @property
    def overlays(self) -> list[_Overlay]:
        found = []
        for slot, flow in enumerate(self.flows, 1):
            hops = [part for step in flow.steps for hop in step.hops for part in self._hop(hop)]
            lines = [geometry.path(geometry.trimmed(points, 2, 3), gaps) for points, gaps, _ in hops]
            tips = [geometry.trimmed(points, 0, 1)[-2:] for points, _, _ in hops]
            heads = [geometry.head(tip, tail, 11) for tail, tip in tips]
            found.append(_Overlay(slot, "".join(dict.fromkeys(lines)), "".join(dict.fromkeys(heads))))
        return found

    @property
    def badges(self) -> list[_Badge]:
        found = {
            _Badge(slot, step.number, badge): None
            for slot, flow in enumerate(self.flows, 1)
            for step in flow.steps
            for hop in step.hops
            for _, _, badge in self._hop(hop)
            if badge is not None
        }
        return list(found)

    def _hop(self, hop: WireHop | GroupHop) -> Iterable[tuple[Sequence[Point], Sequence[Box], Point | None]]:
        if isinstance(hop, WireHop):
            for route in self._routes(hop.wire):
                forward = hop.sender == route.wire.dialing
                gaps = route.gaps
                if route.badge is not None:
                    size = 2 * wiring.BADGE_RADIUS + 2
                    gaps = (*gaps, geometry.centered(*route.badge, size, size))
                yield route.points if forward else route.points[::-1], gaps, route.badge
        else:
            for run in self._runs(hop):
                yield run.points if hop.inward else run.points[::-1], (), run.badge

    def _routes(self, wire: int) -> Iterable[WireRoute]:
        return (route for route in self.picture.routes if route.wire.number == wire)

    def _runs(self, hop: GroupHop) -> Iterable[GroupRoute]:
        return (run for run in self.picture.runs if run.group == hop.group and run.broker == hop.broker)

    @property
    def legend(self) -> list[tuple[str, str]]:
        """Pairs of a sample's name and what it means, of what is in the picture only."""
        wires = self.scene.wires
        found = [
            ("tls", "TLS", any(wire.encrypted and not wire.tunneled for wire in wires)),
            ("tls", "IPsec", any(wire.tunneled for wire in wires)),
            ("plain", "No TLS", any(wire.transport and not wire.encrypted for wire in wires)),
            ("unknown", "Transport not known", any(wire.transport is None for wire in wires)),
            ("both", "Messages both ways", any(wire.duplex for wire in wires)),
            ("one", "Messages one way", any(not wire.duplex for wire in wires)),
            ("dial", "Opens the connection", bool(wires)),
            ("client", "Clients and servers, STOMP", bool(self.picture.pools)),
        ]
        return [(name, meaning) for name, meaning, present in found if present]

    @property
    def sentences(self) -> list[str]:
        """The picture in words: who is where, then one sentence per link."""
        return [*(_who(place) for place in self.scene.places), *(wire.sentence for wire in self.scene.wires)]


def _who(place: DrawnPlace) -> str:
    names = listed(place.brokers)
    text = f"{place.title or place.name}: {'broker' if len(place.brokers) == 1 else 'brokers'} {names}"
    with_standby = [name for name in place.brokers if name in place.standbys]
    if with_standby:
        text += f", with a standby for {listed(with_standby)}"
    for group in place.groups:
        text += f"; {group.title} {TIMES} {group.count}" + (f" on {group.endpoint}" if group.endpoint else "")
    return text


def _drawing(plan: Planned, href: Callable[[str], str], ident: str) -> _Drawing:
    network, inventory = plan
    found = scene(network, inventory)
    return _Drawing(found, shapes.draw(found), flow_module.flows(found), _word(ident), href, _ids(found, _word(ident)))


def _ids(found: Scene, ident: str) -> dict[str, str]:
    """An id for each broker and connection, unique whatever characters their names have."""
    wanted = [(f"b {broker}", f"nd-{ident}-b-{_word(broker)}") for place in found.places for broker in place.brokers]
    wanted += [
        (f"l {wire.number}", f"nd-{ident}-l-{_word(wire.dialing)}--{_word(wire.listening)}") for wire in found.wires
    ]
    result: dict[str, str] = {}
    taken: dict[str, None] = {}
    for key, name in wanted:
        free, number = name, 2
        while free in taken:
            free, number = f"{name}-{number}", number + 1
        taken[free] = None
        result[key] = free
    return result


def _word(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.-]+", "_", name)


def _slots(present: Iterable[bool]) -> str:
    return "".join(f" p{slot}" for slot, one in enumerate(present, 1) if one)


def _text(template: str, drawing: _Drawing, **more: object) -> str:
    return render(
        f"diagram/templates/{template}",
        d=drawing,
        n=geometry.number,
        least=round(drawing.picture.width * LEAST_SCALE),
        radius=wiring.BADGE_RADIUS,
        ring=geometry.RING,
        **more,
    )

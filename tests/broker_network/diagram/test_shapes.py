from __future__ import annotations

import dataclasses
import importlib
import itertools
from collections.abc import Callable, Sequence
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broker_network import examples
from broker_network.design.planning import Plan
from broker_network.diagram import cards, geometry, shapes, wiring
from broker_network.diagram.cards import Lines
from broker_network.diagram.geometry import Box
from broker_network.diagram.picture import Picture
from broker_network.diagram.scene import scene
from broker_network.diagram.text import width
from broker_network.network import Site
from broker_network.network.choices import Layout
from tests.support import diagram_networks
from tests.support.networks import graphs, planned


@pytest.mark.parametrize("layout", get_args(Layout))
def test_every_layout_is_a_shape_that_draws_when_it_is_asked_for(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    shape = importlib.import_module(f"{shapes.__name__}.{layout}")
    asked = dataclasses.replace(scene(*examples.load("noc-datacenters")), layout=layout)
    if hasattr(shape, "fits"):
        monkeypatch.setattr(shape, "fits", lambda _: True)
    found = object()
    monkeypatch.setattr(shape, "draw", lambda *_: found)
    assert shapes.draw(asked) is found


def drawn(plan: Plan) -> Picture:
    return shapes.draw(scene(*plan))


def extents(lines: Lines, *, bold: bool) -> list[Box]:
    """The box of each line, as wide as it may get."""
    found = []
    for nth, line in enumerate(lines.lines):
        wide = width(line, lines.size, bold=bold)
        x = lines.x - {"start": 0.0, "middle": wide / 2}[lines.anchor]
        found.append(Box(x, lines.y + lines.step * nth - 0.74 * lines.size, wide, 0.96 * lines.size))
    return found


def texts(found: Picture) -> list[Box]:
    boxes = [box for site in found.sites for box in extents(site.title, bold=True)]
    boxes += [box for card in found.brokers for box in extents(card.text, bold=True)]
    for group in found.groups:
        boxes += extents(group.title, bold=False) + extents(group.detail, bold=False)
    pills = [*found.pills, *(route.pill for route in found.routes if route.pill)]
    return boxes + [pill.box for pill in pills]


def faults(found: Picture) -> list[str]:
    boxes = texts(found)
    wrong = [f"{a} is on {b}" for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.touches(b)]
    lines = [(route.wire.sentence, geometry.pieces(route.points, route.gaps)) for route in found.routes]
    lines += [("a pool", [list(segment) for segment in pool.segments]) for pool in found.pools]
    for name, parts in lines:
        for part in parts:
            for start, end in itertools.pairwise(part):
                wrong += [f"{name} runs through {box}" for box in boxes if box.grown(-0.5).clip(start, end)]
    return wrong


def strays(found: Picture) -> list[str]:
    """Links that do not end at the edges of their brokers, and ways of groups that do not end at theirs."""
    cards = {card.name: card.box for card in found.brokers}

    def on_edge(box: Box, x: float, y: float) -> bool:
        inner, outer = box.grown(-0.1), box.grown(0.1)
        return outer.x < x < outer.right and outer.y < y < outer.bottom and not inner.touches(Box(x, y, 0, 0))

    wrong = []
    for route in found.routes:
        ends = ((route.wire.dialing, route.points[0]), (route.wire.listening, route.points[-1]))
        wrong += [f"{route.wire.sentence}: not at {name}" for name, at in ends if not on_edge(cards[name], *at)]
    wrong += [
        f"{run.group}: not at {run.broker}" for run in found.runs if not on_edge(cards[run.broker], *run.points[-1])
    ]
    return wrong


SHAPES: dict[str, str] = {
    **dict.fromkeys(("star60", "star60_bare", "star20_two_hubs", "long_words", "gateway_as_hub"), "bus"),
    **dict.fromkeys(("ring6", "ring6_bare", "ring10", "mesh6", "mesh6_with_groups", "mesh8", "long_names"), "ring"),
}


@pytest.mark.parametrize("name", diagram_networks.ALL)
def test_the_shape_follows_from_the_links(name: str) -> None:
    assert drawn(diagram_networks.ALL[name]()).shape == SHAPES.get(name, "tiers")


@pytest.mark.parametrize("name", diagram_networks.ALL)
def test_no_line_runs_through_a_text_and_no_text_is_on_another(name: str) -> None:
    assert faults(drawn(diagram_networks.ALL[name]())) == []


@pytest.mark.parametrize("name", diagram_networks.ALL)
def test_every_link_has_a_way_of_its_own_from_the_broker_that_dials_to_the_one_that_listens(name: str) -> None:
    plan = diagram_networks.ALL[name]()
    found = drawn(plan)
    assert [route.wire for route in found.routes] == list(scene(*plan).wires)
    assert strays(found) == []


@pytest.mark.parametrize("name", examples.names())
def test_examples_are_without_fault(name: str) -> None:
    assert faults(drawn(examples.load(name))) == []


@given(graphs(largest=12), st.sampled_from([None, "tiers", "ring", "bus"]), st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_network_is_drawn_without_fault(links: list[tuple[str, str]], layout: str | None, one_way: bool) -> None:
    changes = [{"from": a, "to": b, "duplex": not one_way or n % 2 == 0} for n, (a, b) in enumerate(links)]
    plan = planned(links, links=changes, layout=layout)
    found = drawn(plan)
    assert faults(found) == []
    assert len(found.routes) == len(scene(*plan).wires)
    assert {card.name for card in found.brokers} == {broker.name for broker in plan.network.brokers}


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_sites_with_several_brokers_are_drawn_without_fault(data: st.DataObject) -> None:
    counts = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=7))
    sites = []
    for n, count in enumerate(counts):
        groups = [(f"Group number {i}", i + 1) for i in range(data.draw(st.integers(0, 4)))]
        names = [f"s{n}-{i}" for i in range(count)]
        sites.append(diagram_networks.site(f"s{n}", *names, clients=groups[:1], servers=groups[1:]))
    brokers = [name for site in sites for name in site.brokers]
    pairs = [(a, b) for i, a in enumerate(brokers) for b in brokers[i + 1 :]]
    links = data.draw(st.lists(st.sampled_from(pairs), unique=True, max_size=14)) if pairs else []
    one_way = data.draw(st.lists(st.sampled_from(links), unique=True)) if links else []
    found = drawn(diagram_networks.network("Drawn", sites, links, one_way=one_way))
    assert faults(found) == []
    assert len(found.routes) == len(links) + len(one_way)


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_sites_with_a_gateway_are_drawn_without_fault(data: st.DataObject) -> None:
    sites, links = [], []
    for n in range(data.draw(st.integers(1, 4))):
        names = [f"s{n}-{i}" for i in range(data.draw(st.integers(4, 7)))]
        gate = data.draw(st.sampled_from(names))
        pools = data.draw(st.lists(st.lists(st.sampled_from(names), min_size=1, unique=True), max_size=4))
        clients = data.draw(st.sampled_from([(), diagram_networks.TERMINALS]))
        one = diagram_networks.site(f"s{n}", *names, title=data.draw(st.sampled_from(["", "A site"])), clients=clients)
        sites.append(diagram_networks.of(one, *((f"Group {i}", i + 1, pool) for i, pool in enumerate(pools))))
        inner = [(name, gate) for name in names if name != gate]
        turned = data.draw(st.lists(st.sampled_from(inner), unique=True))
        links += [link[::-1] if link in turned else link for link in inner]
        outer = data.draw(st.sampled_from([[], *[[leaf] for leaf in sites[:-1]]]))
        links += [(gate, links_to(links, other)) for other in outer]
    leaves = [diagram_networks.site(f"leaf-{n}", f"leaf-{n}") for n in range(data.draw(st.sampled_from([0, 1, 3, 12])))]
    at = links_to(links, data.draw(st.sampled_from(sites)))
    links += [(leaf.name, at) for leaf in leaves]
    one_way = data.draw(st.lists(st.sampled_from(links), unique=True))
    plain = data.draw(st.lists(st.sampled_from(links), unique=True))
    found = drawn(diagram_networks.network("Drawn", [*sites, *leaves], links, one_way=one_way, plain=plain))
    assert faults(found) == []
    assert strays(found) == []
    assert len(found.rails) >= len(sites)
    assert len(found.routes) == len(links) + len(one_way)


def links_to(links: Sequence[tuple[str, str]], site: Site) -> str:
    """The gateway of a site: the broker that most links have an end at."""
    ends = [end for link in links for end in link if end in site.brokers]
    return max(site.brokers, key=ends.count)


def places(found: Picture) -> dict[str, Box]:
    return {card.name: card.box for card in found.brokers}


def test_brokers_that_are_linked_only_to_a_gateway_are_a_list_below_it() -> None:
    found = drawn(diagram_networks.tree_of_gateways())
    boxes = places(found)
    for region in ("north", "east", "south", "west"):
        names = [f"{region}-hub", *(f"{region}-{n}" for n in range(1, 5))]
        for upper, lower in itertools.pairwise(names):
            assert boxes[upper].bottom < boxes[lower].y
        assert len({boxes[name].x for name in names[1:]}) == 1
        assert boxes[names[0]].x < boxes[names[1]].x
        starts = {route.points[-1] for route in found.routes if route.wire.listening == names[0]}
        assert len(starts) == 1
    assert len(found.rails) == 4
    assert found.width < 1000


def test_where_the_other_sites_are_below_the_list_is_above_its_gateway() -> None:
    for plan in (diagram_networks.gateway_on_top(), diagram_networks.gateway_as_hub()):
        boxes = places(drawn(plan))
        assert boxes["a"].bottom < boxes["b"].y < boxes["b"].bottom < boxes["c"].y < boxes["c"].bottom < boxes["gate"].y


def test_links_that_the_gateway_dials_or_only_sends_over_have_rails_of_their_own() -> None:
    rails = drawn(diagram_networks.gateway_in_the_middle()).rails
    assert [(rail.dials, rail.arrow) for rail in rails] == [(False, True), (True, True), (True, False)]
    assert len({rail.start[0] for rail in rails}) == 3
    assert [bool(rail.head) for rail in rails] == [rail.arrow for rail in rails]
    assert [bool(rail.ring) for rail in rails] == [rail.dials for rail in rails]


def test_the_fault_finder_finds_faults() -> None:
    found = drawn(diagram_networks.reference())
    card = found.brokers[0]
    found.brokers.append(cards.broker_card("on top", card.box))
    found.routes[0] = wiring.WireRoute(found.routes[0].wire, ((0, card.box.cy), (2000, card.box.cy)), None, (), None)
    assert any(" is on " in fault for fault in faults(found))
    assert any(" runs through " in fault for fault in faults(found))


@pytest.mark.parametrize(
    ("network", "layout", "shape"),
    [
        (diagram_networks.ring6, "tiers", "tiers"),
        (diagram_networks.star60, "tiers", "tiers"),
        (diagram_networks.one_way_star, "bus", "bus"),
        (diagram_networks.one_way_star, "ring", "ring"),
        (diagram_networks.reference, "ring", "tiers"),
        (diagram_networks.ring6, "bus", "tiers"),
    ],
)
def test_a_layout_is_obeyed_where_it_can_hold_the_network(network: Callable[[], Plan], layout: str, shape: str) -> None:
    plan = network()
    links = [(link.dialing, link.listening) for link in plan.inventory.links]
    found = drawn(diagram_networks.network("x", plan.inventory.sites, links, layout=layout))
    assert found.shape == shape
    assert faults(found) == []


def test_links_of_one_kind_share_a_label_where_there_are_many_and_exceptions_keep_theirs() -> None:
    found = drawn(diagram_networks.star60_bare())
    assert [pill.text for pill in found.pills] == ["57 \u00d7 duplex · ssl 61617"]
    assert [route.pill.text for route in found.routes if route.pill] == ["tcp 61616", "tcp 61616"]
    assert found.shared == "ssl 61617, TLS, messages both ways"


def test_four_countries_stand_side_by_side() -> None:
    found = drawn(examples.load("four-countries"))
    assert len({site.box.y for site in found.sites if site.place.title != "Network operations center"}) == 1


def test_a_level_that_is_too_wide_is_wrapped() -> None:
    assert drawn(diagram_networks.twelve_with_two()).width < 1200
    assert drawn(diagram_networks.tree21()).width < 960

"""What a reader sees of a diagram in Chromium."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from broker_network import examples
from broker_network.design.planning import Plan
from broker_network.diagram import figure
from tests.support.diagram_networks import ALL

from .page import contrasts, faults, show

pytestmark = pytest.mark.browser

NETWORKS: dict[str, Callable[[], Plan]] = {**{name: partial(examples.load, name) for name in examples.names()}, **ALL}
LEAST_CONTRAST = 4.5


def flows(page: Page) -> int:
    return page.locator(".nd-flows-ui input").count()


def choose(page: Page, flow: int) -> None:
    page.locator(".nd-flows-ui input").nth(flow).check()


@pytest.mark.parametrize("name", NETWORKS)
def test_no_text_is_on_another_and_no_line_runs_through_a_text_whatever_is_followed(page: Page, name: str) -> None:
    show(page, figure(NETWORKS[name](), ident=name))
    assert faults(page) == []
    for flow in range(1, flows(page)):
        choose(page, flow)
        assert faults(page) == [], f"flow {flow}"


OVERLAPPING = """<figure class="nd"><svg class="nd-svg" viewBox="0 0 400 100" width="400" height="100">
<g class="nd-site"><rect x="10" y="10" width="40" height="30"/>
<text x="12" y="30" font-size="14">Much too long</text></g>
<g class="nd-broker"><text x="70" y="34" font-size="14">on top of it</text></g>
<g class="nd-link" id="across"><path class="line" d="M0 80L400 80"/></g>
<g class="nd-broker"><text x="200" y="84" font-size="14">run through</text></g>
<g class="nd-link" id="beside"><path class="line" d="M0 60L100 60M300 60L400 60"/></g>
<g class="nd-broker"><text x="180" y="64" font-size="14">in a gap</text></g>
</svg></figure>"""


def test_texts_on_texts_and_lines_through_texts_are_found(page: Page) -> None:
    show(page, OVERLAPPING)
    assert faults(page) == [
        '"Much too long" is on "on top of it"',
        'across (line) runs through "run through"',
        '"Much too long" leaves its box',
    ]


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize("name", [*examples.names(), "reference", "star60", "tree21", "tree_of_gateways", "ring6"])
def test_every_text_stands_out_from_what_is_behind_it(page: Page, name: str, scheme: str) -> None:
    show(page, figure(NETWORKS[name](), ident=name), scheme)
    for flow in range(max(flows(page), 1)):
        if flow:
            choose(page, flow)
        weak = [one for one in contrasts(page) if one["ratio"] < LEAST_CONTRAST]
        assert weak == [], f"flow {flow}"


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize("name", ["noc-datacenters", "star60"])
def test_axe_finds_nothing_with_a_flow_chosen_and_without(page: Page, name: str, scheme: str) -> None:
    show(page, figure(NETWORKS[name](), ident=name), scheme)
    for flow in (0, 1):
        choose(page, flow)
        options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
        found = Axe().run(page, options=options).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


@pytest.mark.parametrize("name", [*examples.names(), "star60", "mesh6"])
def test_every_broker_can_be_reached_with_the_keyboard_and_leads_to_its_configuration(page: Page, name: str) -> None:
    plan = NETWORKS[name]()
    show(page, figure(plan, ident=name))
    wanted = [broker.name for broker in plan.network.brokers]
    reached: dict[str, str] = {}
    for _ in range(len(wanted) + 5):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "() => [document.activeElement.dataset.broker, document.activeElement.href?.baseVal ?? '']"
        )
        if found[0]:
            reached[found[0]] = found[1]
    assert reached == {broker: f"#broker-{broker}" for broker in wanted}


def test_arrow_keys_choose_the_flow_and_show_its_steps(page: Page) -> None:
    show(page, figure(examples.load("noc-datacenters"), ident="noc"))
    page.locator(".nd-flows-ui input").first.focus()
    assert page.locator(".nd-steps:visible").count() == 0
    page.keyboard.press("ArrowRight")
    steps = page.locator(".nd-steps:visible")
    assert steps.count() == 1
    assert "topic mcollective.<agent>.agent" in steps.inner_text()
    assert page.locator(".nd-badge:visible").count() > 0


@pytest.mark.parametrize("name", [*examples.names(), "star60", "tree21_mixed", "irregular", "mesh6_with_groups"])
def test_on_a_phone_the_picture_scrolls_in_its_own_box_and_the_flows_wrap(page: Page, name: str) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    show(page, figure(NETWORKS[name](), ident=name))
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360
    box = page.locator(".nd-scroll")
    if page.locator(".nd-svg").evaluate("svg => svg.viewBox.baseVal.width") > 360:
        assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    for label in page.locator(".nd-flows-ui label").all():
        place = label.bounding_box()
        assert place is not None
        assert place["x"] >= 0 and place["x"] + place["width"] <= 360 and place["height"] >= 24


@pytest.mark.parametrize("name", [*examples.names(), "reference", "ring6", "mesh6", "one_way_star"])
def test_labels_can_be_read_in_a_narrow_column(page: Page, name: str) -> None:
    page.set_viewport_size({"width": 688, "height": 900})
    show(page, figure(NETWORKS[name](), ident=name))
    scale = page.locator(".nd-svg").evaluate("svg => svg.getScreenCTM().a")
    assert 11 * scale >= 10.4


def test_pointing_at_a_broker_lights_its_own_links(page: Page) -> None:
    show(page, figure(examples.load("noc-datacenters"), ident="noc"))
    page.add_script_tag(path="docs/assets/diagram.js")
    page.locator('[data-broker="dc-b-1"]').hover()
    lit = page.locator(".nd-link.nd-lit").evaluate_all("links => links.map(link => link.id)")
    assert lit == ["nd-noc-l-dc-b-1--noc-1"]
    page.locator("figcaption").hover()
    assert page.locator(".nd-lit").count() == 0

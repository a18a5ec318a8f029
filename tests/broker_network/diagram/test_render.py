from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from xml.etree import ElementTree

import pytest

from broker_network import examples
from broker_network.design.planning import Plan
from broker_network.diagram import figure, standalone_svg
from broker_network.diagram.flows import MOST_FLOWS
from broker_network.diagram.render import STYLESHEET
from tests.support import diagram_networks
from tests.support.paths import ROOT

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
NETWORKS: dict[str, Callable[[], Plan]] = {
    **{name: partial(examples.load, name) for name in examples.names()},
    **diagram_networks.ALL,
}


@pytest.mark.parametrize("name", NETWORKS)
def test_a_figure_is_well_formed_without_blank_lines_and_without_an_id_twice(name: str) -> None:
    text = figure(NETWORKS[name](), ident=name)
    root = ElementTree.fromstring(text)
    assert "\n\n" not in text.strip() and not re.search(r"^\s*$", text.strip(), re.MULTILINE)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in root.iter():
        for attribute in ("aria-labelledby", "aria-describedby"):
            assert set((element.get(attribute) or "").split()) <= set(ids)


@pytest.mark.parametrize("name", NETWORKS)
def test_a_file_to_download_is_well_formed_and_says_what_it_shows(name: str) -> None:
    plan = NETWORKS[name]()
    root = ElementTree.fromstring(standalone_svg(plan))
    assert root.tag == f"{SVG}svg"
    assert root.findtext(f"{SVG}title") == plan.inventory.title
    for link in plan.inventory.links:
        assert link.dialing in (root.findtext(f"{SVG}desc") or "")
    assert not root.findall(f".//{SVG}a")


@pytest.mark.parametrize("name", examples.names())
def test_links_in_a_picture_are_xlinks_because_instant_loading_cannot_bear_others(name: str) -> None:
    text = figure(examples.load(name), ident=name, href=lambda broker: f"../x/#{broker}")
    assert not re.search(r"<a\b[^>]*\shref=", text)
    links = [element.get(XLINK) for element in ElementTree.fromstring(text).iter(f"{SVG}a")]
    assert links == [f"../x/#{broker.name}" for broker in examples.load(name).network.brokers]


def test_names_are_escaped() -> None:
    text = figure(diagram_networks.long_names(), ident="x")
    assert "<40>" not in text and "Names of &lt;40&gt; &amp; more" in text


def test_two_figures_on_a_page_share_no_id() -> None:
    plan = examples.load("single-broker")
    both = figure(plan, ident="one") + figure(plan, ident="two")
    ids = re.findall(r'\sid="([^"]+)"', both)
    assert len(ids) == len(set(ids))


def test_the_text_has_a_sentence_for_each_link_and_a_line_for_each_step() -> None:
    root = ElementTree.fromstring(figure(examples.load("noc-datacenters"), ident="noc"))
    details = root.find("details")
    assert details is not None
    lines = ["".join(line.itertext()) for line in details.iter("li")]
    assert "dc-a-1 and noc-1: messages both ways, TLS, ssl port 61617, connection opened by dc-a-1." in lines
    assert "noc-1 passes it on to dc-a-1, dc-b-1 and dc-c-1, once to each." in lines
    assert "queue mcollective.nodes" in [code.text for code in details.iter("code")]


@pytest.mark.parametrize(
    ("name", "present", "absent"),
    [
        ("noc-datacenters", ["TLS", "Messages both ways"], ["No TLS", "Messages one way"]),
        ("one_way_star", ["TLS", "Messages one way"], ["No TLS", "Messages both ways"]),
        ("reference", ["TLS", "No TLS", "Messages one way", "Messages both ways"], []),
        ("mesh6", ["Opens the connection"], ["Clients and servers, STOMP"]),
        ("single-broker", ["Clients and servers, STOMP"], ["TLS", "Opens the connection"]),
    ],
)
def test_the_legend_explains_what_is_there_and_nothing_else(name: str, present: list[str], absent: list[str]) -> None:
    root = ElementTree.fromstring(figure(NETWORKS[name](), ident=name))
    legend = root.find("ul[@class='nd-legend']")
    assert legend is not None
    items = ["".join(item.itertext()).strip() for item in legend]
    assert set(present) <= set(items)
    assert not set(absent) & set(items)


def test_the_stylesheet_has_a_slot_for_each_flow() -> None:
    css = STYLESHEET.read_text(encoding="utf-8")
    for slot in range(1, MOST_FLOWS + 1):
        assert f'input[value="{slot}"]:checked) :is(.nd-flow, .nd-badge).p{slot}' in css
        assert f".nd-steps-{slot}" in css


def test_the_same_bytes_come_out_whatever_the_hash_seed() -> None:
    code = (
        "import sys; from broker_network import examples; from broker_network.diagram import figure, standalone_svg; "
        "from tests.support.diagram_networks import ALL; "
        "plans = [*map(examples.load, examples.names()), *(make() for make in ALL.values())]; "
        "sys.stdout.write(''.join(figure(p, ident='x') + standalone_svg(p) for p in plans))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "12345")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize(("name", "most"), [("noc-datacenters", 6), ("four-countries", 8), ("star60", 16)])
def test_a_figure_is_light(name: str, most: int) -> None:
    assert len(gzip.compress(figure(NETWORKS[name](), ident=name).encode())) < most * 1024


@pytest.mark.timed
def test_a_star_of_sixty_costs_no_more_than_a_few_dozen_parses_of_its_own_picture() -> None:
    plan = diagram_networks.star60()
    text = figure(plan, ident="x")
    ratios = []
    for _ in range(5):
        start = time.process_time()
        figure(plan, ident="x")
        middle = time.process_time()
        for _ in range(40):
            ElementTree.fromstring(text)
        ratios.append((middle - start) / (time.process_time() - middle))
    assert min(ratios) < 1


def test_a_broker_with_a_standby_says_so_in_its_card_and_in_words() -> None:
    shown = figure(examples.load("primary-standby"), ident="x")
    assert shown.count(">and a standby</text>") == 1
    assert "broker noc-1, with a standby for noc-1" in shown
    assert "standby" not in figure(examples.load("two-noc-brokers"), ident="x")

"""The calculator says in a browser what is computed in Python."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from playwright.sync_api import Browser, Page, expect

from broker_network import capacity
from broker_network.capacity import Need, Wanted
from macros.sizing import RESULTS

pytestmark = pytest.mark.browser

ADDRESS = "operate/capacity/"
WANTED = [
    Wanted(3, 3_000),
    Wanted(1, 1),
    Wanted(5, 2, ttl=2),
    Wanted(3, 10_000, ttl=2, tls=False),
    Wanted(19, 1_900, collectives=4, agents=2, waiting=40, ttl=2),
    Wanted(2, 4_001, collectives=2, agents=20, waiting=7),
]


def _shown(page: Page, place: str) -> dict[str, str]:
    return {name: page.locator(f"[data-{place}={name}]").inner_text() for name, _ in RESULTS}


def _told(need: Need) -> dict[str, str]:
    values = {**asdict(need), "memory": need.memory}
    return {name: value if isinstance(value, str) else f"{value:,}" for name, value in values.items()}


@pytest.mark.parametrize("wanted", WANTED, ids=str)
def test_the_calculator_says_what_python_computes(page: Page, site_url: str, wanted: Wanted) -> None:
    page.goto(site_url + ADDRESS)
    form = page.get_by_role("form", name="Calculator")
    for name, value in asdict(wanted).items():
        field = form.locator(f"[name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(str(int(value)))
        else:
            field.fill(str(value))
    noc, site = capacity.needs(wanted)
    assert _shown(page, "noc") == _told(noc)
    assert _shown(page, "site") == _told(site)


def test_the_calculator_is_used_by_keyboard_alone(page: Page, site_url: str) -> None:
    page.goto(site_url + ADDRESS)
    page.get_by_label("Servers, all together").focus()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("6000")
    page.keyboard.press("Tab")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("2")
    assert _shown(page, "site")["connections"] == _told(capacity.needs(Wanted(2, 6_000, waiting=10))[1])["connections"]


def test_what_is_no_number_of_servers_is_told_in_words(page: Page, site_url: str) -> None:
    page.goto(site_url + ADDRESS)
    page.get_by_label("Servers, all together").fill("0")
    expect(page.get_by_role("alert")).to_have_text("Servers, all together: give a whole number from 1 to 100000.")
    expect(page.locator("[data-noc=heap]")).to_be_hidden()


def test_without_script_there_is_a_table_and_no_calculator(chromium: Browser, site_url: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site_url + ADDRESS)
    expect(page.locator(".guide-calculator")).to_be_hidden()
    expect(
        page.get_by_role("cell", name=f"{capacity.needs(Wanted(3, 3_000))[0].held:,}", exact=True).first
    ).to_be_visible()
    context.close()

"""The guide in a browser: readable by all, on a phone too, and asking nobody else for anything."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from broker_network import examples

from .addresses import ADDRESSES, violations

pytestmark = pytest.mark.browser


def test_the_404_page_is_accessible_and_leads_back(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}no/such/page/")
    expect(page.get_by_role("heading", name="This page does not exist")).to_be_visible()
    assert not violations(page)
    page.get_by_role("article").get_by_role("link", name="Examples").click()
    expect(page).to_have_url(f"{site_url}examples/")


def test_nothing_is_asked_of_another_host(page: Page, site_url: str) -> None:
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    page.goto(site_url)
    page.get_by_role("link", name="Examples", exact=True).first.click()
    page.get_by_placeholder("Search").first.click()
    page.keyboard.type("TTL")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    here = urlsplit(site_url).netloc
    assert [url for url in asked if urlsplit(url).netloc not in ("", here)] == []
    assert failed == []


def test_no_page_causes_an_error_in_a_script(page: Page, site_url: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    for address in ("", "examples/noc-datacenters/", "reference/topology/"):
        page.goto(site_url + address)
        page.wait_for_timeout(200)
    assert not errors


def test_no_page_scrolls_sideways_on_a_phone(chromium: Browser, site_url: str) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    wide = []
    for address in ADDRESSES:
        page.goto(site_url + address)
        page.wait_for_timeout(50)
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 360:
            wide.append(f"{address or 'home'}: {width} px")
    context.close()
    assert not wide, "\n".join(wide)


TEXT_BEYOND_ITS_CELL = """() => [...document.querySelectorAll("article :is(td, th)")].filter(cell => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    const edge = cell.getBoundingClientRect().right;
    return [...range.getClientRects()].some(text => text.width > 0 && text.right > edge + 0.5);
}).map(cell => cell.innerText)"""


@pytest.mark.parametrize("wide", [360, 1280])
def test_no_text_in_a_table_runs_into_the_next_cell(chromium: Browser, site_url: str, wide: int) -> None:
    page = chromium.new_page(viewport={"width": wide, "height": 740})
    found = {}
    for address in ADDRESSES:
        page.goto(site_url + address)
        if texts := page.evaluate(TEXT_BEYOND_ITS_CELL):
            found[address or "home"] = texts
    page.close()
    assert not found


def test_each_key_of_a_topology_is_read_in_one_piece_on_a_phone(page: Page, site_url: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{site_url}reference/topology/")
    keys = page.locator("article td:first-child > code:only-child")
    assert keys.count() > 20
    assert (
        keys.evaluate_all("keys => keys.filter(key => key.getClientRects().length > 1).map(key => key.innerText)") == []
    )


def test_a_whole_file_is_copied_with_one_click(page: Page, site_url: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site_url}examples/single-broker/")
    block = page.locator(".highlight", has=page.get_by_text("compose.yaml", exact=True)).last
    page.get_by_text("compose.yaml", exact=True).first.click()
    block.hover()
    block.locator(".md-clipboard, .md-code__button").first.click()
    page.wait_for_timeout(100)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == (examples.FOLDER / "single-broker" / "compose.yaml").read_text(encoding="utf-8").strip()


def test_a_file_is_downloaded_as_it_was_committed(page: Page, site_url: str, tmp_path: Path) -> None:
    page.goto(f"{site_url}examples/single-broker/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download activemq.xml").first.click()
    download.value.save_as(tmp_path / "activemq.xml")
    (broker,) = examples.load("single-broker").network.brokers
    committed = examples.FOLDER / "single-broker" / "brokers" / broker.name / "conf" / "activemq.xml"
    assert (tmp_path / "activemq.xml").read_bytes() == committed.read_bytes()


def _search(page: Page, site_url: str, words: str) -> list[str]:
    page.goto(site_url)
    page.get_by_placeholder("Search").first.click()
    page.keyboard.type(words)
    page.wait_for_selector(".md-search-result__meta:not(:has-text('Initializing'))")
    page.wait_for_timeout(500)
    return list(page.locator(".md-search-result__link").evaluate_all("links => links.map(link => link.href)"))


@pytest.mark.parametrize(("setting", "address"), [("consumerTTL", "configure/ttl/"), ("needClientAuth", "configure/")])
def test_the_search_finds_a_setting_where_it_is_explained(
    setting: str, address: str, page: Page, site_url: str
) -> None:
    assert any(link.startswith(site_url + address) for link in _search(page, site_url, setting))


def test_the_search_finds_no_text_of_a_generated_file(page: Page, site_url: str) -> None:
    assert _search(page, site_url, "PropertyPlaceholderConfigurer") == []


def test_a_broker_of_the_diagram_leads_to_its_files(page: Page, site_url: str) -> None:
    page.goto(site_url)
    link = page.locator("svg a").first
    target = link.get_attribute("xlink:href")
    assert target is not None
    link.click()
    anchor = target.rpartition("#")[2]
    expect(page).to_have_url(f"{site_url}examples/noc-datacenters/#{anchor}")
    expect(page.locator(f"#{anchor}")).to_be_in_viewport()


def test_pages_change_at_once_after_a_visit_to_a_diagram(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}examples/noc-datacenters/")
    page.get_by_role("link", name="Reference", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("topology.yaml")


def test_the_colors_can_be_chosen(page: Page, site_url: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(site_url)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.locator("label[title='Use the light colors']").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")

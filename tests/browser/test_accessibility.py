"""No page keeps anybody out, in either scheme."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser

from .addresses import ADDRESSES, violations

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_a_rule_of_accessibility(
    scheme: Literal["light", "dark"], chromium: Browser, site_url: str
) -> None:
    found = []
    context = chromium.new_context(color_scheme=scheme)
    page = context.new_page()
    for address in ADDRESSES:
        page.goto(site_url + address)
        page.wait_for_selector("[data-md-color-scheme]")
        for violation in violations(page):
            nodes = "; ".join(node["html"][:150] for node in violation["nodes"][:3])
            found.append(f"{address or 'home'}: {violation['id']} ({len(violation['nodes'])}): {nodes}")
    context.close()
    assert not found, "\n".join(found)

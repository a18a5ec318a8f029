"""Where the pages of the guide are, and what axe finds on one."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from broker_network import examples
from tests.support.paths import ROOT

DOCS = ROOT / "docs"
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],  # to describe all that passes takes long on pages with much code
}


def _addresses() -> list[str]:
    written = {str(path.relative_to(DOCS).with_suffix("")) for path in DOCS.rglob("*.md")}
    found = written | {f"examples/{name}" for name in examples.names()}
    return sorted({f"{path.removesuffix('index').rstrip('/')}/".removeprefix("/") for path in found})


ADDRESSES = _addresses()


def violations(page: Page) -> list[dict[str, Any]]:
    """What breaks WCAG 2.1 A or AA on a page, as axe tells it."""
    return list(Axe().run(page, options=RULES).response["violations"])

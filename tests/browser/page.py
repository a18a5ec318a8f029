"""Pages for Chromium: a figure in the guide's own styles, and measures of what a reader sees of it."""

from __future__ import annotations

from importlib.metadata import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from broker_network.diagram.render import STYLESHEET
from tests.support.paths import ROOT

STYLES = [
    Path(str(file.locate()))
    for kind in ("main.*.css", "palette.*.css")
    for file in files("mkdocs-material") or ()
    if file.match(f"material/templates/assets/stylesheets/{kind}")
]
OURS = [ROOT / "docs/assets/extra.css", STYLESHEET]

HTML = """<!doctype html>
<html lang="en" dir="ltr"><head><meta charset="utf-8"><title>A figure</title>
<meta name="viewport" content="width=device-width"><style>{styles}</style>
<style>.nd-flow .dash {{ animation: none }}</style></head>
<body dir="ltr" data-md-color-scheme="{scheme}" data-md-color-primary="indigo" data-md-color-accent="indigo">
<main class="md-content"><article class="md-content__inner md-typeset"><h1>A figure</h1>
{figure}
</article></main></body></html>"""

MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")


def show(page: Page, figure: str, scheme: str = "default") -> None:
    """Load a figure as the guide shows it."""
    styles = "\n".join(path.read_text(encoding="utf-8") for path in (*STYLES, *OURS))
    page.set_content(HTML.format(styles=styles, scheme=scheme, figure=figure))


def faults(page: Page) -> list[str]:
    """What is wrong with the picture as it is shown now: texts on texts, lines on texts, texts out of their box."""
    return list(page.evaluate(f"({MEASURE})().faults"))


def contrasts(page: Page) -> list[dict[str, Any]]:
    """Each visible text of the picture with its contrast to what is behind it."""
    return list(page.evaluate(f"({MEASURE})().contrasts"))

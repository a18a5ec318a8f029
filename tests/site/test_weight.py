"""Pages stay light, whatever they show."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from .built import Build, Html, pages

pytestmark = pytest.mark.xdist_group("site")

PAGE = 150_000
FIRST_VISIT = 700_000


def _packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


def test_every_page_is_light(site: Build) -> None:
    heavy = {str(path.relative_to(site.folder)): size for path in pages(site.folder) if (size := _packed(path)) >= PAGE}
    assert not heavy


def first_visit(folder: Path) -> dict[str, int]:
    """What a first visit to the heaviest page loads, search included, in bytes packed by gzip."""
    page = max(pages(folder), key=_packed)
    text = page.read_text(encoding="utf-8")
    loaded = {
        (page.parent / reference.value.partition("?")[0]).resolve()
        for reference in Html(text).references
        if reference.element in ("script", "link", "img") and "canonical" not in reference.value
    }
    loaded |= {(page.parent / worker).resolve() for worker in re.findall(r'"search": ?"([^"]+)"', text)}
    loaded |= {page, folder / "search" / "search_index.json", folder / "sitemap.xml"}
    return {str(path.relative_to(folder)): _packed(path) for path in sorted(loaded) if path.is_file()}


def test_a_first_visit_is_light(site: Build) -> None:
    loaded = first_visit(site.folder)
    assert any("search_index" in path for path in loaded)
    assert any("workers/search" in path for path in loaded)
    assert sum(loaded.values()) < FIRST_VISIT, loaded

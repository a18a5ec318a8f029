"""Pages stay light, whatever they show."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from bench.star import text

from .built import Build, Html, build, pages, project

PAGE = 150_000
FIRST_VISIT = 700_000


def _packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


def test_every_page_is_light(site: Build) -> None:
    heavy = {str(path.relative_to(site.folder)): size for path in pages(site.folder) if (size := _packed(path)) >= PAGE}
    assert not heavy


def test_a_page_of_sixty_brokers_is_light_too(tmp_path: Path) -> None:
    place = project(tmp_path / "project", {"index.md": "# Home\n"}, "single-*")
    star = place / "examples" / "star" / "topology.yaml"
    star.parent.mkdir()
    star.write_text(text(60), encoding="utf-8")
    done = build(place, tmp_path / "site")
    assert done.code == 0, done.output
    page = done.folder / "examples" / "star" / "index.html"
    assert _packed(page) < PAGE
    assert page.read_text(encoding="utf-8").count("where it differs from") > 50


def first_visit(folder: Path) -> dict[str, int]:
    """What a first visit to the heaviest page loads, search included, in bytes packed by gzip."""
    page = max(pages(folder), key=_packed)
    html = page.read_text(encoding="utf-8")
    loaded = {
        (page.parent / reference.value.partition("?")[0]).resolve()
        for reference in Html(html).references
        if reference.element in ("script", "link", "img") and "canonical" not in reference.value
    }
    loaded |= {(page.parent / worker).resolve() for worker in re.findall(r'"search": ?"([^"]+)"', html)}
    loaded |= {page, folder / "search" / "search_index.json", folder / "sitemap.xml"}
    return {str(path.relative_to(folder)): _packed(path) for path in sorted(loaded) if path.is_file()}


def test_a_first_visit_is_light(site: Build) -> None:
    loaded = first_visit(site.folder)
    assert any("search_index" in path for path in loaded)
    assert any("workers/search" in path for path in loaded)
    assert sum(loaded.values()) < FIRST_VISIT, loaded

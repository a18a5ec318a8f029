"""Every link leads somewhere, inside the site and inside its archives, and nothing is taken from elsewhere."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from mkdocs.utils.yaml import yaml_load

from broker_network import examples
from tests.support.paths import ROOT

from .built import BASE, Build, Html, pages


@pytest.fixture(scope="module")
def parsed(site: Build) -> dict[Path, Html]:
    """Every page of the site, read once."""
    return {path: Html(path.read_text(encoding="utf-8")) for path in pages(site.folder)}


def _internal(page: Path, value: str, folder: Path) -> tuple[Path, str] | None:
    """The file and the anchor that a link of the site leads to; None for one that leads out of it."""
    url = urlsplit(value)
    if url.netloc or (url.scheme and url.scheme not in ("http", "https")):
        return None
    path = unquote(url.path)
    if path.startswith("/"):
        assert path.startswith(BASE), f"{page}: {value} leads out of the place where the site is published"
        target = folder / path.removeprefix(BASE)
    else:
        target = Path(posixpath.normpath(page.parent / path)) if path else page
    return (target / "index.html" if target.is_dir() else target), unquote(url.fragment)


def test_every_link_and_anchor_exists(site: Build, parsed: dict[Path, Html]) -> None:
    broken = []
    for page, html in parsed.items():
        for reference in html.references:
            target = _internal(page, reference.value, site.folder)
            if target is None:
                continue
            path, anchor = target
            if not path.is_file():
                broken.append(f"{page.relative_to(site.folder)}: {reference.value}")
            elif anchor and path in parsed and anchor not in parsed[path].anchors | {"__search", "top"}:
                broken.append(f"{page.relative_to(site.folder)}: {reference.value}: no such anchor")
    assert not broken, "\n".join(broken)


def test_nothing_is_loaded_from_another_host(site: Build, parsed: dict[Path, Html]) -> None:
    foreign = [
        f"{page.relative_to(site.folder)}: {reference}"
        for page, html in parsed.items()
        for reference in html.references
        if reference.element != "a"
        and urlsplit(reference.value).netloc
        and not (reference.element == "link" and reference.value.startswith("https://guide.example.net/"))
    ]
    assert not foreign, "\n".join(foreign)


def test_style_sheets_load_nothing_from_another_host(site: Build) -> None:
    for path in sorted(site.folder.rglob("*.css")):
        assert not re.findall(r"""(?:@import|url\()\s*["']?(?:https?:)?//""", path.read_text(encoding="utf-8")), path


def test_links_inside_pictures_do_not_freeze_instant_loading(parsed: dict[Path, Html]) -> None:
    assert not [link for html in parsed.values() for link in html.svg_links]


def test_a_link_to_another_site_needs_a_source_that_names_it(parsed: dict[Path, Html]) -> None:
    outside = {
        reference.value for html in parsed.values() for reference in html.references if urlsplit(reference.value).netloc
    }
    assert outside
    assert all(value.startswith("https://") for value in outside)


@pytest.mark.parametrize("name", examples.names())
def test_every_broker_of_a_diagram_leads_to_its_files(name: str, site: Build) -> None:
    html = Html((site.folder / "examples" / name / "index.html").read_text(encoding="utf-8"))
    for broker in examples.load(name).network.brokers:
        assert f"broker-{broker.name}" in html.anchors
    assert {reference.value for reference in html.references if reference.attribute == "xlink:href"} == {
        f"#broker-{broker.name}" for broker in examples.load(name).network.brokers
    }


def _archives(site: Build) -> Iterator[tuple[str, zipfile.ZipFile]]:
    for path in sorted((site.folder / "downloads").glob("*.zip")):
        yield path.stem, zipfile.ZipFile(io.BytesIO(path.read_bytes()))


def test_archives_hold_exactly_the_files_published_beside_them(site: Build) -> None:
    for name, archive in _archives(site):
        folder = site.folder / "downloads" / name
        published = {str(path.relative_to(folder.parent)) for path in folder.rglob("*") if path.is_file()}
        # The schema stands beside the folder, where the first line of the topology looks for it.
        assert set(archive.namelist()) == published | {"topology.schema.json"}
        for member in archive.namelist():
            assert archive.read(member) == (folder.parent / member).read_bytes()


def test_links_inside_archives_lead_to_files_of_the_archive(site: Build) -> None:
    for name, archive in _archives(site):
        members = archive.namelist()
        readme = archive.read(f"{name}/README.md").decode()
        for target in re.findall(r"\]\(([^)#]+)", readme):
            if not urlsplit(target).scheme:
                path = posixpath.normpath(f"{name}/{target}")
                assert any(member == path or member.startswith(f"{path}/") for member in members), target


def test_only_the_script_of_an_archive_is_executable(site: Build) -> None:
    for name, archive in _archives(site):
        executable = {info.filename for info in archive.infolist() if info.external_attr >> 16 & 0o111}
        assert executable == {f"{name}/make-secrets"}


def test_every_page_that_moved_is_found_where_it_was(site: Build, parsed: dict[Path, Html]) -> None:
    moved = yaml_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["extra"]["redirects"]
    assert moved
    for old, new in moved.items():
        page = site.folder / old.removesuffix(".md") / "index.html"
        (target,) = (one.value for one in parsed[page].references if one.element == "a")
        assert _internal(page, target, site.folder) == (site.folder / new.removesuffix(".md") / "index.html", "")

"""The command can be had from the built site by whoever reads it: the lines on pages name files that are there."""

from __future__ import annotations

import html
import re
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from macros import pyz, site_files
from tests.support.paths import DOCS, ROOT

from .built import BASE, Build, pages

SHOWN = ("operate/check", "reference/commands")
_TAG = re.compile(r"<[^>]+>")


def wheels(page: Path) -> list[str]:
    """Every address of a wheel that the page shows."""
    text = html.unescape(_TAG.sub("", page.read_text(encoding="utf-8")))
    return re.findall(r"https?://\S+\.whl", text)


@pytest.mark.parametrize("page", SHOWN)
def test_a_page_that_says_how_to_install_names_the_published_wheel(page: str, site: Build) -> None:
    shown = wheels(site.folder / page / "index.html")
    assert len(shown) == 2, "with pipx, and with uvx"
    for address in shown:
        path = urlsplit(address).path
        assert path.startswith(BASE), address
        assert zipfile.is_zipfile(site.folder / path.removeprefix(BASE)), address


def test_no_page_names_a_wheel_that_is_not_there(site: Build) -> None:
    for page in pages(site.folder):
        for address in wheels(page):
            assert (site.folder / urlsplit(address).path.removeprefix(BASE)).is_file(), f"{page}: {address}"


def test_the_wheel_starts_the_command_of_the_pages(site: Build) -> None:
    with zipfile.ZipFile(site.folder / site_files.wheel_file()) as wheel:
        (scripts,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
        assert "broker-network = broker_network.__main__:run" in wheel.read(scripts).decode()


def test_the_one_file_is_published_and_names_the_published_wheel(site: Build) -> None:
    published = site.folder / site_files.PYZ
    with zipfile.ZipFile(published) as archive:
        main = archive.read("__main__.py").decode()
    (address,) = re.findall(r"https://\S+\.whl", main)
    assert (site.folder / urlsplit(address).path.removeprefix(BASE)).is_file()
    assert site_files.PYZ.endswith(pyz.NAME)


def test_the_readme_spells_the_names_of_both_downloads_as_they_are_published() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (pattern,) = re.findall(r"<guide>/(\S+\.whl)", text)
    assert re.fullmatch(re.escape(pattern).replace("<version>", r"[\d.]+"), site_files.wheel_file())
    assert pyz.NAME in text


@pytest.mark.parametrize("path", [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))], ids=lambda path: path.name)
def test_a_reader_is_never_asked_for_a_path_that_only_a_clone_has(path: Path) -> None:
    if path.is_relative_to(DOCS / "contributing"):
        return
    lines = path.read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if re.match(r"\s*\.venv/bin/", line)]

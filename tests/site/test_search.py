"""The search finds settings where they are explained, and no generated file and no diagram."""

from __future__ import annotations

import json
from typing import Any

import pytest
from material.plugins.search.plugin import Parser

from broker_network import examples
from macros.site_build import without_highlighting

from .built import Build, pages


@pytest.fixture(scope="module")
def entries(site: Build) -> list[dict[str, Any]]:
    """What is indexed: a place, its title and its text."""
    index: dict[str, Any] = json.loads((site.folder / "search" / "search_index.json").read_text(encoding="utf-8"))
    return list(index["docs"])


@pytest.mark.parametrize("setting", ["consumerTTL", "conduitSubscriptions", "securityprovider", "operators"])
def test_a_setting_is_found(setting: str, entries: list[dict[str, Any]]) -> None:
    assert [entry["location"] for entry in entries if setting in entry["text"] or setting in entry["title"]]


def test_generated_files_are_not_indexed(entries: list[dict[str, Any]]) -> None:
    text = "\n".join(entry["text"] for entry in entries)
    assert "xsi:schemaLocation" not in text
    for name in examples.names():
        assert f"broker-network generate {name}`; edit that instead" not in text


def test_diagrams_are_not_indexed(entries: list[dict[str, Any]]) -> None:
    for name in examples.names():
        page = [entry for entry in entries if entry["location"].startswith(f"examples/{name}/")]
        assert page
        assert not [entry for entry in page if "Diagram as text" in entry["text"]]


def test_on_every_page_search_finds_the_same_without_what_colors_code(site: Build) -> None:
    for path in pages(site.folder):
        html = path.read_text(encoding="utf-8")
        assert _sections(without_highlighting(html)) == _sections(html), path


def _sections(html: str) -> list[tuple[str, str]]:
    parser = Parser()
    parser.feed(html)
    parser.close()
    return [("".join(section.title), "".join(section.text)) for section in parser.data]

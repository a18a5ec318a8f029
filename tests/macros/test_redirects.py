"""Pages that moved are found where they were."""

from __future__ import annotations

import re
from typing import Any

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import PluginCollection
from mkdocs.structure.files import File, Files

from macros import redirects

PAGES = ("index.md", "reference/index.md", "reference/new.md")


def _published(moved: object, site_url: str = "", directories: bool = True) -> Files:
    config = MkDocsConfig()
    config.load_dict({"site_name": "A guide", "site_url": site_url, "use_directory_urls": directories})
    config.extra["redirects"] = moved
    config.plugins = PluginCollection()
    config.plugins._current_plugin = "hooks"
    files = Files([File.generated(config, page, content="# A page\n") for page in PAGES])
    redirects.publish(files, config)
    return files


def _text(files: Files, src_uri: str) -> str:
    found = files.get_file_from_path(src_uri)
    assert found is not None
    assert not found.is_documentation_page()  # neither search nor the site map has it
    return found.content_string


@pytest.mark.parametrize(
    ("old", "new", "target"),
    [
        ("reference/old.md", "reference/new.md", "../new/"),
        ("old.md", "reference/new.md", "../reference/new/"),
        ("reference/deep/old.md", "index.md", "../../../"),
        ("old/index.md", "reference/index.md", "../reference/"),
    ],
)
def test_the_old_address_leads_to_the_new_one_wherever_the_site_is(old: str, new: str, target: str) -> None:
    place = old.removesuffix("index.md") if old.endswith("index.md") else old.removesuffix(".md") + "/"
    text = _text(_published({old: new}), f"{place}index.html")
    assert f'location.replace("{target}" + location.search + location.hash)' in text
    assert re.search(rf'<noscript><meta http-equiv="refresh" content="0; url={re.escape(target)}"></noscript>', text)
    assert f'<a href="{target}">' in text
    assert "canonical" not in text


def test_search_engines_are_told_the_new_address() -> None:
    text = _text(_published({"old.md": "reference/new.md"}, "https://guide.example.net/some/"), "old/index.html")
    assert '<link rel="canonical" href="https://guide.example.net/some/reference/new/">' in text


def test_a_site_of_plain_files_has_plain_redirects() -> None:
    text = _text(_published({"reference/old.md": "index.md"}, directories=False), "reference/old.html")
    assert 'location.replace("../index.html"' in text


@pytest.mark.parametrize("moved", [None, {}])
def test_nothing_moved_is_nothing_added(moved: Any) -> None:
    assert list(_published(moved).src_uris) == list(PAGES)


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(PluginError) as error:
        _published({"index.md": "reference/new.md", "old.md": "reference/neww.md"})
    existing, missing = str(error.value).splitlines()
    assert existing == "mkdocs.yml: redirects: index.md exists: remove the line, or the page"
    assert missing.startswith('mkdocs.yml: redirects: old.md: there is no page "reference/neww.md". Did you mean')

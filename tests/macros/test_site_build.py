"""What is put before MkDocs and the theme gives what they would give, with the versions that are installed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from material.plugins.search.plugin import Parser
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from macros import site_build
from macros.incremental import KEPT

MARKDOWN = """# Title

[A link](other.md#there), [an anchor](#here).

## Here

```python
if a < b: print("&lt;", 1)
```
"""


def _page(folder: Path) -> tuple[Page, Any, Files]:
    (folder / "docs").mkdir()
    for name, text in (("index.md", MARKDOWN), ("other.md", "# Other\n")):
        (folder / "docs" / name).write_text(text, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(
        "site_name: x\nmarkdown_extensions: [pymdownx.superfences, pymdownx.highlight, toc]\n"
        "validation: {links: {anchors: warn}}\n",
        encoding="utf-8",
    )
    config = load_config(str(folder / "mkdocs.yml"))
    names = ("index.md", "other.md")
    files = Files([File(name, config.docs_dir, config.site_dir, config.use_directory_urls) for name in names])
    page = Page(None, files.src_uris["index.md"], config)
    page.read_source(config)
    return page, config, files


def test_rendering_sets_what_is_kept_of_it_and_nothing_else(tmp_path: Path) -> None:
    page, config, files = _page(tmp_path)
    before = dict(vars(page))
    page.render(config, files)
    changed = {name for name, value in vars(page).items() if name not in before or before[name] is not value}
    assert changed == set(site_build.RENDERED)


def test_a_page_that_is_kept_has_links_to_the_files_of_its_own_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KEPT, "_files", None)
    page, config, files = _page(tmp_path)
    KEPT.begin(files)
    site_build.use_kept_markdown(page)
    page.render(config, files)
    first = page.content
    again = Files([File(file.src_uri, config.docs_dir, config.site_dir, True) for file in files])
    other = Page(None, again.src_uris["index.md"], config)
    other.read_source(config)
    KEPT.begin(again)
    site_build.use_kept_markdown(other)
    other.render(config, again)
    assert other.content is first
    assert other.links_to_anchors is not None
    assert [file is again.src_uris[file.src_uri] for file in other.links_to_anchors] == [True, True]
    KEPT.forget()


@pytest.mark.parametrize(
    "html",
    [
        '<h2 id="a">A</h2><pre><span></span><code><span class="k">if</span> <span>a</span>\n</code></pre><p>b',
        '<pre><code><span class="k">&amp;</span><span>lt;</span></code></pre>',
        '<pre><code><span class="k" data-search-exclude="">no</span>yes <span class="k">k</span></code></pre>',
        '<pre id="x"><span class="w"> </span>\n</pre><span class="k">kept</span>',
        "<p>nothing to color</p>",
    ],
)
def test_search_finds_the_same_without_what_colors_code(html: str) -> None:
    assert _found(site_build.without_highlighting(html)) == _found(html)


def _found(html: str) -> list[tuple[str, str]]:
    parser = Parser()
    parser.feed(html)
    parser.close()
    return [("".join(section.title), "".join(section.text)) for section in parser.data]

"""Lets MkDocs, its theme and its plugins take from the last build what did not change.

Each is told on the objects of one build alone, so nothing lasts: the macros plugin expands a page, a page renders its
Markdown, the theme compiles its templates, and its search reads a page through what is put here before them.
`tests/macros/test_site_build.py` fails where a new version of theirs no longer fits.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
import jinja2.meta
from jinja2.bccache import Bucket
from material.plugins.search.plugin import SearchIndex
from mkdocs.structure.pages import Page

from .incremental import KEPT, link_target, statuses

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.utils.templates import TemplateContext

RENDERED = ("content", "toc", "_title_from_render", "present_anchor_ids", "links_to_anchors")
"""What rendering its Markdown sets on a page; the last by the files that it links to."""


_LAID_OUT = ("content", "meta", "title", "url", "canonical_url", "edit_url")
"""What the theme lays out of a page, beside what follows from it, such as its table of contents."""

_PROJECT = Path(__file__).parents[1]


class _Compiled(jinja2.BytecodeCache):
    """The theme's templates, each compiled once for a text of it."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[str, Any]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled from the same text."""
        checksum, bucket.code = self._held.get(bucket.key, ("", None))
        if checksum != bucket.checksum:
            bucket.code = None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._held[bucket.key] = bucket.checksum, bucket.code


_COMPILED = _Compiled()


class _Links:
    """The files of a site, of which a page asks where its links lead."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def get_file_from_path(self, path: str) -> File | None:
        """As `Files` has it."""
        KEPT.ask_site(link_target, self._files, path)
        return self._files.get_file_from_path(path)


class Search(SearchIndex):  # type: ignore[misc]  # the theme has no types
    """The theme's index, which reads a page again when its content changed."""

    def add_entry_from_context(self, page: Page) -> None:
        """Add what the theme finds on a page."""
        inputs = page.content, page.meta, page.title, page.url
        self.entries += KEPT.keep(("search", page.file.src_uri), lambda: self._entries_of(page), *inputs)

    def _entries_of(self, page: Page) -> list[dict[str, Any]]:
        index = SearchIndex(**self.config)
        plain = copy.copy(page)
        plain.content = without_highlighting(page.content or "")
        index.add_entry_from_context(plain)
        entries: list[dict[str, Any]] = index.entries
        return entries


def without_highlighting(content: str) -> str:
    """HTML without what colors code. Search skips it too, in most of the time that it takes for a page of files."""
    return _CODE.sub(_without_spans, content)


def _without_spans(block: re.Match[str]) -> str:
    plain = _SPAN.sub("", block[0])
    # An element with more to it than a color stays, and then its end must stay as well.
    return block[0] if "<span" in plain else plain.replace("</span>", "")


_CODE = re.compile(r"<pre[ >].*?</pre>", re.DOTALL)
_SPAN = re.compile(r"""<span(?: class="[^"<>]*")?>""")


_listed: dict[Hashable, list[str]] = {}
"""The files of the theme that are published, by its folders and the files in those of the project."""


def use_compiled_templates(config: MkDocsConfig) -> None:
    """Let every environment that the theme makes find what was compiled before, and which files the theme has.

    The theme's package has some ten thousand icons, which MkDocs lists to leave them out.
    """
    theme = config.theme

    def get_env() -> jinja2.Environment:
        made = type(theme).get_env(theme)
        made.bytecode_cache = _COMPILED

        def list_templates(extensions: Any = None, filter_func: Any = None) -> list[str]:
            own = frozenset(path for folder in _own_folders(config) for path in statuses(folder))
            key = tuple(theme.dirs), own, filter_func.__code__ if filter_func else None
            if key not in _listed:
                _listed[key] = type(made).list_templates(made, extensions, filter_func)
            return _listed[key]

        made.list_templates = list_templates  # type: ignore[method-assign]
        return made

    theme.get_env = get_env  # type: ignore[method-assign]


def use_quick_search(config: MkDocsConfig) -> None:
    """Let the theme's search read each page without what it skips, and only when it has changed."""
    search: Any = config.plugins["material/search"]
    search.search_index = Search(**search.search_index.config)


def use_kept_pages(config: MkDocsConfig) -> None:
    """Let the macros plugin take the pages that did not change from the last build, and compile a text only once."""
    macros: Any = config.plugins["macros"]
    env: jinja2.Environment = macros.env

    def compiled(source: str, *others: Any, **more: Any) -> Any:
        if not isinstance(source, str) or others or more:
            return jinja2.Environment.compile(env, source, *others, **more)
        return KEPT.keep(("compiled", source), lambda: jinja2.Environment.compile(env, source))

    def render(markdown: str, force_rendering: bool = False) -> str:
        def expand() -> str:
            expanded: str = type(macros).render(macros, markdown, force_rendering)
            needs = KEPT.keep(("names", markdown), lambda: _names(env, markdown))
            # Nothing else tells what a page rests on than words and its own front matter.
            if needs is None or not needs <= {*macros.macros, *macros.page.meta}:
                KEPT.fail()
            return expanded

        return KEPT.keep(("page", macros.page.file.src_uri), expand, markdown, dict(macros.page.meta))

    env.compile = compiled  # type: ignore[method-assign, assignment]
    macros.render = render


def use_kept_html(env: jinja2.Environment, config: MkDocsConfig) -> None:
    """Let the theme lay out a page again only when that page has changed, or the navigation, or the theme."""
    template = env.get_template("main.html")
    own = _own_folders(config)
    shared: list[object] = []

    def render(context: TemplateContext) -> str:
        page, nav = context["page"], context["nav"]
        assert page is not None
        if not shared:
            shared.extend((str(nav), [one.meta for one in nav.pages], [KEPT.ask(statuses, folder) for folder in own]))
        neighbors = [(one.title, one.url) if one else None for one in (page.previous_page, page.next_page)]
        inputs = [getattr(page, name) for name in _LAID_OUT]
        key = ("html", page.file.src_uri)
        return KEPT.keep(key, lambda: jinja2.Template.render(template, context), inputs, neighbors, shared)

    template.render = render  # type: ignore[method-assign]


def use_kept_markdown(page: Page) -> None:
    """Let a page take its HTML from the last build when neither its Markdown nor where its links lead has changed."""

    def render(config: MkDocsConfig, files: Files) -> None:
        def convert() -> dict[str, Any]:
            Page.render(page, config, _Links(files))  # type: ignore[arg-type]  # all that is asked of it
            links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
            return {**{name: getattr(page, name) for name in RENDERED}, "links_to_anchors": links}

        rendered = KEPT.keep(("markdown", page.file.src_uri), convert, page.markdown)
        for name, value in rendered.items():
            setattr(page, name, value)
        page.links_to_anchors = {files.src_uris[uri]: anchors for uri, anchors in rendered["links_to_anchors"].items()}

    page.render = render  # type: ignore[method-assign]


def _own_folders(config: MkDocsConfig) -> list[Path]:
    """The folders of the theme that are the project's own; the others change with an installation."""
    return [folder for folder in map(Path, config.theme.dirs) if (_PROJECT / "macros") in folder.parents]


def _names(env: jinja2.Environment, markdown: str) -> set[str] | None:
    """The names that a page uses and does not define; None where it uses other templates too."""
    parsed = env.parse(markdown)
    uses_others = any(True for _ in jinja2.meta.find_referenced_templates(parsed))
    return None if uses_others else jinja2.meta.find_undeclared_variables(parsed)

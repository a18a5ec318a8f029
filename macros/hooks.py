"""The MkDocs events that generated files and live reload need. An edit here needs a restart of `mkdocs serve`."""

from __future__ import annotations

import gc
import html
import logging
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mkdocs.exceptions import BuildError
from mkdocs.plugins import event_priority

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.hooks.guide")
_PROJECT = Path(__file__).parents[1]
_serving = False
_is_broken = False
"""Whether the last build left an error; it is then the last line of the log."""


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Remember whether this is `mkdocs serve`; the log then ends with what is wrong."""
    global _serving
    _serving = command == "serve"
    # A build makes many objects and little garbage: looking for it all the time takes a twentieth of a build.
    gc.set_threshold(50_000, 20, 20)
    if _serving:
        logging.getLogger("mkdocs.plugins.mkdocs_macros.util").addFilter(_is_no_error_of_a_page)
        logging.getLogger("mkdocs.livereload").addFilter(_may_follow_an_error)


@event_priority(100)  # before mkdocs-macros imports them again
def on_config(config: MkDocsConfig) -> None:
    """Import the project, under `mkdocs serve` again what was edited; there an error shows on its page."""
    if str(_PROJECT) not in sys.path:
        sys.path.insert(0, str(_PROJECT))
    if _serving:
        from macros.reloading import RELOADING

        RELOADING.drop_edited()
        config.plugins["macros"].config["on_error_fail"] = False
    from macros import broken, site_build

    broken.begin()
    site_build.use_compiled_templates(config)


def on_pre_build(config: MkDocsConfig) -> None:
    """Let search be quick, and under `mkdocs serve` pages take from the last build what did not change."""
    from macros import site_build

    site_build.use_quick_search(config)
    if _serving:
        site_build.use_kept_pages(config)


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add every generated file and page, the pages of examples to the navigation, and redirects from old addresses."""
    from macros import redirects, site_files
    from macros.incremental import KEPT

    KEPT.begin(files)
    site_files.publish(files, config, tolerant=_serving)
    redirects.publish(files, config)


def on_pre_page(page: Page, **_: object) -> None:
    """Let a page take its HTML from the last build where it is the same."""
    from macros import site_build

    site_build.use_kept_markdown(page)


@event_priority(100)  # before mkdocs-macros renders the page
def on_page_markdown(markdown: str, page: Page, **_: object) -> None:
    """Refuse front matter that MkDocs could not read and would print as text."""
    from macros import front_matter

    front_matter.check(page.file.src_uri, markdown)


def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
    """Lay out again only what changed. Say nothing of the anchors of broken pages: they come back with the pages."""
    from macros import broken, site_build

    site_build.use_kept_html(env, config)
    for page in (files.src_uris[src_uri].page for src_uri in broken.pages()):
        if page is not None:
            page.present_anchor_ids = page.links_to_anchors = None


def on_post_page(output: str, **_: object) -> str:
    """Fix what the theme writes and HTML does not allow."""
    from macros import theme_fixes

    return theme_fixes.fixed(output)


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]) -> None:
    """Let the server outlive a build that fails: every page then shows the error, until it is fixed."""
    build, site = server.builder, Path(config.site_dir)

    def guarded() -> None:
        global _is_broken
        known = list(site.rglob("*.html"))
        try:
            build()
            _tell_broken_pages()
        except (Exception, SystemExit) as error:
            _is_broken = True
            _forget_modules()
            root = _root(error)
            cause, text = _told(root), "".join(traceback.format_exception(error))
            if not isinstance(root, BuildError):  # MkDocs has just logged that
                log.error(f"{text}{cause}")
            shown = _ERROR_PAGE.format(error=html.escape(cause), text=html.escape(text))
            for page in {*known, site / "index.html", site / "404.html"}:
                page.parent.mkdir(parents=True, exist_ok=True)
                page.write_text(shown, encoding="utf-8")

    server.builder = guarded
    _tell_broken_pages()


def _tell_broken_pages() -> None:
    global _is_broken
    from macros import broken

    _is_broken = bool(broken.pages())
    broken.tell()


def _forget_modules() -> None:
    """Import the whole project again for the next build: a module that could not be may stand in others half."""
    if found := sys.modules.get("macros.reloading"):
        found.RELOADING.is_failed = True


def _root(error: BaseException) -> BaseException:
    """What ended a build: plugins and MkDocs raise errors of their own over it."""
    one: BaseException | None = error
    while one is not None:
        if isinstance(one, (BuildError, SyntaxError)) or _place(one):
            return one
        one = one.__cause__ or one.__context__
    return error


def _place(error: BaseException) -> str | None:
    """Where in the project an error was raised, as `file:line`."""
    frames = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        frames.append((error.filename, error.lineno))
    ours = [(Path(file), line) for file, line in frames if _PROJECT in Path(file).parents and file != __file__]
    return f"{ours[-1][0].relative_to(_PROJECT)}:{ours[-1][1]}" if ours else None


def _told(root: BaseException) -> str:
    """One line about what ended a build; an error of MkDocs names its place itself."""
    place = None if isinstance(root, BuildError) else _place(root)
    message = root.msg if isinstance(root, SyntaxError) else str(root)
    return f"{place}: {type(root).__name__}: {message}" if place else message


def _is_no_error_of_a_page(record: logging.LogRecord) -> bool:
    """Keep back what mkdocs-macros says of a broken page: it is told when the build ends."""
    return record.levelno < logging.WARNING or "ERROR" not in record.getMessage()


def _may_follow_an_error(record: logging.LogRecord) -> bool:
    """Keep back that browsers come and go while there is an error to be seen."""
    return not _is_broken or record.levelno > logging.INFO


_ERROR_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>The guide could not be built</title></head>
<body><h1>The guide could not be built</h1><p><strong>{error}</strong></p><pre>{text}</pre></body>
</html>
"""

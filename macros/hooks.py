"""The MkDocs events that generated files and live reload need. An edit here needs a restart of `mkdocs serve`."""

from __future__ import annotations

import html
import logging
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mkdocs.plugins import event_priority

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.hooks.guide")
_RELOADED = ("macros", "broker_network")
_serving = False


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Remember whether this is `mkdocs serve`."""
    global _serving
    _serving = command == "serve"


@event_priority(100)  # before mkdocs-macros imports them again
def on_config(config: MkDocsConfig) -> None:
    """Under `mkdocs serve`: import edited Python afresh, and show a page's error on the page."""
    if _serving:
        for name in [name for name in sys.modules if name.partition(".")[0] in _RELOADED]:
            del sys.modules[name]
        config.plugins["macros"].config["on_error_fail"] = False


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add every generated file and page, and the pages of examples to the navigation."""
    from macros import site_files  # late: mkdocs-macros has put the project on sys.path by now

    site_files.publish(files, config, tolerant=_serving)


@event_priority(100)  # before mkdocs-macros renders the page
def on_page_markdown(markdown: str, page: Page, **_: object) -> None:
    """Refuse front matter that MkDocs could not read and would print as text."""
    from macros import front_matter

    front_matter.check(page.file.src_uri, markdown)


def on_post_page(output: str, **_: object) -> str:
    """Mend what the theme writes and HTML does not allow."""
    from macros import theme_fixes

    return theme_fixes.mended(output)


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]) -> None:
    """Let the server outlive a build that fails: every page then shows the error, until it is mended."""
    build, site = server.builder, Path(config.site_dir)

    def guarded() -> None:
        known = list(site.rglob("*.html"))
        try:
            build()
        except (Exception, SystemExit) as error:
            text = "".join(traceback.format_exception(error))
            log.error(text)
            shown = _ERROR_PAGE.format(error=html.escape(f"{type(error).__name__}: {error}"), text=html.escape(text))
            for page in {*known, site / "index.html", site / "404.html"}:
                page.parent.mkdir(parents=True, exist_ok=True)
                page.write_text(shown, encoding="utf-8")

    server.builder = guarded


_ERROR_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>The guide could not be built</title></head>
<body><h1>The guide could not be built</h1><p><strong>{error}</strong></p><pre>{text}</pre></body>
</html>
"""

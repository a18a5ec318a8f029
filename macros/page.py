"""The page that a macro is used on: its links, and where in its source an error is."""

from __future__ import annotations

import functools
import posixpath
import re
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from jinja2 import TemplateSyntaxError, UndefinedError
from mkdocs.utils import get_relative_url
from mkdocs_macros.errors import format_error

from broker_network.wording import no_such

from . import broken
from .incremental import KEPT, link_target
from .templates import render

if TYPE_CHECKING:
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page as MkDocsPage
    from mkdocs_macros.plugin import MacrosPlugin

RAW = re.compile(r"\{%-?\s*raw\s*-?%\}.*?\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_PROJECT = Path(__file__).parents[1]
P = ParamSpec("P")


class UnknownName(LookupError):
    """A name that does not exist; the message has the names that do."""

    def __init__(self, what: str, name: str, known: Sequence[str]) -> None:
        said = no_such(what, name, known)
        super().__init__(said[0].lower() + said[1:])


class PageError(Exception):
    """What is wrong with a page, as `docs/page.md:line: message`."""


@dataclass(frozen=True)
class Page:
    """A page of the guide. `source` is its text as written, with front matter; `site_url` is where the site goes."""

    src_uri: str
    url: str
    source: str
    files: Files
    site_url: str

    def link(self, src_uri: str) -> str:
        """The target of a Markdown link from this page to another source, which MkDocs then checks."""
        return posixpath.relpath(src_uri, posixpath.dirname(self.src_uri) or ".")

    def href(self, src_uri: str) -> str:
        """The relative URL of another source, for HTML that MkDocs does not look into."""
        target = KEPT.ask_site(link_target, self.files, src_uri)
        if target is None:
            raise LookupError(f"the page links to {src_uri}, which is not part of the site")
        return get_relative_url(target[0], self.url)

    def has(self, src_uri: str) -> bool:
        """Whether that source is part of the site."""
        return KEPT.ask_site(link_target, self.files, src_uri) is not None


def on_page(word: Callable[Concatenate[Page, P], str], env: MacrosPlugin) -> Callable[P, str]:
    """Bind a macro of the vocabulary to the page that is being rendered."""

    @functools.wraps(word)
    def say(*args: P.args, **kwargs: P.kwargs) -> str:
        file = env.page.file
        page = Page(file.src_uri, file.url, file.content_string, env.variables["files"], env.conf["site_url"] or "")
        try:
            key = ("word", page.src_uri, word.__name__, repr((args, kwargs)))
            return KEPT.keep(key, functools.partial(word, page, *args, **kwargs), page.url, page.site_url)
        except Exception as error:
            line = line_of_call(page.source, word.__name__, [*args, *kwargs.values()])
            call = f"{word.__name__}({', '.join(map(repr, [*args, *kwargs.values()]))})"
            raise PageError(f"docs/{page.src_uri}:{line}: {call}: {describe(error)}") from error

    return say


def line_of_call(source: str, word: str, arguments: Sequence[object]) -> int:
    """The line, from 1, of the first call of `word` with these arguments, or of the first call of it at all.

    Arguments that are written as variables cannot be compared; then the first call counts. `{% raw %}` is no call.
    """
    readable = RAW.sub(lambda raw: re.sub(r"[^\n]", " ", raw[0]), source)
    texts = [rf"""["']{re.escape(argument)}["']""" for argument in arguments if isinstance(argument, str)]
    for inside in (r"[^)]*?".join(["", *texts]), ""):
        if call := re.search(rf"\b{word}\s*\({inside}", readable):
            return readable.count("\n", 0, call.start()) + 1
    return 1


def describe(error: Exception) -> str:
    """What is wrong, in the error's own words if it is one of ours, else with the place in the code."""
    from broker_network.design.planning import PlanRefused
    from broker_network.design.topology import TopologyErrors

    if isinstance(error, (UnknownName, TopologyErrors, PlanRefused)):
        return str(error)
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(str(_PROJECT))]
    place = f" ({Path(ours[-1].filename).relative_to(_PROJECT)}:{ours[-1].lineno})" if ours else ""
    return f"{type(error).__name__}: {error}{place}"


@format_error.register(PageError)
def _page_error(error: PageError, markdown: str, page: MkDocsPage) -> str:
    cause = error.__cause__
    return _shown(page, str(error), describe(cause) if isinstance(cause, Exception) else str(error))


@format_error.register(UndefinedError)
def _undefined(error: UndefinedError, markdown: str, page: MkDocsPage) -> str:
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return _at(page, markdown, (lines or [None])[-1], str(error))


@format_error.register(TemplateSyntaxError)
def _syntax(error: TemplateSyntaxError, markdown: str, page: MkDocsPage) -> str:
    return _at(page, markdown, error.lineno, error.message or "syntax error")


@format_error.register(Exception)
def _other(error: Exception, markdown: str, page: MkDocsPage) -> str:
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return _at(page, markdown, (lines or [None])[-1], f"{type(error).__name__}: {error}")


def _at(page: MkDocsPage, markdown: str, line: int | None, message: str) -> str:
    front_matter = page.file.content_string.count("\n") - markdown.count("\n")
    place = f"docs/{page.file.src_uri}:{(line or 1) + front_matter}"
    return _shown(page, f"{place}: {message}", message)


def _shown(page: MkDocsPage, message: str, cause: str) -> str:
    """The Markdown of a page that cannot be rendered; the log reports it when the build ends."""
    KEPT.fail()
    broken.add(page.file.src_uri, message, cause)
    return render("error.md", message=message)

"""What the guide's pages can say, and the files that are published beside them.

Each word of the vocabulary is a function of `macros.pages.vocabulary`; its first argument, the page that says it,
is filled in here. Whatever goes wrong in a word is a `PageError` that names the page and the line of the call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .page import PageError, on_page
from .published import publish
from .vocabulary import VOCABULARY

if TYPE_CHECKING:
    from mkdocs_macros.plugin import MacrosPlugin

__all__ = ["VOCABULARY", "PageError", "publish", "register"]


def register(env: MacrosPlugin) -> None:
    """Offer every word of the vocabulary to the pages."""
    for word in VOCABULARY:
        env.macro(on_page(word, env), word.__name__)  # type: ignore[no-untyped-call]

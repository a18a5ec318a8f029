"""The words that the guide's pages speak, and the files that the site publishes beside its pages.

Each word is a function of a module in `macros.vocabulary`; its first argument, the page that says it, is filled in
here. Whatever goes wrong in a word is a `PageError` that names the page and the line of the call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs_macros.plugin import MacrosPlugin


def define_env(env: MacrosPlugin) -> None:
    """Offer every word of the vocabulary to the pages."""
    from macros.page import on_page
    from macros.vocabulary import VOCABULARY

    for word in VOCABULARY:
        env.macro(on_page(word, env), word.__name__)  # type: ignore[no-untyped-call]

"""The guide's macros, and everything behind them: topology, plan, files, diagrams, lab."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs_macros.plugin import MacrosPlugin


def define_env(env: MacrosPlugin) -> None:
    """Offer the vocabulary of `macros.pages` to the pages."""
    from macros import pages

    pages.register(env)

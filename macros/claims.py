"""Which pages claim the result of an experiment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .incremental import KEPT
from .page import RAW, Page

if TYPE_CHECKING:
    from mkdocs.structure.files import Files

_CLAIM = re.compile(r"""\{\{ claim\(["']([^"']+)["']([^)]*)\)""")
"""A claim in the source of a page: the experiment, and the columns that it asks for."""


def where_claimed(page: Page, experiment: str) -> str | None:
    """A link to the first claim of what an experiment found; None where no page has one."""
    first = min(claiming(page, experiment), default=None)
    return f"{page.link(first)}#claim-{experiment}" if first else None


def claiming(page: Page, experiment: str) -> dict[str, tuple[str, ...]]:
    """The pages that claim what an experiment found, with the columns that the first claim on each asks for."""
    return KEPT.ask_site(_claims_of, page.files, experiment)


def _claims_of(files: Files, experiment: str) -> dict[str, tuple[str, ...]]:
    return KEPT.ask_site(_claims, files).get(experiment, {})


def _claims(files: Files) -> dict[str, dict[str, tuple[str, ...]]]:
    """By experiment and page, the columns of the first claim."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for file in files.documentation_pages():
        for call in _CLAIM.finditer(RAW.sub("", file.content_string)):
            columns = tuple(re.findall(r"""["']([^"']+)["']""", call[2]))
            found.setdefault(call[1], {}).setdefault(file.src_uri, columns)
    return found

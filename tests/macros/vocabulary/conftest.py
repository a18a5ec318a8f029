"""The page that says a word."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from macros.page import Page


@pytest.fixture
def page() -> Page:
    """A page that is not an example's own."""
    files: Any = SimpleNamespace(
        get_file_from_path=lambda uri: SimpleNamespace(url=uri.removesuffix("md"), inclusion=None)
    )
    return Page("design/layout.md", "design/layout/", "", files, "https://guide.example.net/some/place/")

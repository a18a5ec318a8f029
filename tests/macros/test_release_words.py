"""Behavior of the words about releases."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from macros import release_words
from macros.page import Page


@pytest.fixture
def page() -> Page:
    files: Any = SimpleNamespace(get_file_from_path=lambda uri: None)
    return Page("design/releases.md", "design/releases/", "", files, "")


def test_a_page_says_a_release_with_a_phrase(page: Page) -> None:
    assert release_words.release(page, "fixed lost-demand") == "5.19.12 and 6.3.3"


def test_a_phrase_that_does_not_exist_stops_the_build(page: Page) -> None:
    with pytest.raises(LookupError, match="Did you mean"):
        release_words.release(page, "fixed lost-demands")

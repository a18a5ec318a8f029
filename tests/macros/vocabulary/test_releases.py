"""Behavior of the words about releases."""

from __future__ import annotations

import pytest

from macros.page import Page
from macros.vocabulary import releases


def test_a_page_says_a_release_with_a_phrase(page: Page) -> None:
    assert releases.release(page, "fixed lost-demand") == "5.19.12 and 6.3.3"


def test_a_phrase_that_does_not_exist_stops_the_build(page: Page) -> None:
    with pytest.raises(LookupError, match="Did you mean"):
        releases.release(page, "fixed lost-demands")

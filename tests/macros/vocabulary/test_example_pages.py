"""The page of an example."""

from __future__ import annotations

import pytest

from broker_network import examples
from macros import rendered_examples
from macros.page import Page
from macros.vocabulary import example_pages


@pytest.mark.parametrize("name", examples.names())
def test_an_example_shows_every_published_file_once_whole_or_beside_one_like_it(name: str, page: Page) -> None:
    shown = example_pages.example(page, name)
    for path in rendered_examples.example(name).files:
        forms = (f'title="{path}"', f'title="{path}, where it differs from ', f"`{path}` is the same as `")
        assert sum(shown.count(form) for form in forms) == 1, path

"""Words that show files."""

from __future__ import annotations

from macros import rendered_examples
from macros.page import Page
from macros.vocabulary import files


def test_a_file_is_shown_whole_with_its_path_and_a_download(page: Page) -> None:
    shown = files.file(page, "single-broker", "compose.yaml")
    assert rendered_examples.text(rendered_examples.example("single-broker"), "compose.yaml").rstrip() in shown
    assert 'title="compose.yaml"' in shown
    assert "(../downloads/single-broker/compose.yaml)" in shown
    assert "data-search-exclude" in shown

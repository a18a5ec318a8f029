"""Front matter that MkDocs cannot read is refused with its line, and never printed as text."""

from __future__ import annotations

import pytest
from mkdocs.exceptions import PluginError

from macros.front_matter import check


@pytest.mark.parametrize("text", ["", "# A page\n", "Text\n\n---\n\nbelow a line\n"])
def test_a_page_whose_front_matter_was_taken_out_is_let_through(text: str) -> None:
    check("index.md", text)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("---\ntitle: [A\n---\n# A\n", 3, "expected ',' or ']'"),
        ("---\na: 1\ntitle: A: B\n---\n# A\n", 3, "mapping values are not allowed here"),
        ("---\nA page\n---\n# A\n", 1, "it holds no keys; write `title: …`"),
    ],
)
def test_what_is_left_in_the_text_is_refused_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(PluginError) as refused:
        check("design/layout.md", text)
    assert str(refused.value).startswith(f"docs/design/layout.md:{line}: the front matter cannot be read: ")
    assert message in str(refused.value)

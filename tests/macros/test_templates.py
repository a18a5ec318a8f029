"""Templates of pages: a name that is missing is an error, and no blank."""

from __future__ import annotations

import pytest
from jinja2 import TemplateNotFound, UndefinedError

from macros.templates import render


def test_a_template_is_filled() -> None:
    assert render("link.md", target="a.md", label="A", name="a").strip().startswith("[A](a.md)")


def test_a_name_that_is_missing_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="'label' is undefined"):
        render("link.md", target="a.md", name="a")


def test_a_template_that_there_is_not_is_an_error() -> None:
    with pytest.raises(TemplateNotFound):
        render("nothing.md")

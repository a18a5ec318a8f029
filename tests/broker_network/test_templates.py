from __future__ import annotations

import html
from pathlib import Path

import pytest
from jinja2 import DictLoader, UndefinedError

from broker_network import templates


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    texts: dict[str, str] = {}
    monkeypatch.setattr(templates, "_ENVIRONMENT", templates._ENVIRONMENT.overlay(loader=DictLoader(texts)))
    return texts


def test_a_value_that_the_context_lacks_is_an_error_and_not_an_empty_text(given: dict[str, str]) -> None:
    given["a.cfg"] = "{{ absent }}"
    with pytest.raises(UndefinedError, match="absent"):
        templates.render("a.cfg")


@pytest.mark.parametrize("name", ["a.xml", "a.xml.jinja", "a.html", "a.svg"])
def test_markup_is_escaped(given: dict[str, str], name: str) -> None:
    given[name] = "{{ value }}"
    assert templates.render(name, value="<&>") == "&lt;&amp;&gt;"


@pytest.mark.parametrize("name", ["a.cfg", "a.md", "xml", "a.nft.jinja"])
def test_text_that_is_not_markup_is_left_as_it_is(given: dict[str, str], name: str) -> None:
    given[name] = "{{ value }}"
    assert templates.render(name, value="<&>") == "<&>"


def test_lines_that_hold_only_a_statement_leave_no_trace_and_the_last_newline_stays(given: dict[str, str]) -> None:
    given["a.cfg"] = "a\n  {% if true %}\n  b\n  {% endif %}\n"
    assert templates.render("a.cfg") == "a\n  b\n"


def test_templates_are_found_below_the_package() -> None:
    assert Path(templates.__file__).parent.joinpath("bundle").is_dir()


def test_the_mark_of_a_generated_file_names_the_command_that_writes_it() -> None:
    mark = templates.mark("noc-datacenters")
    assert "broker-network generate noc-datacenters" in mark
    assert mark.startswith(templates.MARK)


def test_a_folders_name_cannot_end_the_comment_that_the_mark_stands_in() -> None:
    assert "generate a-b-c-d-e`" in templates.mark("a\nb-->c `d--e")


def test_a_readers_words_mean_nothing_to_markdown_html_or_the_macros(given: dict[str, str]) -> None:
    given["a.md"] = "# {{ value | in_markdown }}"
    words = """A <b> & "q" 'r' {{ x }} *y* _z_ [l](m) `c` | ~ # \\ $ 100 %"""
    shown = templates.render("a.md", value=words)
    assert not set(shown[2:]) & set('<>{}*_[]`|~\\$"')
    assert html.unescape(shown) == f"# {words}"

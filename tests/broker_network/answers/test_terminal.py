"""How text looks in a terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from broker_network.answers.terminal import BOLD, RED, Terminal, plain


def test_text_is_painted_only_where_there_is_color_and_text() -> None:
    assert Terminal(color=True).paint("x", RED, BOLD) == "\x1b[31;1mx\x1b[0m"
    assert Terminal(color=True).paint("", RED) == ""
    assert Terminal(color=True).paint("x") == "x"
    assert Terminal().paint("x", RED) == "x"


def test_lines_break_at_the_width_and_are_indented() -> None:
    filled = Terminal(width=40).fill("word " * 20, "    ", "- ").splitlines()
    assert max(map(len, filled)) <= 40
    assert filled[0].startswith("- word")
    assert all(line.startswith("    word") for line in filled[1:])


def test_a_long_name_stays_whole_so_that_it_can_be_copied() -> None:
    name = "bridge-of-a-very-long-name-indeed-that-no-line-holds"
    assert name in Terminal(width=40).fill(f"see {name} there").splitlines()


def test_a_terminal_that_claims_to_have_no_columns_still_gets_words() -> None:
    assert Terminal(width=0).fill("a b") == "a b"


@given(st.text())
def test_nothing_that_is_shown_moves_the_cursor_or_changes_colors(text: str) -> None:
    assert plain(text).isprintable()


def test_what_cannot_be_printed_is_spelled_out_and_a_tab_is_a_blank() -> None:
    assert plain("a\x1b[31m\tb\n") == "a\\x1b[31m b\\x0a"

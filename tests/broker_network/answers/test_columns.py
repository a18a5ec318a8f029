"""Rows in columns, as narrow as the terminal is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from broker_network.answers.columns import GAP, LEAST, columns
from broker_network.answers.terminal import Terminal

WORDS = st.lists(st.text("abc-", min_size=1, max_size=9), min_size=1, max_size=6).map(" ".join)
ROWS = st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=5)


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    assert list(columns(("Broker", "Is"), [("noc-1", "up"), ("a", "down")], Terminal())) == [
        "Broker  Is",
        "noc-1   up",
        "a       down",
    ]


def test_only_the_heads_are_bold_and_no_line_has_blanks_at_its_end() -> None:
    lines = list(columns(("Broker", "Is"), [("noc-1", "up")], Terminal(color=True)))
    assert lines[0] == "\x1b[1mBroker  Is\x1b[0m"
    assert lines[1] == "noc-1   up"


@given(ROWS, st.integers(3 * LEAST + 2 * len(GAP), 80))
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(rows: list[tuple[str, str, str]], width: int) -> None:
    lines = list(columns(("A", "B", "C"), rows, Terminal(width)))
    assert max(map(len, lines)) <= width
    said = sorted(word for line in lines[1:] for word in line.split())
    assert said == sorted(word for row in rows for cell in row for word in cell.split())


def test_a_cell_cannot_move_the_cursor() -> None:
    assert not [line for line in columns(("A",), [("a\x1b[2Jb",)], Terminal()) if "\x1b" in line]


def test_a_password_is_struck_out_before_its_line_is_broken() -> None:
    shown = "".join(columns(("A",), [("static:(tcp://user:hunter22@b:61616)",)], Terminal(LEAST)))
    assert "hunter" not in shown

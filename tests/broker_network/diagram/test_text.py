from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from broker_network.diagram.text import width, wrapped


def test_a_bold_text_is_wider_and_a_longer_one_too() -> None:
    assert width("noc-1", 13) < width("noc-1", 13, bold=True) < width("noc-10", 13, bold=True)


def test_signs_between_words_take_their_own_width() -> None:
    assert width("\u00b7", 10) < width("a", 10) < width("\u00d7", 10) < width("…", 10)


def test_a_name_breaks_after_hyphens_and_keeps_them() -> None:
    assert wrapped("broker-of-paris-one", 12, 70, lines=9) == ("broker-of-", "paris-one")


def test_what_has_no_room_ends_in_an_ellipsis() -> None:
    assert wrapped("one two three four five six", 12, 60) == ("one two", "three fo…")


def test_a_text_that_fits_stays_one_line_and_nothing_is_no_line() -> None:
    assert wrapped("Data center A", 12, 200) == ("Data center A",)
    assert wrapped("", 12, 200) == ()


@given(st.text(max_size=120), st.integers(20, 200), st.integers(1, 4))
def test_no_line_is_wider_and_there_are_no_more_lines_than_allowed(text: str, limit: int, lines: int) -> None:
    found = wrapped(text, 12, limit, lines=lines)
    assert len(found) <= lines
    assert all(width(line, 12) <= limit for line in found)

"""Nothing that is printed moves the cursor, changes colors or turns the direction of text."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from broker_network.redaction import in_json, printable


@given(st.text())
def test_what_is_printed_is_printable_and_its_lines_stay(text: str) -> None:
    shown = printable(text)
    assert all(one.isprintable() or one in "\n\t" for one in shown)
    assert shown.count("\n") == text.count("\n")


def test_escapes_and_marks_of_direction_are_spelled_out() -> None:
    assert printable("a\x1b[31mb\u202ec\U000e0041\udc80") == "a\\x1b[31mb\\u202ec\\U000e0041\\udc80"


def test_colors_of_a_terminal_stay_and_nothing_else_does() -> None:
    assert printable("\x1b[1;31mx\x1b[0m\x1b]0;title\x07", colors=True) == "\x1b[1;31mx\x1b[0m\\x1b]0;title\\x07"


@given(st.dictionaries(st.text(), st.text()))
def test_a_document_means_what_it_meant(value: dict[str, str]) -> None:
    shown = in_json(json.dumps(value, ensure_ascii=False))
    assert json.loads(shown) == value
    assert all(one.isprintable() or one == "\t" for one in shown)

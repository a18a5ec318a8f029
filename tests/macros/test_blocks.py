"""What stands in a page as it is."""

from __future__ import annotations

from macros import blocks


def test_a_file_with_fences_of_its_own_does_not_break_out() -> None:
    shown = blocks.block("x.md", "~~~~~\nx\n~~~~~", "x.md", None)
    assert shown.startswith("~~~~~~ {")
    assert shown.endswith("\n~~~~~~")

"""Lines of keys in a TOML file."""

from __future__ import annotations

from broker_network.config_file.key_lines import KeyLines

LINES = KeyLines(
    """guide = "x"  # not = "this"
expect = [
  "a reaches b",  # "c reaches d"

  'b reaches a', "survives any link",
]
[[ignore]]
rule = "x"
[[ignore]]  # the second
rule = "y"
[sites]
"noc" = ["a"]
"""
)


def test_keys_of_the_file_and_of_tables_are_found() -> None:
    assert (LINES.of("guide"), LINES.of("expect")) == (1, 2)
    assert [LINES.of("rule", "ignore", place) for place in (0, 1)] == [8, 10]
    assert LINES.of("noc", "sites") == 12


def test_texts_of_a_list_are_found_and_comments_are_not_counted() -> None:
    assert [LINES.of_item("expect", position) for position in range(3)] == [3, 5, 5]


def test_what_is_not_there_is_where_its_table_is_or_at_the_top() -> None:
    assert LINES.of("reason", "ignore", 1) == 9
    assert LINES.of("xyzzy") == 1
    assert LINES.of_item("expect", 9) == 2

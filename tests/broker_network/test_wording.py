"""Counts, lists and near misses read as English does."""

from __future__ import annotations

import pytest

from broker_network.wording import LONGEST_NAME, LONGEST_TEXT, bounded, closest, counted, enumerated, listed, no_such


def test_a_count_has_its_noun_in_the_right_number() -> None:
    assert [counted(number, "broker") for number in (0, 1, 2)] == ["0 brokers", "1 broker", "2 brokers"]
    assert counted(2, "pair of a client and a server", "pairs") == "2 pairs"


@pytest.mark.parametrize(
    ("names", "sentence", "cell"),
    [
        ("", "", ""),
        ("a", "a", "a"),
        ("ab", "a and b", "a, b"),
        ("abc", "a, b and c", "a, b, c"),
        ("abcd", "a, b and 2 more", "a, b and 2 more"),
    ],
)
def test_a_list_is_counted_from_where_nobody_reads_on(names: str, sentence: str, cell: str) -> None:
    assert listed(names, 3, kept=2) == sentence
    assert enumerated(names, 3, kept=2) == cell


def test_a_list_without_a_limit_names_all() -> None:
    assert listed("abcdefghijklmnopqrst").endswith("r, s and t")
    assert listed("ab", last="or") == "a or b"


@pytest.mark.parametrize(
    ("word", "meant"),
    [("HOST", "host"), ("open-wire-port", "openwire_port"), ("hots", "host"), ("x", None), ("", None)],
)
def test_the_closest_name_is_found_across_case_and_hyphens(word: str, meant: str | None) -> None:
    assert closest(word, ["host", "address", "openwire_port"]) == meant


def test_a_name_that_is_none_is_told_with_those_that_are() -> None:
    assert no_such("broker", "noc2", ["noc-1", "noc-2"]) == (
        'There is no broker "noc2". Did you mean "noc-2"? Known: noc-1, noc-2.'
    )
    assert no_such("broker", "x", []) == 'There is no broker "x". Known: none.'


def test_what_is_too_long_to_be_read_is_cut_and_the_rest_stays() -> None:
    assert bounded("a " * 100) == "a " * 100
    cut = bounded(f"The name {'n' * 200_000} is long.")
    assert cut.startswith("The name nnn")
    assert cut.endswith("… is long.")
    assert len(cut) < LONGEST_NAME
    assert len(bounded("n " * LONGEST_TEXT)) == LONGEST_TEXT + 1


def test_an_unknown_name_of_any_length_gets_a_short_error() -> None:
    assert len(no_such("broker", "n" * 200_000, ["m" * 200_000] * 100)) < 2 * LONGEST_TEXT

"""The tree of a topology: every key and value knows its place."""

from __future__ import annotations

import pytest

from broker_network.design.topology.errors import Report, TextMark
from broker_network.design.topology.yaml_source import read
from broker_network.design.topology.yaml_tree import KeyPath, YamlScalar, find, in_quotes, made_of, plain

TEXT = """\
a: &x
  b: [1, yes, ~]
c: *x
"""
ROOT = read(TEXT, Report("t.yaml"))


def scalar(text: str) -> YamlScalar:
    node = find(read(f"a: {text}\n", Report("t.yaml")), ("a",)).node
    assert isinstance(node, YamlScalar)
    return node


def test_the_tree_is_plain_data_with_aliases_followed() -> None:
    inner = plain(ROOT)["a"]
    assert inner["b"][0] == 1
    assert plain(ROOT)["c"] == inner


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), TextMark(1, 1)),
        (("a", "b"), TextMark(2, 6)),
        (("a", "b", 1), TextMark(2, 10)),
        (("a", "b", 9), TextMark(2, 6)),
        (("a", "none"), TextMark(1, 4)),
        (("c",), TextMark(3, 4)),
    ],
)
def test_a_path_leads_to_its_place_or_to_the_deepest_on_the_way(path: KeyPath, place: TextMark) -> None:
    assert find(ROOT, path).mark == place


def test_a_path_through_an_alias_leads_to_the_text_or_to_the_use_at_fault() -> None:
    assert find(ROOT, ("c", "b")).mark == TextMark(2, 6)
    assert find(ROOT, ("c", "b"), through_aliases=False).mark == TextMark(3, 4)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x", "text"),
        ('"7"', "text"),
        ("7", "a number"),
        ("~", "nothing"),
        ("true", "a truth value"),
        ("no", "false"),
        ("on", "true"),
    ],
)
def test_what_yaml_makes_of_a_word_is_told_in_words(text: str, words: str) -> None:
    assert made_of(scalar(text)) == words


def test_what_is_no_text_is_shown_as_it_would_be_one() -> None:
    assert in_quotes(scalar("no")) == '"no"'

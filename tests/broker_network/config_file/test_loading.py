"""Reading `broker-network.toml`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker_network.activemq.read.tree import ReadError, ReadErrors
from broker_network.config_file import FILE, load, parse
from broker_network.config_file.loading import IGNORE_KEYS, KEYS
from broker_network.expectations import Reaches
from broker_network.network import Source
from tests.support.pages import said
from tests.support.paths import ROOT

WHOLE = """guide = "https://guide.example.net/"
activemq = "6.2.6"
select = ["ttl-*", "expectation"]
min-level = "warning"
fail-on = "never"
expect = [
  "noc reaches b",
]

[sites]
noc = ["a", "c"]

[[ignore]]
rule = "cleartext-link"
broker = "dc-*"
file = "brokers/*"
reason = "IPsec"
"""


def mistakes(text: str) -> list[str]:
    with pytest.raises(ReadErrors) as caught:
        parse(text.encode(), FILE)
    return str(caught.value).splitlines()


def test_every_key_is_read() -> None:
    found = parse(WHOLE.encode(), FILE)
    assert (found.file, found.guide, found.activemq) == (FILE, "https://guide.example.net/", "6.2.6")
    assert (found.min_level, found.fail_on) == ("warning", "never")
    assert [rule for rule, _ in found.select] == ["ttl-*", "expectation"]
    assert found.sites == {"noc": ("a", "c")}
    ((expected,), (ignored,)) = (found.expect, found.ignore)
    assert (expected.expectation, expected.source) == (Reaches(("noc",), ("b",), False, ()), Source(FILE, 7))
    assert (ignored.rule, ignored.broker, ignored.file, ignored.reason) == (
        "cleartext-link",
        "dc-*",
        "brokers/*",
        "IPsec",
    )


def test_all_mistakes_are_told_at_once_with_their_lines() -> None:
    found = mistakes(
        """guid = "x"
select = ["ttl-*", 3]
min-level = "warn"
fail-on = 3
activemq = "six"
guide = "here"
expect = ["a reaches b",
  "a reaaches b"]
[[ignore]]
rule = "x"
[[ignore]]
rul = "x"
reason = ""
[sites]
a = "b"
"""
    )
    assert [int(line.split(":")[1]) for line in found] == [1, 2, 3, 4, 5, 6, 8, 9, 11, 12, 13, 15]
    text = "\n".join(found)
    for part in (
        'unknown key "guid". Did you mean "guide"?',
        "number 2 of it is a number",
        'Did you mean "warning"?',
        "fail-on takes a text in quotes, not a number",
        'Did you mean "reaches"?',
        "lacks reason",
        'unknown key "rul". Did you mean "rule"?',
        "reason is empty",
        "a takes a list of texts, not a text",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = [1", "broker-network.toml:1: is no TOML: Unclosed array"),
        ("a = 1\nb = = 2\n", "broker-network.toml:2: is no TOML"),
        ("expect = 3", "broker-network.toml:1: expect takes a list of texts, not a number"),
        ("expect = ['']", "broker-network.toml:1: expect takes a list of texts; number 1 of it is an empty text"),
        ("ignore = ['x']", "broker-network.toml:1: ignore takes tables"),
        ("sites = 3", "broker-network.toml:1: sites takes a table"),
        ("guide = 1979-05-27", "guide takes a text in quotes, not a date or time"),
        ("guide = true", "guide takes a text in quotes, not true or false"),
        ("guide = {}", "guide takes a text in quotes, not a table"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, said: str) -> None:
    (line,) = mistakes(text)
    assert said in line


def test_what_is_no_utf_8_or_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="toml:2: is not UTF-8"):
        parse(b"a = 1\nb = '\xff'", FILE)
    path = tmp_path / FILE
    path.write_bytes(b"#" * 1_000_001)
    with pytest.raises(ReadError, match="larger than"):
        load(path)


def test_a_number_of_any_length_is_a_mistake() -> None:
    assert "too many digits" in mistakes("guide = " + "9" * 5000)[0]


def test_nesting_has_no_end_that_matters() -> None:
    assert mistakes("a = " + "[" * 100_000)


@given(st.text(max_size=200))
def test_any_text_is_a_config_or_a_list_of_mistakes(text: str) -> None:
    try:
        parse(text.encode("utf-8", "replace"), FILE)
    except ReadErrors as errors:
        assert all(one.message for one in errors.errors)


def test_the_page_tells_every_key_and_no_other() -> None:
    page = (ROOT / "docs/reference/config.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([\w-]+)`", page, re.MULTILINE))
    assert told == {*KEYS, *IGNORE_KEYS}


def test_the_example_on_the_page_is_read() -> None:
    page = (ROOT / "docs/reference/config.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml.*?\n(.*?)```", said(page), re.DOTALL)
    assert parse(example.encode(), FILE).expect

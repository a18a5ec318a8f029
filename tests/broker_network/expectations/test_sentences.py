"""What people may write."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker_network.expectations import Expectation, MayCommand, Reaches, Survives, parse
from broker_network.expectations.sentences import FORMS
from tests.support.paths import ROOT


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("noc reaches dc-*", Reaches(("noc",), ("dc-*",), False, ())),
        (
            "noc, ops and lab reach dc-a and dc-b in de, eu",
            Reaches(("noc", "ops", "lab"), ("dc-a", "dc-b"), False, ("de", "eu")),
        ),
        ("dc-a never reaches dc-b", Reaches(("dc-a",), ("dc-b",), True, ())),
        ("alice commands de only", MayCommand(("alice",), ("de",), True, False)),
        ("alice commands only de and eu", MayCommand(("alice",), ("de", "eu"), True, False)),
        ("alice and bob command de", MayCommand(("alice", "bob"), ("de",), False, False)),
        ("alice never commands de", MayCommand(("alice",), ("de",), False, True)),
        ("survives any broker", Survives("broker", None)),
        ("survives any broker between", Survives("broker", None, between=True)),
        ("survives any link", Survives("link", None)),
        ("survives broker noc-1", Survives("broker", "noc-1")),
        ("survives link a to b", Survives("link", "a to b")),
    ],
)
def test_a_sentence_is_read(text: str, read: Expectation) -> None:
    assert parse(text) == read


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("noc reaaches dc", '"reaaches" is no verb of an expectation. Did you mean "reaches"?'),
        ("noc surives", 'Did you mean "survives"?'),
        ("xyzzy", "there is no verb. Write one of"),
        ("", "there is no verb"),
        ("reaches b", 'there is no name before "reaches"'),
        ("a reaches", 'there is no name after "reaches"'),
        ("a reaches b in", 'there is no name after "in"'),
        ("a b reaches c", '"a b" is not one name'),
        ("a never commands b only", "exclude each other"),
        ("survives all", 'write one of "survives any broker"'),
        ("noc survives any broker", "of the whole network"),
    ],
)
def test_a_mistake_says_what_was_meant(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        parse(text)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_one_that_is_read_and_documented(form: str) -> None:
    assert parse(form)
    assert f"`{form}`" in (ROOT / "docs/reference/config.md").read_text(encoding="utf-8")


WORDS = ["a", "reaches", "never", "in", "only", "and", ",", "any", "survives", "commands"]


@given(st.text(max_size=80) | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_any_text_is_an_expectation_or_a_mistake(text: str) -> None:
    try:
        assert parse(text)
    except ValueError as error:
        assert str(error)

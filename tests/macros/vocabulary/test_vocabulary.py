"""Words are found without a list."""

from __future__ import annotations

import pkgutil

from macros import vocabulary
from macros.page import Page
from macros.vocabulary import VOCABULARY, files, reference


def test_every_module_has_words_and_no_two_share_a_name() -> None:
    modules = {f"macros.vocabulary.{one.name}" for one in pkgutil.iter_modules(vocabulary.__path__)}
    assert {word.__module__ for word in VOCABULARY} == modules
    assert len({word.__name__ for word in VOCABULARY}) == len(VOCABULARY)


def test_what_a_module_keeps_to_itself_or_imports_is_no_word() -> None:
    names = {word.__name__ for word in VOCABULARY}
    assert {"file", "example", "claim"} <= names
    assert not [name for name in names if name.startswith("_")]
    assert not names & {"block", "link", "piece", "render", "where_claimed"}


def test_words_that_stand_in_a_sentence_are_one_line(page: Page) -> None:
    for shown in (
        reference.source(page, "AMQ-4607"),
        files.download(page, "single-broker"),
        files.download(page, "single-broker", "topology.yaml"),
    ):
        assert "\n" not in shown

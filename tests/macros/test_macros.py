"""Every word of the vocabulary is offered to pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from macros import define_env
from macros.vocabulary import VOCABULARY


class Environment:
    """What mkdocs-macros hands over, as far as words are offered to it."""

    def __init__(self) -> None:
        self.words: dict[str, Callable[..., str]] = {}

    def macro(self, function: Callable[..., str], name: str) -> None:
        """Take a word."""
        self.words[name] = function


def test_every_word_is_offered_by_its_name_with_what_it_says_of_itself() -> None:
    environment: Any = Environment()
    define_env(environment)
    assert {name: word.__doc__ for name, word in environment.words.items()} == {
        word.__name__: word.__doc__ for word in VOCABULARY
    }

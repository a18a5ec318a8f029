"""Names that differ by a slip of the pen, and not as those of two sites or two machines do."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

LEAST_ALIKE = 0.8
"""How similar two words must be: `east` and `west` are less so, `frankfurt` and `frankfrut` more."""

LEAST_LETTERS = 4
"""Shorter words are not compared: they name sites and machines, which differ in a letter."""

MOST_COMPARED = 50
"""Words that are compared with each other, where so many names differ in that one word alone."""

_WORDS = re.compile(r"[-._]")
_DIGITS = re.compile(r"[0-9]+")


def is_slip(one: str, other: str) -> bool:
    """Whether two names are meant to be one: they differ in one word, which is alike, and in no number."""
    if 3 * abs(len(one) - len(other)) > max(len(one), len(other)):
        return False  # no two words are alike whose lengths differ so much
    words, others = _WORDS.split(one.lower()), _WORDS.split(other.lower())
    if len(words) != len(others):
        return False
    apart = [(word, another) for word, another in zip(words, others, strict=True) if word != another]
    return len(apart) == 1 and _alike(*apart[0])


def slips(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """For each name the others that it may be a slip for. Names of hosts are many, so that few are compared."""
    buckets: dict[tuple[int, tuple[str, ...]], list[tuple[str, str]]] = defaultdict(list)
    for name in dict.fromkeys(names):
        words = _WORDS.split(name.lower())
        for position, word in enumerate(words):
            if len(word) >= LEAST_LETTERS:
                buckets[position, (*words[:position], *words[position + 1 :])].append((word, name))
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for alike in buckets.values():
        for word, name in alike[:MOST_COMPARED]:
            for another, other in alike[:MOST_COMPARED]:
                if word != another and _alike(word, another):
                    found[name][other] = None
    return {name: tuple(others) for name, others in found.items()}


def _alike(word: str, other: str) -> bool:
    return (
        min(len(word), len(other)) >= LEAST_LETTERS
        and _DIGITS.findall(word) == _DIGITS.findall(other)
        and SequenceMatcher(None, word, other, autojunk=False).ratio() >= LEAST_ALIKE
    )

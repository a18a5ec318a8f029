"""Small words that several messages share."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

MOST_NAMES = 12
MOST_COMPARED = 2_000


def code(value: object) -> str:
    """A name or value as messages show it: shortened, on one line."""
    text = str(value)
    printable = "".join(character if character.isprintable() else "?" for character in text[:61])
    return f"`{printable[:60]}…`" if len(text) > 60 else f"`{printable}`"


def listed(values: Iterable[str], last: str = "and") -> str:
    """`a`, `b` and `c`; the end of a long list is counted instead of named."""
    names = list(values)
    shown = [code(name) for name in names[:MOST_NAMES]]
    if len(names) > MOST_NAMES:
        return f"{', '.join(shown)} {last} {len(names) - MOST_NAMES} more"
    return f" {last} ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `word` most likely was meant to be; of many, only the first are compared."""
    names = list(dict.fromkeys(candidates))
    by_folded = {_folded(name): name for name in reversed(names)}
    if exact := by_folded.get(_folded(word)):
        return exact
    close = get_close_matches(_folded(word[:100]), list(reversed(by_folded))[:MOST_COMPARED], n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


def mend(word: str, candidates: Iterable[str], otherwise: str) -> str:
    """How to go on from a name that is not there: the closest one, or all there are, after `otherwise`."""
    names = list(dict.fromkeys(candidates))
    if meant := closest(word, names):
        return f"did you mean {code(meant)}?"
    return f"{otherwise} {listed(names)}" if names else f"{otherwise} none"


def _folded(word: str) -> str:
    return word.casefold().replace("_", "").replace("-", "").replace(" ", "")

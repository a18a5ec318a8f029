"""Counts, lists and suggestions in English sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

MOST_COMPARED = 2_000
"""Finding the closest of many names is slow, so only the first names are compared."""

LONGEST_NAME, LONGEST_TEXT = 300, 4_000
"""Characters of a name, and of a whole text, from which on `bounded` cuts."""

_LONG_NAME = re.compile(rf"\S{{{LONGEST_NAME + 1},}}")


def bounded(text: str) -> str:
    """The text with every name cut that is too long to be read, and cut as a whole where it is longer still."""
    if len(text) <= LONGEST_NAME:
        return text
    text = _LONG_NAME.sub(lambda found: f"{found[0][: LONGEST_NAME // 2]}…", text)
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"


def counted(number: int, one: str, several: str | None = None) -> str:
    """`1 broker`, `2 brokers`; `several` is the plural if it is not formed with an s."""
    return f"{number} {one if number == 1 else several or one + 's'}"


def listed(names: Iterable[str], most: int | None = None, *, kept: int | None = None, last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`. Of more than `most`, the first `kept` are named: `a, b and 3 more`."""
    found = list(names)
    if most is not None and len(found) > most:
        shown = found[: most if kept is None else kept]
        return f"{', '.join(shown)} {last} {len(found) - len(shown)} more"
    return f" {last} ".join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else "".join(found)


def enumerated(names: Iterable[str], most: int, *, kept: int | None = None, rest: str = "more") -> str:
    """`a, b, c`, outside a sentence. Of more than `most`, the first `kept` are named: `a, b and 3 more`."""
    found = list(names)
    if len(found) <= most:
        return ", ".join(found)
    shown = found[: most if kept is None else kept]
    return f"{', '.join(shown)} and {len(found) - len(shown)} {rest}"


def closest(word: str, candidates: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The candidate that `word` was most likely meant to be; case, hyphens and underscores do not count.

    `cutoff` is how similar they must be: 1 means equal.
    """
    by_folded: dict[str, str] = {}
    for name in candidates:
        by_folded.setdefault(_folded(name), name)
    if exact := by_folded.get(_folded(word)):
        return exact
    close = get_close_matches(_folded(word[:100]), list(by_folded)[:MOST_COMPARED], n=1, cutoff=cutoff)
    return by_folded[close[0]] if close else None


def no_such(kind: str, name: str, known: Iterable[str]) -> str:
    """Two or three sentences: that a name does not exist, the closest known name, and all known names."""
    names = list(known)
    meant = closest(name, names)
    hint = f' Did you mean "{meant}"?' if meant else ""
    return bounded(f'There is no {kind} "{name}".{hint} Known: {", ".join(names) or "none"}.')


def _folded(word: str) -> str:
    return word.casefold().replace("_", "").replace("-", "").replace(" ", "")

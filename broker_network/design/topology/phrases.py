"""How messages about a topology show names, and what they suggest in place of one that is not there."""

from __future__ import annotations

from collections.abc import Iterable

from broker_network import wording
from broker_network.redaction import printable
from broker_network.wording import closest

MOST_NAMES = 12


def code(value: object) -> str:
    """A name or value as messages show it: shortened, on one line."""
    text = str(value)
    shown = printable(text[:61].replace("\n", "\\x0a"))
    return f"`{shown[:60]}…`" if len(text) > 60 else f"`{shown}`"


def listed(values: Iterable[str], last: str = "and") -> str:
    """`a`, `b` and `c`; the end of a long list is counted instead of named."""
    return wording.listed(map(code, values), MOST_NAMES, last=last)


def suggestion(word: str, candidates: Iterable[str], otherwise: str) -> str:
    """How to go on from a name that is not there: the closest one, or all there are, after `otherwise`."""
    names = list(dict.fromkeys(candidates))
    if meant := closest(word, names):
        return f"did you mean {code(meant)}?"
    return f"{otherwise} {listed(names)}" if names else f"{otherwise} none"

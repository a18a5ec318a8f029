"""What pages, rule texts and templates say of releases, in place of typing one: `{affected lost-demand}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from broker_network.wording import listed, no_such

from .data_file import release_data
from .history import Affecting, Defect, ReleaseChange
from .lines import LINES, PUBLISHED, before_fault, ran_here, with_fix
from .release import Release

_T = TypeVar("_T")


def phrase(text: str) -> str:
    """The text that a phrase stands for; raise LookupError, with what is known, for a phrase that does not exist.

    A phrase is one of the words of this module, and the id that it is about: `default`, `since remote-user-name`.
    """
    word, _, about = text.strip().partition(" ")
    if word not in _WORDS:
        raise LookupError(no_such("word about releases", word, _WORDS))
    return _WORDS[word](about)


def filled(text: str) -> str:
    """A text with its phrases in braces filled in; other braces stay as they are."""
    return _PHRASE.sub(lambda found: phrase(found[1]), text)


def _change(ident: str) -> ReleaseChange:
    return _looked_up("change of releases", ident, release_data().changes)


def _affecting(ident: str) -> Affecting:
    return _looked_up("fault or CVE", ident, {one.ident: one for one in release_data().affecting})


def _defect(ident: str) -> Defect:
    return _looked_up("fault of releases", ident, release_data().defects)


def _looked_up(kind: str, ident: str, among: Mapping[str, _T]) -> _T:
    if ident not in among:
        raise LookupError(no_such(kind, ident, among))
    return among[ident]


def _major(of: Callable[[int], Release | None], major: str) -> str:
    found = of(int(major)) if major.isdigit() else None
    if found is None:
        raise LookupError(f"no release of {major or 'no major number'} is known for that")
    return str(found)


def _example(ident: str) -> str:
    """A release with a fault that ran here, else the newest with it."""
    having = [one for one in PUBLISHED if _affecting(ident).is_in(one)]
    return str(max((one for one in having if ran_here(one)), default=having[-1]))


def _line_names() -> str:
    names = [f"{major}.{minor}" for major, minor in LINES]
    return f"{names[0]} to {names[-1]}"


_WORDS: Mapping[str, Callable[[str], str]] = {
    "default": lambda _: str(release_data().default),
    "lines": lambda _: _line_names(),
    "oldest": lambda _: PUBLISHED[0].line_name,
    "checked": lambda _: release_data().checked_on,
    "image": lambda _: release_data().image,
    "ran": lambda _: str(max(filter(ran_here, PUBLISHED))),
    "read": lambda purpose: str(_looked_up("purpose", purpose, release_data().read)),
    "since": lambda ident: str(_change(ident).since),
    "since-line": lambda ident: _change(ident).since.line_name,
    "before-line": lambda ident: "{}.{}".format(*max(one for one in LINES if one < _change(ident).since.line)),
    "came": lambda ident: listed(map(str, _change(ident).came_with)),
    "patched": lambda ident: _change(ident).patched,
    "source": lambda ident: _change(ident).sources[0],
    "affected": lambda ident: str(_affecting(ident)),
    "fixed": lambda ident: listed(map(str, _affecting(ident).fixed_in)),
    "seen": lambda ident: listed(map(str, _defect(ident).seen_on)),
    "not-seen": lambda ident: listed(map(str, _defect(ident).not_seen_on)),
    "having": _example,
    "with-fix": lambda major: _major(with_fix, major),
    "before-fault": lambda major: _major(before_fault, major),
}
"""What each word says."""

_ANY_WORD = "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True))
_PHRASE = re.compile(rf"\{{((?:{_ANY_WORD})(?: [\w.-]+)?)\}}")

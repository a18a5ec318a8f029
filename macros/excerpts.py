"""How many files of one kind stand on one page: whole as long as there is room, then by what differs.

A page of sixty brokers would otherwise say the same sixty times, and take long to load.
"""

from __future__ import annotations

import difflib
import posixpath

ROOM = 100_000
"""Bytes of whole files that one list of files may show."""

_SMALL = 400
"""A file of no more bytes is shown whole in any case."""


class Showing:
    """Decides for the files of one list, in order, what is shown of each."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._whole: dict[str, list[tuple[str, list[str]]]] = {}

    def nearest(self, path: str, text: str) -> tuple[str, str] | None:
        """None if this file is to be shown whole; else the path of the one most like it, and what differs.

        Only files of one name are compared, and only with one that was shown whole. What differs is a unified
        diff without its heading, empty for equal files.
        """
        lines = text.splitlines()
        alike = self._whole.setdefault(posixpath.basename(path), [])
        if self._room >= len(text) or len(text) <= _SMALL or not alike:
            self._room -= len(text)
            alike.append((path, lines))
            return None
        here = set(lines)
        near, before = min(alike, key=lambda shown: len(here.symmetric_difference(shown[1])))
        diff = list(difflib.unified_diff(before, lines, lineterm="", n=0))[2:]
        return near, "\n".join(line for line in diff if not line.startswith("@@"))

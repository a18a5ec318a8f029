"""On which line of a TOML file a key or a text of a list stands, which Python's reader does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HEADER = re.compile(r"\s*\[(?P<many>\[)?\s*(?P<name>[^\[\]]+?)\s*\]\]?")
_KEY = re.compile(r"""\s*(?:"(?P<quoted>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[A-Za-z0-9_-]+))\s*=""")
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')


class KeyLines:
    """The lines of a file that Python's reader has taken."""

    def __init__(self, text: str) -> None:
        """Find tables and keys."""
        self._keys: dict[tuple[str, int, str], int] = {}
        self._tables: dict[tuple[str, int], int] = {}
        self._texts: dict[int, list[int]] = {}
        counts: dict[str, int] = {}
        table, key_line = ("", 0), 0
        for number, line in enumerate(text.split("\n"), start=1):
            if header := _HEADER.fullmatch(line.split("#")[0].rstrip()) if line.lstrip().startswith("[") else None:
                name = header["name"]
                place = counts.get(name, 0) if header["many"] else 0
                counts[name] = place + 1
                table, key_line = (name, place), number
                self._tables.setdefault(table, number)
                continue
            if found := _KEY.match(line):
                key_line = number
                key = found["quoted"] or found["single"] or found["bare"] or ""
                self._keys.setdefault((*table, key), number)
            self._texts.setdefault(key_line, []).extend(number for _ in _texts(line, found))

    def of(self, key: str, table: str = "", place: int = 0) -> int:
        """The line of a key, of the table where the key is not there, or 1."""
        return self._keys.get((table, place, key)) or self._tables.get((table, place)) or 1

    def of_item(self, key: str, position: int, table: str = "") -> int:
        """The line of one text in the list of a key, counted from 0."""
        line = self.of(key, table)
        texts = self._texts.get(line, [])
        return texts[position] if position < len(texts) else line


def _texts(line: str, key: re.Match[str] | None) -> Iterator[str]:
    rest = line[key.end() :] if key else line
    for found in _TEXT.finditer(rest):
        if "#" in _TEXT.sub("", rest[: found.start()]):
            return
        yield found[0]

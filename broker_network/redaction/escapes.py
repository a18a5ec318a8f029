"""What no terminal, browser or editor must get from a reader's files: control characters and marks of direction."""

from __future__ import annotations

import re

_SUSPECT = re.compile(r"[^\x20-\x7e\n]")
_COLORS = re.compile(r"(\x1b\[[0-9;]*m)")


def printable(text: str, *, colors: bool = False) -> str:
    r"""The text with every character spelled out that does not print as itself, as `\x1b` or `\u202e`.

    Line breaks and tabs stay; with `colors` the sequences for colors of a terminal do, too.
    """
    if _SUSPECT.search(text) is None:
        return text
    if colors and "\x1b[" in text:
        parts = _COLORS.split(text)
        return "".join(part if number % 2 else printable(part) for number, part in enumerate(parts))
    return _SUSPECT.sub(_spelled, text)


def in_json(document: str) -> str:
    """A JSON document with the same characters written as JSON's own escapes: it means what it meant."""
    return _SUSPECT.sub(_as_json, document)


def _prints(character: str) -> bool:
    return character.isprintable() or character == "\t"


def _spelled(found: re.Match[str]) -> str:
    character = found[0]
    if _prints(character):
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _as_json(found: re.Match[str]) -> str:
    character = found[0]
    if _prints(character):
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))

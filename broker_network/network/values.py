"""What the values of files are, where one was read, and those that files leave open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Source:
    """Where an element's start tag begins: a file, a line counted from 1 and a column counted from 1."""

    file: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Unknown:
    """A flag or a number that the files do not resolve, such as `${duplex}`; `text` is what they say.

    It is neither true nor false: whoever asks gets a TypeError, so that no rule takes it for one of them.
    """

    text: str

    def __bool__(self) -> bool:
        raise TypeError(f"whether {self.text} is true is not known")


Flag: TypeAlias = bool | Unknown | None
Number: TypeAlias = int | Unknown | None
Others: TypeAlias = tuple[tuple[str, str], ...]
"""Attributes that the model has no field for, by their names in the file, in alphabetical order."""


_UNFILLED = re.compile(
    r"[$#%]\{|\{\{|<%|@@|\$\(|%[A-Za-z][\w.-]*%|@[A-Za-z][\w.-]*@"
    r"|(?<![A-Za-z0-9$])\$[A-Z][A-Z0-9_]{2,}(?![A-Za-z0-9_$])|__[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*__"
    r"|(?<![A-Za-z0-9])[Xx]{3,}(?![A-Za-z0-9])|\*{3,}|(?i:\bredacted\b)"
)
"""What something else fills in: ActiveMQ, Spring, or a script that writes the file, as with `%port%`, `$HOSTNAME`.

Also what somebody has written over a name or a secret before handing the file on: `XXXXXX`, `*****`.
"""


@lru_cache(maxsize=1 << 16)  # every rule asks about the same texts
def resolved(text: str | None) -> bool:
    """Whether a text is given and holds no placeholder, such as `${port}`, that nothing filled, and no mask."""
    return text is not None and _UNFILLED.search(text) is None

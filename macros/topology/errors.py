"""What is wrong with a topology: every error with its place and how to mend it, all at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class TopologyError:
    """One thing to mend. Line and column count from 1."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class TopologyErrors(ValueError):
    """All that is wrong with one topology, sorted by position. As text: one `file:line:column: message` a line."""

    def __init__(self, errors: Iterable[TopologyError]) -> None:
        self.errors = tuple(sorted(dict.fromkeys(errors)))
        super().__init__("\n".join(map(str, self.errors)))

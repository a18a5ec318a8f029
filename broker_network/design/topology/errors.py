"""What is wrong with a topology: every error with its place and how to fix it, all at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple, NoReturn

from broker_network.errors import ReaderError
from broker_network.wording import enumerated

MOST_ERRORS = 500
MOST_LINES = 12


class TextMark(NamedTuple):
    """A place in a text. Line and column count from 1."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}"


@dataclass(frozen=True, slots=True)
class TopologyError:
    """One thing to fix. Line and column count from 1."""

    file: str
    line: int
    column: int
    message: str

    @property
    def position(self) -> tuple[int, int]:
        """Line and column."""
        return self.line, self.column

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class TopologyErrors(ReaderError):
    """All that is wrong with one topology, sorted by position. As text: one `file:line:column: message` a line."""

    def __init__(self, errors: Iterable[TopologyError]) -> None:
        self.errors = tuple(sorted(dict.fromkeys(errors), key=lambda error: error.position))
        super().__init__("\n".join(map(str, self.errors)))


@dataclass(slots=True)
class Report:
    """Collects the errors of one file until all checks have run."""

    file: str
    errors: list[TopologyError] = field(default_factory=list)
    more: int = 0
    _again: dict[str, list[int]] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        """Whether so much is wrong that further errors are only counted."""
        return len(self.errors) >= MOST_ERRORS

    def add(self, mark: TextMark, message: str) -> None:
        """Remember one error and go on."""
        if self.is_full:
            self.more += 1
        else:
            self.errors.append(TopologyError(self.file, mark.line, mark.column, message))

    def add_once(self, mark: TextMark, message: str) -> None:
        """Remember one error that has one cause wherever it is: the first is reported, with the lines of the others."""
        if message in self._again:
            self._again[message].append(mark.line)
        else:
            self._again[message] = []
            self.add(mark, message)

    def stop(self, mark: TextMark, message: str) -> NoReturn:
        """Raise what was collected and this error, after which nothing more can be read."""
        raise TopologyErrors([*self.errors, TopologyError(self.file, mark.line, mark.column, message)])

    def raise_if_any(self) -> None:
        """Raise TopologyErrors when anything was collected."""
        if self.more:
            last = max(self.errors, key=lambda error: error.position)
            message = f"and {self.more:,} more errors; fix these first"
            self.errors.append(TopologyError(self.file, last.line, last.column, message))
        self.errors = [replace(one, message=one.message + self._elsewhere(one)) for one in self.errors]
        if self.errors:
            raise TopologyErrors(self.errors)

    def _elsewhere(self, error: TopologyError) -> str:
        lines = dict.fromkeys(str(line) for line in self._again.get(error.message, ()) if line != error.line)
        return f" (also at line{'s' if len(lines) > 1 else ''} {enumerated(lines, MOST_LINES)})" if lines else ""

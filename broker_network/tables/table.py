"""What a table is."""

from __future__ import annotations

from dataclasses import dataclass

Cell = tuple[str, ...]
"""The lines of one cell, often a single one."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `code` says that its lines are names or values to be set as code."""

    title: str
    code: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption. Each row has as many cells as there are columns."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

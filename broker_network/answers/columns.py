"""Rows in columns for a terminal: each as wide as its content, and wrapped where the terminal is too narrow."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from .terminal import BOLD, Terminal, plain

GAP = "  "
LEAST = 12
"""The least width of a cell, however narrow the terminal is."""


def columns(heads: Sequence[str], rows: Sequence[Sequence[str]], terminal: Terminal) -> Iterator[str]:
    """The lines of a table. If it does not fit, the widest columns shrink first."""
    shown = [[plain(cell) for cell in row] for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(heads, *shown, strict=True)]
    room = terminal.width - len(GAP) * (len(heads) - 1)
    while sum(widths) > room and max(widths) > LEAST:
        widest = widths.index(max(widths))
        widths[widest] -= 1
    for number, row in enumerate([list(heads), *shown]):
        cells = [_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
        for line in range(max(map(len, cells))):
            parts = [(cell[line] if line < len(cell) else "").ljust(w) for cell, w in zip(cells, widths, strict=True)]
            text = GAP.join(parts).rstrip()
            yield terminal.paint(text, BOLD) if number == 0 else text


def _wrapped(text: str, width: int) -> list[str]:
    lines = textwrap.wrap(text, width, break_on_hyphens=False)
    return lines or [""]

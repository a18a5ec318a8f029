"""How text looks in a terminal: its width, and whether it has color."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from broker_network.redaction import printable, redacted
from broker_network.wording import bounded

RED, YELLOW, CYAN, BOLD, DIM = "31", "33", "36", "1", "2"


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where text goes. `width` is in columns; without `color` no escape sequence is written."""

    width: int = 100
    color: bool = False

    def paint(self, text: str, *codes: str) -> str:
        """The text in a color, if the terminal has color."""
        return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if self.color and codes and text else text

    def fill(self, text: str, indent: str = "", first: str | None = None) -> str:
        """The text in lines of at most the width; long names stay whole, so that they can be copied."""
        return textwrap.fill(
            text,
            max(self.width, 40),
            initial_indent=indent if first is None else first,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )


def plain(text: str) -> str:
    """Text from a file, safe to show: without secrets, with control characters spelled out, and of bounded length.

    Secrets are masked here, before lines are wrapped: half of a URI cannot be recognized as one.
    """
    return printable(bounded(redacted(text)).replace("\n", "\\x0a")).replace("\t", " ")

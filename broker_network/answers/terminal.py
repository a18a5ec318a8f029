"""How text looks in a terminal: its width, and whether it takes color."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from broker_network.redaction import redacted

RED, YELLOW, CYAN, BOLD, DIM = "31", "33", "36", "1", "2"


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where text goes. `width` is in columns; without `color` no escape sequence is written."""

    width: int = 100
    color: bool = False

    def paint(self, text: str, *codes: str) -> str:
        """The text in a color, where there is any."""
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
    """Text from a file as it may be shown: without secrets, and what moves the cursor or changes colors spelled out.

    Secrets go here, before lines are broken, since half of a URI shows no longer that it is one.
    """
    return "".join(c if c.isprintable() else " " if c == "\t" else f"\\x{ord(c):02x}" for c in redacted(text))

"""How wide a text will be, without a font: the picture is made where the reader's fonts are unknown.

The table holds Helvetica's advance widths (thousandths of the size), which Arial and Liberation Sans share;
Roboto and the system fonts of phones are narrower. What is wider finds its room in `SLACK` and the paddings.
"""

from __future__ import annotations

import re

SLACK = 1.06
BOLD = 1.08
TIMES = "\u00d7"
"""The sign between a count and what is counted."""
WIDE = 1000
"""Width of a character outside the table that fills a square, such as a Chinese one."""

_WIDTHS = dict(
    zip(
        map(chr, range(32, 127)),
        (
            *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),
            *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556),
            *(1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778),
            *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556),
            *(333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556),
            *(556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),
        ),
        strict=True,
    )
)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Pixels that `text` takes at most at this font size."""
    thousandths = sum(_WIDTHS.get(character, WIDE if ord(character) > 0x2E7F else 667) for character in text)
    return thousandths / 1000 * size * SLACK * (BOLD if bold else 1)


def wrapped(text: str, size: float, limit: float, *, bold: bool = False, lines: int = 2) -> tuple[str, ...]:
    """`text` in at most so many lines of at most `limit` pixels; what does not fit ends in an ellipsis.

    Lines break after a space, a hyphen, a dot or an underscore, and inside a word only where nothing else helps.
    """
    pieces = re.findall(r"[^\s._-]*[._-]|[^\s._-]+\s*|\s+", text.strip())
    found = [""]
    while pieces:
        piece = pieces.pop(0)
        if width((found[-1] + piece).rstrip(), size, bold=bold) <= limit:
            found[-1] += piece
        elif found[-1]:
            found.append("")
            pieces.insert(0, piece)
        else:
            cut = max(1, next((n for n in range(len(piece), 0, -1) if width(piece[:n], size, bold=bold) <= limit), 1))
            found[-1] = piece[:cut]
            if piece[cut:]:
                pieces.insert(0, piece[cut:])
                found.append("")
    found = [line.rstrip() for line in found if line.strip()]
    if len(found) <= lines:
        return tuple(found)
    last = found[lines - 1]
    while last and width(last + "…", size, bold=bold) > limit:
        last = last[:-1]
    return (*found[: lines - 1], last.rstrip() + "…")

"""How wide a text will be, without a font: the picture is made where the reader's fonts are unknown.

The tables hold the advance widths of DejaVu Sans (thousandths of the size), the widest of the fonts that
browsers take for `sans-serif`; Helvetica, Arial, Liberation Sans, Roboto and the fonts of phones are narrower.
"""

from __future__ import annotations

import re
from itertools import accumulate, takewhile

TIMES = "\u00d7"
"""The sign between a count and what is counted."""
WIDE = 1000
"""Width of a character outside the table that fills a square, such as a Chinese one."""

_KNOWN = (*map(chr, range(32, 127)), "\u00b7", TIMES, "…")

_REGULAR = dict(
    zip(
        _KNOWN,
        (
            *(318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337),
            *(636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531),
            *(1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787),
            *(603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500),
            *(500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612),
            *(635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838),
            *(318, 838, 1000),
        ),
        strict=True,
    )
)

_BOLD = dict(
    zip(
        _KNOWN,
        (
            *(348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365),
            *(696, 696, 696, 696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 580),
            *(1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995, 837, 850),
            *(733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 500),
            *(500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687),
            *(716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838),
            *(380, 838, 1000),
        ),
        strict=True,
    )
)

_NARROWEST = min(*_REGULAR.values(), *_BOLD.values()) / 1000

OTHER = 838
"""Width of a character outside the tables that is no full square: as wide as the widest of them but `m` and `w`."""


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Pixels that `text` takes at most at this font size."""
    known = _BOLD if bold else _REGULAR
    thousandths = sum(known.get(character, WIDE if ord(character) > 0x2E7F else OTHER) for character in text)
    return thousandths / 1000 * size


def wrapped(text: str, size: float, limit: float, *, bold: bool = False, lines: int = 2) -> tuple[str, ...]:
    """`text` in at most so many lines of at most `limit` pixels; what does not fit ends in an ellipsis.

    Lines break after a space, a hyphen, a dot or an underscore, and inside a word only where nothing else helps.
    """
    most = int((lines + 1) * (limit / (_NARROWEST * size) + 1)) + 1  # what comes after it cannot be seen
    pieces = re.findall(r"[^\s._-]*[._-]|[^\s._-]+\s*|\s+", text.strip()[:most])[::-1]
    found = [""]
    while pieces:
        piece = pieces.pop()
        if width((found[-1] + piece).rstrip(), size, bold=bold) <= limit:
            found[-1] += piece
        elif found[-1]:
            found.append("")
            pieces.append(piece)
        else:
            widths = accumulate(width(one, size, bold=bold) for one in piece)
            cut = max(1, sum(1 for _ in takewhile(lambda wide: wide <= limit, widths)))
            found[-1] = piece[:cut]
            if piece[cut:]:
                pieces.append(piece[cut:])
                found.append("")
    found = [line.rstrip() for line in found if line.strip()]
    if len(found) <= lines:
        return tuple(found)
    last = found[lines - 1]
    while last and width(last + "…", size, bold=bold) > limit:
        last = last[:-1]
    return (*found[: lines - 1], last.rstrip() + "…")

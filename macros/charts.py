"""Curves of recorded counts: where each point of a chart stands."""

from __future__ import annotations

import fnmatch
import math
from collections.abc import Sequence
from dataclasses import dataclass

from broker_network.evidence import Count, Record

WIDTH, HEIGHT = 400, 250
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 14, 44
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of the scale: where it is, and what it says."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """What was counted at one place: x, and y of the lowest and the highest count."""

    x: float
    low: float
    high: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One column, in the order of x. `words` says what it counts, `number` counts lines from 1."""

    number: int
    words: str
    points: list[ChartPoint]

    @property
    def path(self) -> str:
        """Through the highest counts."""
        return "M" + "L".join(f"{point.x:.1f} {point.high:.1f}" for point in self.points)


@dataclass(frozen=True, slots=True)
class Limit:
    """A level that must not be passed."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of counts, with all that its template prints."""

    ident: str
    title: str
    record: Record
    across: str
    marks_across: list[Mark]
    marks_up: list[Mark]
    lines: list[Line]
    limit: Limit | None

    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def chart(
    record: Record, across: str, columns: Sequence[str], *, title: str, variants: str, limit: tuple[int, str] | None
) -> Chart:
    """Counts of columns over those of the column `across`, for the variants whose ids match a pattern.

    Raises LookupError for a column that the record lacks, or where no variant matches.
    """
    for column in (across, *columns):
        if column not in record.columns:
            raise LookupError(f"{record.experiment} has no column {column}, only {', '.join(record.columns)}")
    chosen = [one.counts for ident, one in record.variants.items() if fnmatch.fnmatch(ident, variants)]
    if not chosen:
        raise LookupError(f"no variant of {record.experiment} matches {variants}: {', '.join(record.variants)}")
    chosen.sort(key=lambda counts: counts[across].highest)
    highest = max(counts[column].highest for counts in chosen for column in columns)
    steps_up = _steps(max(highest, limit[0] if limit else 0))
    steps_across = _steps(max(counts[across].highest for counts in chosen))

    def x(value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * value / steps_across[-1]

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / steps_up[-1]

    def point(at: Count, count: Count) -> ChartPoint:
        return ChartPoint(x(at.highest), y(count.lowest), y(count.highest), f"{at.highest:,}: {count}")

    return Chart(
        ident=f"chart-{record.experiment}-{'-'.join(columns)}".replace("_", "-"),
        title=title,
        record=record,
        across=record.columns[across],
        marks_across=[Mark(x(value), f"{value:,}") for value in steps_across],
        marks_up=[Mark(y(value), f"{value:,}") for value in steps_up],
        lines=[
            Line(number, record.columns[column], [point(counts[across], counts[column]) for counts in chosen])
            for number, column in enumerate(columns, start=1)
        ],
        limit=Limit(y(limit[0]), limit[1]) if limit else None,
    )


def _steps(highest: int) -> list[int]:
    """Round numbers from 0 to at least `highest`, four to six of them."""
    rough = max(highest, 4) / 4
    power = 10 ** math.floor(math.log10(rough))
    step = max(1, math.ceil(next(factor * power for factor in _STEPS if factor * power >= rough)))
    return [step * number for number in range(math.ceil(highest / step) + 1)]

from __future__ import annotations

import pytest

from broker_network.evidence import Count, Record, Variant
from macros.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, chart


def _variant(servers: int, low: int, high: int) -> Variant:
    counts = {"servers": Count(servers, servers), "last": Count(low, high)}
    return Variant(f"{servers} servers", "", counts, {"fine": 2}, ())


RECORD = Record(
    experiment="growth",
    release="6.2.6",
    made_of=("activemq-broker-6.2.6.jar",),
    date="2026-01-31",
    question="How many?",
    done="Something.",
    columns={"servers": "servers", "last": "ms to the last answer"},
    trials=2,
    variants={"b-1": _variant(4_000, 600, 1_000), "a-1": _variant(1_000, 200, 250), "c-2": _variant(2_000, 9, 9_000)},
)


def test_points_stand_in_the_order_of_what_goes_across_between_lowest_and_highest() -> None:
    drawn = chart(RECORD, "servers", ["last"], title="Time", variants="*-1", limit=(2_000, "two seconds"))
    (line,) = drawn.lines
    assert [point.text for point in line.points] == ["1,000: 200 to 250", "4,000: 600 to 1000"]
    assert line.points[1].x == WIDTH - RIGHT
    assert HEIGHT - BOTTOM > line.points[0].low > line.points[0].high > line.points[1].high
    assert drawn.limit is not None
    assert drawn.limit.at == TOP
    assert line.path.startswith(f"M{line.points[0].x:.1f} {line.points[0].high:.1f}L")


def test_scales_begin_at_nothing_and_go_in_round_steps() -> None:
    drawn = chart(RECORD, "servers", ["last"], title="Time", variants="*-1", limit=None)
    assert [mark.text for mark in drawn.marks_across] == ["0", "1,000", "2,000", "3,000", "4,000"]
    assert [mark.text for mark in drawn.marks_up] == ["0", "250", "500", "750", "1,000"]
    assert (drawn.marks_across[0].at, drawn.marks_up[0].at) == (LEFT, HEIGHT - BOTTOM)


@pytest.mark.parametrize(
    ("columns", "variants", "said"),
    [(["first"], "*", "growth has no column first, only servers, last"), (["last"], "*-3", "matches \\*-3: b-1, a-1")],
)
def test_what_was_not_recorded_cannot_be_drawn(columns: list[str], variants: str, said: str) -> None:
    with pytest.raises(LookupError, match=said):
        chart(RECORD, "servers", columns, title="Time", variants=variants, limit=None)

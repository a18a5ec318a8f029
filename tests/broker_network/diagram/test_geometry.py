from __future__ import annotations

import pytest

from broker_network.diagram.geometry import Box, head, merged, number, path, pieces, simplified, trimmed


@pytest.mark.parametrize(("value", "text"), [(1.0, "1"), (-0.04, "0"), (2.25, "2.2"), (-3.06, "-3.1"), (10.0, "10")])
def test_coordinates_have_one_decimal_at_most_and_no_negative_zero(value: float, text: str) -> None:
    assert number(value) == text


def test_a_line_is_left_out_where_a_text_stands() -> None:
    assert pieces([(0, 0), (100, 0)], [Box(40, -5, 20, 10)]) == [[(0, 0), (40, 0)], [(60, 0), (100, 0)]]


def test_a_gap_beside_a_line_changes_nothing() -> None:
    assert pieces([(0, 0), (100, 0)], [Box(40, 1, 20, 10)]) == [[(0, 0), (100, 0)]]


def test_corners_are_rounded() -> None:
    assert path([(0, 0), (0, 50), (50, 50)]) == "M0 0L0 42Q0 50 8 50L50 50"


def test_points_that_a_line_passes_straight_through_are_dropped_and_turning_back_is_kept() -> None:
    assert simplified([(0, 0), (0, 5), (0, 5), (0, 9), (4, 9)]) == ((0, 0), (0, 9), (4, 9))
    assert simplified([(0, 0), (0, 9), (0, 4)]) == ((0, 0), (0, 9), (0, 4))


def test_a_line_can_end_before_its_ends() -> None:
    assert trimmed([(0, 0), (10, 0)], 2, 3) == ((2, 0), (7, 0))


def test_an_arrowhead_points_to_its_tip() -> None:
    assert head((10, 0), (0, 0), 10) == "M10 0L0 4.5L0 -4.5Z"


def test_lines_upon_each_other_become_one_so_that_dots_do_not_fill_up() -> None:
    found = merged([[(0, 0), (0, 10), (5, 10)], [(0, 4), (0, 20)], [(0, 30), (0, 40)]])
    assert found == (((0, 0), (0, 20)), ((0, 30), (0, 40)), ((0, 10), (5, 10)))

import pytest

from broker_network.design.topology import TopologyError, TopologyErrors
from broker_network.design.topology.errors import Report, TextMark


def test_errors_are_sorted_by_position_and_each_is_said_once() -> None:
    late, early = TopologyError("t.yaml", 10, 1, "late"), TopologyError("t.yaml", 9, 30, "early")
    errors = TopologyErrors([late, early, late])
    assert errors.errors == (early, late)
    assert str(errors) == "t.yaml:9:30: early\nt.yaml:10:1: late"


def test_a_full_report_counts_what_follows() -> None:
    report = Report("t.yaml")
    for line in range(1, 1003):
        report.add(TextMark(line, 1), "wrong")
    try:
        report.raise_if_any()
    except TopologyErrors as errors:
        assert len(errors.errors) == 501
        assert str(errors.errors[-1]) == "t.yaml:500:1: and 502 more errors; fix these first"
    else:
        raise AssertionError("nothing was raised")


def test_what_has_one_cause_is_reported_once_with_the_other_lines() -> None:
    report = Report("t.yaml")
    for line in (3, 3, 7, 9):
        report.add_once(TextMark(line, 5), "there is no x")
    report.add_once(TextMark(4, 1), "there is no y")
    with pytest.raises(TopologyErrors) as raised:
        report.raise_if_any()
    assert str(raised.value) == "t.yaml:3:5: there is no x (also at lines 7, 9)\nt.yaml:4:1: there is no y"

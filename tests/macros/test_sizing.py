"""The table and the calculator of what brokers need ask for the same things."""

from __future__ import annotations

from itertools import pairwise

from broker_network import capacity
from macros import sizing

CONTEXT = sizing.context()


def test_the_table_has_a_row_for_each_size_and_ttl_and_a_cell_for_each_heading() -> None:
    assert len(CONTEXT["cases"]) == 2 * len(sizing.SIZES)
    assert all(len(case.cells) == len(sizing.HEADINGS) for case in CONTEXT["cases"])


def test_a_row_is_what_the_library_computes() -> None:
    for case in CONTEXT["cases"]:
        noc, site = capacity.needs(case.wanted)
        assert case.cells == (noc.held, site.held, noc.heap, site.heap, noc.memory, site.memory)


def test_more_servers_need_no_less() -> None:
    for ttl in (1, 2):
        rows = [case.cells for case in CONTEXT["cases"] if case.wanted.ttl == ttl]
        assert all(less <= more for one, other in pairwise(rows) for less, more in zip(one, other, strict=True))


def test_every_input_begins_with_a_value_that_it_takes() -> None:
    for field in sizing.FIELDS:
        if field.choices:
            assert field.value in dict(field.choices), field.name
        else:
            assert field.least <= int(field.value) <= field.most, field.name

"""Which clients reach which servers."""

from __future__ import annotations

import pytest

from broker_network import examples
from broker_network.design.planning import plan
from broker_network.tables.reach import reach
from tests.support.networks import commanded_from, star


def test_a_row_for_each_pair_of_groups_with_the_brokers_on_the_way() -> None:
    table = reach(*plan(commanded_from("hub", star(2)), "t"))
    assert [(row[0], row[1], row[3], row[4]) for row in table.rows] == [
        (("ops (hub)",), ("web (leaf1)",), ("yes",), ("hub-1 → leaf1-1",)),
        (("ops (hub)",), ("web (leaf2)",), ("yes",), ("hub-1 → leaf2-1",)),
    ]


@pytest.mark.parametrize("name", examples.names())
def test_no_pair_of_an_example_gets_two_copies_or_one_way_only(name: str) -> None:
    answers = {row[3] for row in reach(*examples.load(name)).rows}
    assert answers <= {("yes",), ("no: no collective in common",)}

"""What follows when something is stolen; what is alike shares a row."""

from __future__ import annotations

import pytest

from broker_network import examples
from broker_network.tables.exposure import COLUMNS, exposure


@pytest.mark.parametrize("name", examples.names())
def test_each_row_says_what_was_stolen_once_and_no_cell_is_empty(name: str) -> None:
    rows = exposure(*examples.load(name)).rows
    assert all(len(row) == len(COLUMNS) and all(row) for row in rows)
    assert len({row[0] for row in rows}) == len(rows)


def test_laptops_of_operators_who_can_do_the_same_share_a_row() -> None:
    stolen = [row[0][0] for row in exposure(*examples.load("noc-datacenters")).rows]
    (laptops,) = (one for one in stolen if one.startswith("The laptop of an operator"))
    assert "alice" in laptops and "bob" in laptops


def test_a_password_alone_is_worth_nothing_where_brokers_ask_for_a_certificate() -> None:
    rows = exposure(*examples.load("noc-datacenters")).rows
    (alone,) = (row for row in rows if row[0][0].startswith("Any password alone"))
    assert alone[1] == ("nothing",)

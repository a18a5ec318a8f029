"""What a table is."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from broker_network.tables.table import Column, Table


def test_a_column_is_prose_unless_it_says_that_it_is_code() -> None:
    assert (Column("Reached").code, Column("Collective", True).code) == (False, True)


def test_tables_that_say_the_same_are_equal_and_none_can_be_changed() -> None:
    one = Table("T", (Column("A"),), ((("1", "2"),),))
    assert one == Table("T", (Column("A"),), ((("1", "2"),),))
    with pytest.raises(FrozenInstanceError):
        one.caption = "other"  # type: ignore[misc]

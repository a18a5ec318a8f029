"""Tables show what was planned."""

from __future__ import annotations

import pytest

from broker_network import examples, tables
from broker_network.tables import Table


def _table(kind: str, name: str = "noc-datacenters") -> Table:
    return tables.table(kind, *examples.load(name))


@pytest.mark.parametrize("name", examples.names())
@pytest.mark.parametrize("kind", tables.KINDS)
def test_every_row_has_a_cell_for_every_column(kind: str, name: str) -> None:
    table = _table(kind, name)
    assert table.caption
    assert all(len(row) == len(table.columns) for row in table.rows)


def test_the_noc_reaches_every_group_of_servers_over_its_broker() -> None:
    rows = _table("reach").rows
    assert len(rows) == 2 * 5
    assert {row[3] for row in rows} == {("yes",)}
    assert rows[0][4] == ("noc-1 → dc-a-1",)


def test_groups_without_a_common_collective_do_not_reach_each_other() -> None:
    reached = {row[3] for row in _table("reach", "four-countries").rows}
    assert ("yes",) in reached
    assert ("no: no collective in common",) in reached


def test_a_right_is_what_all_groups_of_a_user_may_together() -> None:
    (alice,) = [row for row in _table("rights").rows if row[0] == ("alice",)]
    assert alice == (
        ("alice",),
        ("noc-1",),
        ("queue mcollective.reply.alice.>",),
        ("topic mcollective.*.agent", "queue mcollective.nodes"),
        ("topic ActiveMQ.Advisory.>",),
    )


def test_a_user_has_a_row_for_each_kind_of_place() -> None:
    rows = [row for row in _table("rights", "noc-dials").rows if row[0] == ("bridge-noc-1-dc-a-1",)]
    assert [row[1] for row in rows] == [("noc-1",), ("dc-a-1",)]
    assert rows[0][2][:2] == rows[1][3], "requests read at one end are written at the other"


def test_openwire_is_open_to_brokers_that_dial_and_stomp_to_the_members_of_the_site() -> None:
    rows = {(row[1], row[3]): row[4] for row in _table("ports").rows}
    assert rows[("noc-1",), ("ssl",)] == ("broker dc-a-1", "broker dc-b-1", "broker dc-c-1")
    assert "NOC terminals (noc)" in rows[("noc-1",), ("stomp+ssl",)]
    assert (("dc-a-1",), ("ssl",)) not in rows


def test_a_port_is_told_with_the_addresses_at_which_it_is_open() -> None:
    rows = {(row[1], row[3]): row[0] for row in _table("ports", "noc-ipsec").rows}
    assert rows[("noc-1",), ("tcp",)] == ("broker1.noc.example.net", "10.255.0.1")
    assert rows[("noc-1",), ("stomp+ssl",)] == ("broker1.noc.example.net", "10.1.0.11", "10.255.0.1")


def test_every_user_of_every_broker_has_an_owner() -> None:
    for name in examples.names():
        for row in _table("users", name).rows:
            assert row[1] != ("not in the inventory",), (name, row)


def test_an_unknown_kind_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        _table("weather")


def test_a_password_alone_is_of_use_at_the_end_of_a_tunnel_and_nowhere_else() -> None:
    stolen = [row[0][0] for row in _table("exposure", "noc-ipsec").rows]
    within = [text for text in stolen if "used from the host of a linked broker" in text]
    assert [text.partition(",")[0] for text in within] == ["The password of a link", "The password of an account"]
    assert not [row for row in _table("exposure").rows if "linked broker" in row[0][0]]


def test_tunnels_are_told_with_both_addresses_and_who_sets_them_up() -> None:
    rows = _table("tunnels", "noc-ipsec").rows
    assert [(row[1], row[2], row[4]) for row in rows] == [
        (("10.1.0.11",), ("10.255.0.1",), ("the far host", "the far host")),
        (("10.2.0.11",), ("10.255.0.2",), ("this host",)),
        (("10.3.0.11",), ("10.255.0.3",), ("this host",)),
    ]
    assert _table("tunnels").rows == ()

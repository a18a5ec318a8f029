"""Which clients reach which servers."""

from __future__ import annotations

import pytest

from broker_network import examples
from broker_network.design.planning import plan
from broker_network.reach import reachability
from broker_network.routes import hosts_of
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


@pytest.mark.parametrize("name", examples.names())
def test_a_pair_is_reached_where_the_engine_says_so(name: str) -> None:
    network, inventory = examples.load(name)
    asked = reachability(network, hosts_of(inventory), inventory)
    pairs = [
        (clients.brokers[0], servers.brokers[0], collective)
        for clients in inventory.client_groups
        for servers in inventory.server_groups
        for collective in clients.collectives
        if collective in servers.collectives
    ]
    told = [row[3][0].startswith("yes") for row in reach(network, inventory).rows if row[2]]
    assert told == [all(asked.verdict(one).arrives for one in asked.questions(*pair)) for pair in pairs]

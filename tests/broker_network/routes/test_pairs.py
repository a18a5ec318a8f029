"""Who may want to reach whom."""

from __future__ import annotations

from typing import Any

from broker_network.design.planning import plan
from broker_network.network import Broker, Network
from broker_network.routes import AskedPair, pairs_asked
from tests.support.networks import commanded_from

TWO = Network((Broker("a"), Broker("b")))


def _asked(*network: Any, **named: Any) -> list[AskedPair]:
    return list(pairs_asked(*network, **named))


def test_without_an_inventory_every_broker_may_want_to_reach_every_broker() -> None:
    assert _asked(TWO, None, ["c"]) == [("a", "a", "c"), ("a", "b", "c"), ("b", "a", "c"), ("b", "b", "c")]


def test_of_an_inventory_clients_are_asked_with_servers_that_share_a_collective() -> None:
    made = plan(commanded_from("hub", [("leaf1", "hub"), ("leaf2", "hub")]), "test")
    found = _asked(made.network, made.inventory, ["mcollective"])
    assert found == [("hub-1", "leaf1-1", "mcollective"), ("hub-1", "leaf2-1", "mcollective")]


def test_whoever_is_named_is_asked_about_alone() -> None:
    assert _asked(TWO, None, ["c"], clients=["b"]) == [("b", "a", "c"), ("b", "b", "c")]
    assert _asked(TWO, None, ["c"], clients=["b"], servers=["a"], collectives=["d"]) == [("b", "a", "d")]

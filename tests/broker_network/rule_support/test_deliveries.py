"""What rules may say of messages."""

from __future__ import annotations

from broker_network.network import Network
from broker_network.rule_support.deliveries import Deliveries
from tests.support.route_networks import QUEUES, connector, engine, network, pairs


def test_where_every_pair_is_reached_once_that_is_said() -> None:
    asked = Deliveries(engine(pairs([("a", "b"), ("b", "c")], 2)))
    assert asked.surely_once("broadcast") and asked.surely_once("directed") and asked.surely_once("reply")


def test_one_pair_that_is_not_reached_is_enough() -> None:
    assert not Deliveries(engine(pairs([("a", "b"), ("b", "c")], 1))).surely_once("directed")


def test_nothing_is_said_where_somebody_unknown_is_dialed() -> None:
    known = pairs([("a", "b")])
    dialing = Network((*known.brokers, *network([("c", connector("c", "x"))]).brokers[:1]))
    assert not Deliveries(engine(dialing)).surely_once("broadcast")


def test_nothing_is_said_of_more_pairs_than_are_asked_about() -> None:
    star = [(f"leaf{number}", "hub") for number in range(60)]
    assert not Deliveries(engine(pairs(star, 2))).surely_once("directed")


def test_requests_of_one_kind_that_arrive_are_enough_to_reach_a_server() -> None:
    topics_only = network([("a", connector("a", "b", duplex=True, excluded_destinations=QUEUES))])
    asked = Deliveries(engine(topics_only))
    assert asked.surely_arrives("a", "b", "c") and not asked.surely_once("directed")
    assert not Deliveries(engine(pairs([("a", "b"), ("b", "c")], 1))).surely_arrives("a", "c", "c")

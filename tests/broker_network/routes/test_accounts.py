"""Behaviour of a bridge's accounts, as seen on 6.2.6."""

from __future__ import annotations

from broker_network.network import Unknown, resolved
from broker_network.routes import Bridge
from broker_network.routes.accounts import reader, writer
from tests.support.route_networks import connector

ONE_WAY = connector("a", "b", user_name="own", remote_user_name="far")
DUPLEX = connector("a", "b", user_name="own", remote_user_name="far", duplex=True)


def test_a_one_way_bridge_writes_at_the_far_broker_as_the_remote_user() -> None:
    assert writer(Bridge("a", "b", "a", ONE_WAY)) == "far"
    assert writer(Bridge("a", "b", "a", connector("a", "b", user_name="own"))) == "own"


def test_a_duplex_bridge_writes_at_both_ends_as_its_user() -> None:
    assert writer(Bridge("a", "b", "a", DUPLEX)) == "own"
    assert writer(Bridge("b", "a", "a", DUPLEX)) == "own"


def test_a_bridge_reads_as_its_user() -> None:
    assert reader(Bridge("a", "b", "a", ONE_WAY)) == reader(Bridge("b", "a", "a", DUPLEX)) == "own"


def test_who_writes_is_not_known_where_duplex_is_not() -> None:
    open_duplex = connector("a", "b", user_name="own", remote_user_name="far", duplex=Unknown("${duplex}"))
    assert not resolved(writer(Bridge("a", "b", "a", open_duplex)))

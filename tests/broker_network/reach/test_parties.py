"""In whose name one asks."""

from __future__ import annotations

from broker_network.exposure import AccessMap
from broker_network.mcollective.destinations import UNNAMED_CLIENT
from broker_network.reach.parties import Parties, parties_at
from broker_network.routes import hosts_of
from tests.support.networks import planned

PLANNED = planned([("leaf", "hub")])
WITH_INVENTORY = AccessMap(PLANNED.network, hosts_of(PLANNED.inventory), PLANNED.inventory)
ALONE = AccessMap(PLANNED.network, hosts_of(PLANNED.inventory))


def test_an_inventory_tells_who_is_there_and_their_accounts() -> None:
    (group,) = (one for one in PLANNED.inventory.server_groups if one.site == "leaf")
    found = parties_at(WITH_INVENTORY, "hub-1", "leaf-1", "mcollective")
    assert found == Parties("op-hub.hub", "op-hub", group.user)


def test_whoever_is_named_is_asked_about_with_the_identity_that_is_known_there() -> None:
    assert parties_at(WITH_INVENTORY, "hub-1", "leaf-1", "mcollective", "op-hub").identity == "op-hub.hub"
    assert parties_at(WITH_INVENTORY, "hub-1", "leaf-1", "mcollective", "op-leaf").identity == "op-leaf.host"


def test_without_an_inventory_rights_tell_an_operator_and_nobody_is_asked_for_rights() -> None:
    found = parties_at(ALONE, "hub-1", "leaf-1", "mcollective")
    assert found == Parties("op-hub.host", None, None)


def test_where_nobody_is_known_anybody_is_meant() -> None:
    assert parties_at(ALONE, "hub-1", "leaf-1", "other") == Parties(UNNAMED_CLIENT, None, None)

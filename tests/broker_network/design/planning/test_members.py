"""Who connects to one broker."""

from __future__ import annotations

from broker_network.design.planning.members import members_by_broker
from broker_network.network import ClientGroup, Operator, Site


def test_an_operator_in_two_groups_has_the_collectives_of_both() -> None:
    def group(name: str, *collectives: str) -> ClientGroup:
        return ClientGroup(
            "noc", name, name, 1, (Operator("alice", "alice.noc", collectives),), collectives, ("noc-1",)
        )

    noc = Site("noc", "NOC", None, ("noc-1",), (group("a", "one"), group("b", "two", "one")), ())
    members = members_by_broker([noc], ["noc-1", "dc-1"])
    (alice,) = members["noc-1"].operators
    assert alice.collectives == ("one", "two")
    assert not members["dc-1"].present

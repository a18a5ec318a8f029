"""The clients and servers that connect to each broker."""

from __future__ import annotations

from broker_network.design.planning.members import members_by_broker
from broker_network.network import ClientGroup, Operator, ServerGroup, Site
from broker_network.routes.subscription_counts import AGENTS


def clients(name: str, *collectives: str, brokers: tuple[str, ...] = ("noc-1",), count: int = 1) -> ClientGroup:
    alice = Operator("alice", "alice.noc", collectives)
    return ClientGroup("noc", name, name, count, (alice,), collectives, brokers)


def servers(name: str, *collectives: str, brokers: tuple[str, ...], count: int) -> ServerGroup:
    return ServerGroup("noc", name, name, count, collectives, (), (), "servers-noc", brokers)


def noc(*groups: ClientGroup | ServerGroup) -> Site:
    return Site(
        "noc",
        "noc",
        None,
        ("noc-1", "noc-2"),
        tuple(group for group in groups if isinstance(group, ClientGroup)),
        tuple(group for group in groups if isinstance(group, ServerGroup)),
    )


def test_an_operator_in_two_groups_has_the_collectives_of_both() -> None:
    found = members_by_broker([noc(clients("a", "one"), clients("b", "two", "one"))], ["noc-1", "noc-2"])
    (alice,) = found["noc-1"].operators
    assert alice.collectives == ("one", "two")
    assert not found["noc-2"].present


def test_a_group_is_a_member_of_each_broker_of_its_pool() -> None:
    found = members_by_broker([noc(servers("web", "one", brokers=("noc-2", "noc-1"), count=3))], ["noc-1", "noc-2"])
    assert found["noc-1"].servers == found["noc-2"].servers
    assert [found[name].servers_in("one") for name in found] == [3, 3]
    assert found["noc-1"].servers_in("two") == 0


def test_a_server_subscribes_for_each_agent_and_for_directed_requests_and_a_client_for_its_replies() -> None:
    site = noc(clients("ops", "one", "two", count=5), servers("web", "one", brokers=("noc-1",), count=3))
    one = members_by_broker([site], ["noc-1", "noc-2"])["noc-1"]
    assert one.connections == 8
    assert one.subscriptions == 5 * 2 + 3 * (AGENTS + 1)

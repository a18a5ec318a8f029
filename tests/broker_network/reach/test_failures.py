"""Which failures there may be, and what is left of a network."""

from __future__ import annotations

import pytest

from broker_network import examples
from broker_network.network import AuthenticationUser
from broker_network.reach import Failure, failure, failures, without
from broker_network.routes import hosts_of
from tests.support.route_networks import connector, hosts, network

HUB = Failure(("noc-1",))


def test_without_a_broker_nobody_dials_it() -> None:
    planned, inventory = examples.load("noc-datacenters")
    left = without(planned, hosts_of(inventory), (HUB,))
    assert [broker.name for broker in left.brokers] == ["dc-a-1", "dc-b-1", "dc-c-1"]
    assert not any(broker.network_connectors for broker in left.brokers)


def test_without_a_link_its_connectors_are_gone_whichever_end_opens_them_and_no_others() -> None:
    planned, inventory = examples.load("country-ring")
    for ends in (("de-1", "fr-1"), ("fr-1", "de-1")):
        left = without(planned, hosts_of(inventory), (Failure(ends),))
        assert [broker.name for broker in left.brokers if not broker.network_connectors] == ["de-1"]


def test_a_connector_that_dials_several_brokers_keeps_the_others() -> None:
    of = network([("a", connector("a", "b", "c", duplex=True))], "b", "c")
    for failed in (Failure(("b",)), Failure(("b", "a"))):
        left = without(of, hosts(of), (failed,))
        assert [one.uri for one in left.broker("a").network_connectors] == ["static:(tcp://c:1)"]
    both = without(of, hosts(of), (Failure(("b",)), Failure(("a", "c"))))
    assert both.broker("a").network_connectors == ()


def test_the_accounts_of_bridges_that_are_gone_count_as_nobody() -> None:
    users = tuple(AuthenticationUser(name, "x", ()) for name in ("alice", "bridge-b", "bridge-c"))
    of = network([(far, connector(far, "a", user_name=f"bridge-{far}")) for far in ("b", "c")], "a", users=users)
    left = without(of, hosts(of), (Failure(("b",)),))
    assert [user.username for user in left.broker("a").users] == ["alice", "bridge-c"]


def test_each_broker_and_each_link_can_fail() -> None:
    planned, inventory = examples.load("noc-datacenters")
    found = failures(planned, hosts_of(inventory))
    assert [one.ends for one in found if one.broker] == [("noc-1",), ("dc-a-1",), ("dc-b-1",), ("dc-c-1",)]
    assert next(str(one) for one in found if not one.broker) == "the link dc-a-1 to noc-1 is cut"


def test_a_link_is_named_by_its_ends_in_either_order() -> None:
    of = network([("a", connector("a", "b"))], "b")
    names = ("a-b", "b-a", "a to b", "b to a")
    assert {failure("link", name, of, hosts(of)) for name in names} == {Failure(("a", "b"))}


def test_a_name_that_may_be_two_links_is_refused_with_both() -> None:
    of = network([("a-b", connector("a-b", "c")), ("a", connector("a", "b-c"))], "c", "b-c")
    with pytest.raises(LookupError, match="a-b-c may be any of: a-b to c, a to b-c"):
        failure("link", "a-b-c", of, hosts(of))

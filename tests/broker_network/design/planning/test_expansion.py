"""A topology with every default filled in."""

from __future__ import annotations

from broker_network.design.planning import expansion
from broker_network.design.planning.traffic import Requirement
from broker_network.design.topology import loads
from tests.support.minimal_topology import MINIMAL, changed
from tests.support.networks import commanded_from, star, topology

TWO_COLLECTIVES = (
    ("sites:\n", "collectives: [one, two]\nsites:\n"),
    ("      web: {facts", "      db: {collectives: [two]}\n      web: {facts"),
)
BARE = loads(MINIMAL, "topology.yaml")


def test_what_has_no_title_is_called_by_its_name() -> None:
    noc, _ = expansion.sites(BARE)
    assert (noc.title, noc.client_groups[0].title, noc.network) == ("noc", "terminals", None)


def test_members_without_brokers_of_their_own_use_all_of_their_site_in_order() -> None:
    two = changed(("      noc-1: {host: b", "      noc-2: {host: broker2.noc.example.net}\n      noc-1: {host: b"))
    noc, data_center = expansion.sites(loads(two, "topology.yaml"))
    assert noc.client_groups[0].brokers == ("noc-2", "noc-1")
    assert data_center.server_groups[0].brokers == ("dc-a-1",)


def test_clients_are_in_all_collectives_and_servers_in_the_first_unless_they_name_some() -> None:
    some = loads(changed(*TWO_COLLECTIVES), "topology.yaml")
    noc, data_center = expansion.sites(some)
    assert noc.client_groups[0].collectives == ("one", "two")
    assert [group.collectives for group in data_center.server_groups] == [("two",), ("one",)]


def test_an_operator_may_have_fewer_collectives_than_the_group() -> None:
    fewer = changed(
        *TWO_COLLECTIVES,
        ("operators: [alice]", "operators: {alice: {collectives: [two]}, bob: }"),
    )
    (group,) = expansion.sites(loads(fewer, "topology.yaml"))[0].client_groups
    assert [(one.identity, one.collectives) for one in group.operators] == [
        ("alice.noc", ("two",)),
        ("bob.noc", ("one", "two")),
    ]


def test_servers_of_a_site_share_one_account() -> None:
    sites = expansion.sites(topology([("a", "b")], sites={"a": {"servers": {"web": {}, "db": {}}}}))
    assert {group.user for group in sites[0].server_groups} == {"servers-a"}


def test_a_standby_is_a_host_after_its_primary() -> None:
    standby = "{host: b1.example.net, store: /srv/mq, standby: {host: b2.example.net, address: 10.0.0.2}}"
    given = loads(changed(("{host: broker1.dc-a.example.net}", standby)), "topology.yaml")
    assert [host.name for host in expansion.hosts(given)] == [
        "broker1.noc.example.net",
        "b1.example.net",
        "b2.example.net",
    ]
    assert expansion.with_standby(given) == {"dc-a-1"}


def test_a_sites_name_in_a_link_stands_for_each_of_its_brokers() -> None:
    two = changed(("      noc-1: {host: b", "      noc-2: {host: broker2.noc.example.net}\n      noc-1: {host: b"))
    links = expansion.links(loads(two, "topology.yaml"))
    assert [(link.dialing, link.listening, link.index) for link in links] == [
        ("dc-a-1", "noc-2", 0),
        ("dc-a-1", "noc-1", 0),
    ]
    assert [link.user for link in links] == ["bridge-dc-a-1-noc-2", "bridge-dc-a-1-noc-1"]


def test_a_link_has_the_transport_of_the_network_unless_it_names_one() -> None:
    (link,) = expansion.links(loads(changed(("to: noc}", "to: noc, transport: plain}")), "topology.yaml"))
    assert (link.transport, expansion.links(BARE)[0].transport) == ("plain", "mtls")


def test_inner_addresses_are_there_only_where_a_link_goes_through_ipsec() -> None:
    assert expansion.inner_network(BARE) is None
    assert {host.inner_address for host in expansion.hosts(BARE)} == {None}


def test_whom_operators_must_reach_is_asked_once_for_each_broker_and_collective() -> None:
    two_groups = {"hub": {"clients": {"ops": {"operators": ["x"]}, "web": {"operators": ["y"]}}, "servers": {}}}
    given = commanded_from("hub", star(2))
    crowded = topology(star(2), sites={**two_groups, "leaf1": {"clients": {}}, "leaf2": {"clients": {}}})
    wanted = (Requirement("hub-1", "mcollective", ("leaf1-1", "leaf2-1")),)
    assert expansion.requirements(expansion.sites(given)) == wanted
    assert expansion.requirements(expansion.sites(crowded)) == wanted

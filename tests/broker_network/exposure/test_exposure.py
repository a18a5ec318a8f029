"""What is computed about stolen things, on networks and on files without an inventory."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings

from broker_network import examples, routes
from broker_network.design.planning import Plan, PlanRefused, plan
from broker_network.design.topology import Topology
from broker_network.exposure import AccessMap, Exposure, exposure, subject, subjects
from broker_network.mcollective.read import read_member
from broker_network.network import (
    Authentication,
    AuthenticationUser,
    AuthorizationEntry,
    Broker,
    Network,
    queue,
    topic,
)
from tests.support.networks import topologies


def access(made: Plan, inventory: bool = True) -> AccessMap:
    network, known = made
    return AccessMap(network, routes.hosts_of(known), known if inventory else None)


def stolen(who: str, name: str = "noc-datacenters", inventory: bool = True) -> Exposure:
    around = access(examples.load(name), inventory)
    return exposure(subject(around, who), around)


def test_an_operator_commands_all_servers_of_the_collectives_and_reads_own_replies_only() -> None:
    alice = stolen("alice")
    assert alice.commands is True
    (requests,) = alice.can("forge", "requests")
    assert requests.sites == ("dc-a", "dc-b", "dc-c")
    assert alice.can("read", "own replies") and not alice.can("take")


@pytest.mark.parametrize("inventory", [True, False], ids=["planned", "read"])
def test_an_operator_of_one_country_reaches_no_other(inventory: bool) -> None:
    felix = stolen("felix", "four-countries", inventory)
    assert {power.collective for power in felix.powers} == {"fr", None}
    assert {broker for power in felix.powers for broker in power.over} == {"fr-1"}


def test_an_account_without_its_signing_key_commands_nobody() -> None:
    password = stolen("password alice")
    assert password.commands is False
    assert password.needs_certificate == ("noc-1",)


def test_the_password_of_a_link_reads_and_takes_but_commands_nobody() -> None:
    link = stolen("bridge-dc-a-1-noc-1")
    assert link.commands is False
    assert link.can("take", "directed requests")
    assert set(link.needs_certificate) == {"dc-a-1", "noc-1"}


def test_a_request_is_sent_again_only_where_requests_may_be_written() -> None:
    (again,) = stolen("dc-a-1").can("forge", "requests again")
    assert again.sites == ("dc-a",)
    assert not stolen("server dc-a/acme-web").can("forge", "requests again")
    (everywhere,) = stolen("noc-1").can("forge", "requests again")
    assert everywhere.sites == ("dc-a", "dc-b", "dc-c")


def test_a_server_takes_requests_of_others_in_a_shared_collective_and_of_no_other() -> None:
    french = stolen("fr/web", "four-countries")
    taken = {power.collective: power.sites for power in french.can("take", "directed requests")}
    assert taken == {"fr": ("fr",), "eu": ("de", "fr")}


def test_a_server_signs_replies_of_any_server_and_a_broker_none() -> None:
    assert {power.counts for power in stolen("server dc-a/acme-web").can("forge", "replies")} == {True}
    assert {power.counts for power in stolen("noc-1").can("forge", "replies")} == {False}


def test_the_account_of_a_link_breaks_every_link_whose_account_may_not_carry_what_it_reads() -> None:
    every = {"dc-a-1 to noc-1", "dc-b-1 to noc-1", "dc-c-1 to noc-1"}
    (links,) = stolen("bridge-dc-a-1-noc-1").can("stop", "links")
    assert set(links.whom) == every
    (own,) = stolen("bridge-us-1-noc-1", "four-countries").can("stop", "links")
    assert own.whom == ("us-1 to noc-1",), "no other link of its collective"
    (through,) = stolen("broker dc-b-1").can("stop", "links")
    assert set(through.whom) == every, "whoever runs a broker has the account of its link"


def test_operators_and_servers_break_no_link() -> None:
    for who in ("alice", "server dc-a/acme-web", "password servers-dc-a"):
        assert not stolen(who).can("stop", "links")


def test_a_broker_stops_what_has_no_other_way() -> None:
    (all_traffic,) = stolen("noc-1").can("stop", "all traffic")
    assert all_traffic.sites == ("dc-a", "dc-b", "dc-c")
    (own,) = stolen("dc-a-1").can("stop", "all traffic")
    assert own.sites == ("dc-a",)


def test_a_laptop_is_worth_what_its_operators_are() -> None:
    (own,) = stolen("laptop noc/terminals").can("read", "own replies")
    assert own.whom == ("alice.noc", "bob.noc")


def test_without_client_certificates_a_password_is_enough() -> None:
    links = [{"from": "leaf", "to": "hub"}]
    sites = {
        "hub": {"brokers": {"hub-1": {"host": "hub.example"}}, "clients": {"ops": {"operators": ["alice"]}}},
        "leaf": {"brokers": {"leaf-1": {"host": "leaf.example"}}, "servers": {"web": {"count": 2}}},
    }
    content = {"title": "A", "activemq": "6.2.6", "sites": sites, "links": links}
    around = access(plan(Topology.model_validate({**content, "security": {"links": "mtls", "clients": "plain"}}), "t"))
    assert exposure(subject(around, "password servers-leaf"), around).needs_certificate == ()


def test_who_is_told_by_name_by_kind_and_by_the_short_name_of_an_operator() -> None:
    around = access(examples.load("noc-datacenters"))
    assert str(subject(around, "alice")) == "operator alice.noc"
    assert str(subject(around, "operator alice")) == "operator alice.noc"
    assert str(subject(around, "password:alice")) == "password alice"
    assert str(subject(around, "noc-1")) == "broker noc-1"
    with pytest.raises(LookupError, match=r'"nobody".*operator alice\.noc'):
        subject(around, "nobody")


@pytest.mark.parametrize("name", examples.names())
def test_files_alone_tell_the_same_reach_as_files_with_an_inventory(name: str) -> None:
    planned, read = (access(examples.load(name), inventory) for inventory in (True, False))
    for one in (one for one in subjects(planned) if one.kind == "operator"):
        account = one.accounts[0].user
        with_files = exposure(subject(read, f"operator {account}"), read).can("forge", "requests")
        with_inventory = exposure(one, planned).can("forge", "requests")
        assert {(p.collective, p.over) for p in with_files} == {(p.collective, p.over) for p in with_inventory}


@given(topologies())
@settings(max_examples=25, deadline=None)
def test_only_operators_and_their_laptops_command_in_planned_networks(topology: Topology) -> None:
    try:
        made = plan(topology, "t")
    except PlanRefused:
        assume(False)
        raise
    around = access(made)
    for one in subjects(around):
        found = exposure(one, around)
        assert (found.commands is True) <= (one.kind in ("operator", "laptop")), one
        assert not found.untold and not found.beyond
        assert all(power.sure for power in found.powers)
        assert not any(power.what == "replies" for power in found.can("take")) or one.kind not in ("operator", "server")


def _files(entries: tuple[AuthorizationEntry, ...], **changes: object) -> AccessMap:
    broker = Broker(
        "b",
        users=(AuthenticationUser("admin", "x", ("admins",)), AuthenticationUser("mco", "y", ("servers",))),
        authentication=Authentication("simple"),
        authorization="map",
        authorization_entries=entries,
    )
    return AccessMap(Network((replace(broker, **changes),)), {})  # type: ignore[arg-type]


MCOLLECTIVES_OWN = (
    AuthorizationEntry(queue("mcollective.>"), ("admins",), ("admins",), ("admins",)),
    AuthorizationEntry(topic("mcollective.>"), ("admins",), ("admins",), ("admins",)),
    AuthorizationEntry(queue("mcollective.nodes"), read=("servers",), admin=("servers",)),
    AuthorizationEntry(queue("mcollective.reply.>"), write=("servers",), admin=("servers",)),
    AuthorizationEntry(topic("mcollective.*.agent"), read=("servers",), admin=("servers",)),
    AuthorizationEntry(topic("mcollective.registration.agent"), write=("servers",), admin=("servers",)),
    AuthorizationEntry(topic("ActiveMQ.Advisory.>"), ("*",), ("*",), ("*",)),
)


def test_roles_of_files_follow_from_rights() -> None:
    around = _files(MCOLLECTIVES_OWN)
    kinds = {str(one) for one in subjects(around)}
    assert {"operator admin", "server mco", "broker b", "password admin", "password mco"} <= kinds
    server = exposure(subject(around, "server mco"), around)
    assert server.can("read", "connections") and server.can("read", "subscriptions")
    assert server.can("forge", "registrations") and not server.can("forge", "requests")
    assert server.can("take", "directed requests")


def test_with_one_key_for_all_any_member_counts() -> None:
    files = _files((AuthorizationEntry(queue(">"), ("servers",), ("servers",), ("servers",)),))
    psk = replace(files, members=(read_member("securityprovider = psk\n", "server.cfg"),))
    assert exposure(subject(psk, "server mco"), psk).commands is True
    ssl = replace(files, members=(read_member("securityprovider = ssl\n", "server.cfg"),))
    assert exposure(subject(ssl, "server mco"), ssl).commands is False
    assert exposure(subject(files, "server mco"), files).commands is None


def test_where_files_do_not_tell_the_rights_nothing_is_certain() -> None:
    around = _files((), authorization="other")
    found = exposure(subject(around, "password mco"), around)
    assert found.untold == ("b",)
    assert all(not power.sure for power in found.powers if power.what not in ("broker",))


def test_a_broker_that_asks_for_nothing_is_open_to_anybody() -> None:
    around = AccessMap(Network((Broker("b", users=(AuthenticationUser("mco", "", ()),)),)), {})
    found = exposure(subject(around, "anybody"), around)
    assert {power.what for power in found.can("forge")} >= {"requests"}
    assert found.can("take", "directed requests")


def test_a_dialed_address_of_no_known_broker_is_named() -> None:
    network, _ = examples.load("noc-datacenters")
    alone = Network(tuple(broker for broker in network.brokers if broker.name != "noc-1"))
    around = AccessMap(alone, {})
    assert exposure(subject(around, "broker dc-a-1"), around).beyond == ("ssl://broker1.noc.example.net:61617",)

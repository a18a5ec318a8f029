"""The order of a change: nothing that both networks promise is lost on the way, or it is said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from broker_network import examples, routes
from broker_network.changes import Pair, apply, diff, transition
from broker_network.changes.reachable_pairs import access_map_of, pairs_of, people_of
from broker_network.design.planning import plan
from broker_network.design.topology import Topology
from broker_network.network import Network
from tests.support.networks import planned, star, topologies
from tests.support.transitions import (
    between,
    brokers,
    example,
    firewalls,
    planned_or_not,
    sites_of,
    with_data_center,
)


def test_a_network_that_stays_needs_no_step() -> None:
    old = examples.load("noc-datacenters")
    assert between(old, old).steps == ()


def test_a_new_data_center_gets_its_accounts_at_the_hub_before_it_dials() -> None:
    found = between(examples.load("noc-datacenters"), with_data_center())
    assert brokers(found.steps) == [("install", "noc-1"), ("start", "dc-d-1")]
    assert found.loses_nothing
    assert firewalls(found.steps)[0].detail == ("open TCP 61617 for 10.5.0.11",)
    hub = next(step for step in found.steps if step.place == "noc-1")
    assert "bridge-dc-d-1-noc-1" in {change.name for change in hub.changes}
    assert {pair.server for pair in hub.cuts} == {"dc-a-1", "dc-b-1", "dc-c-1"}


def test_a_data_center_that_goes_stops_dialing_before_the_hub_forgets_it() -> None:
    found = between(with_data_center(), examples.load("noc-datacenters"))
    assert brokers(found.steps) == [("stop", "dc-d-1"), ("install", "noc-1")]
    assert firewalls(found.steps)[-1].detail == ("close TCP 61617 for 10.5.0.11",)
    assert found.loses_nothing


def test_who_dials_is_changed_without_loss_by_files_that_know_both_ways() -> None:
    found = between(examples.load("noc-datacenters"), examples.load("noc-dials"))
    assert found.loses_nothing
    assert brokers(found.steps) == [
        ("switch", "noc-1"),
        *(("install", f"dc-{letter}-1") for letter in "abc"),
        ("install", "noc-1"),
    ]
    files = [step.broker for step in found.steps if step.broker][:4]
    users = {user.username for broker in files for user in broker.users}
    assert {"bridge-noc-1-dc-a-1", "bridge-dc-a-1-noc-1"} <= users


def test_a_link_whose_sides_dial_each_other_gets_a_new_account_without_loss() -> None:
    links = [{"from": "a", "to": "b", "duplex": False}], [{"from": "b", "to": "a", "duplex": False}]
    old, new = (planned([("a", "b")], links=one) for one in links)
    assert between(old, new).loses_nothing


def test_a_link_that_becomes_cleartext_has_both_ports_open_for_the_time_being() -> None:
    old, new = (planned([("a", "b")], security={"links": links, "clients": "mtls"}) for links in ("mtls", "plain"))
    assert between(old, new).loses_nothing


def test_a_larger_ttl_is_one_step_for_each_broker_that_dials() -> None:
    links = [{"from": f"dc-{letter}", "to": "noc", "ttl": 2} for letter in "abc"]
    new = example("noc-datacenters", links=links)
    found = between(examples.load("noc-datacenters"), new)
    dialing = [step for step in found.steps if step.place != "noc-1"]
    assert [(step.work, step.place) for step in dialing] == [("install", f"dc-{letter}-1") for letter in "abc"]
    assert all(
        {change.attribute for change in step.changes if change.element == "networkConnector"}
        == {"messageTTL", "consumerTTL"}
        for step in dialing
    )
    assert found.loses_nothing


def test_a_password_changed_at_both_ends_cuts_the_link_between_the_steps_and_is_said() -> None:
    network, inventory = examples.load("noc-datacenters")
    old = _with_password(network, "bridge-dc-a-1-noc-1", "one")
    new = _with_password(network, "bridge-dc-a-1-noc-1", "two")
    hosts = routes.hosts_of(inventory)
    found = transition(old, new, hosts, hosts)
    assert [step.work for step in found.steps] == ["install", "install"]
    assert found.steps[0].lost == (Pair("noc-1", "dc-a-1", "mcollective"),)
    assert found.steps[1].lost == ()
    assert not found.loses_nothing


def _with_password(network: Network, user: str, password: str) -> Network:
    return Network(
        tuple(
            replace(
                broker,
                users=tuple(replace(one, password=password) if one.username == user else one for one in broker.users),
                network_connectors=tuple(
                    replace(one, password=password) if one.user_name == user else one
                    for one in broker.network_connectors
                ),
            )
            for broker in network.brokers
        )
    )


def test_a_restart_cuts_what_passes_the_broker_and_nothing_else() -> None:
    sites = sites_of("four-countries")
    sites["fr"]["clients"]["local"]["operators"] = ["felix", "fanny"]
    found = between(examples.load("four-countries"), example("four-countries", sites=sites))
    french = next(step for step in found.steps if step.place == "fr-1")
    assert {(pair.client, pair.server) for pair in french.cuts} == {("fr-1", "fr-1"), ("noc-1", "fr-1")}


@given(topologies(), topologies())
@settings(max_examples=12, deadline=None)
def test_all_steps_in_order_give_the_new_network_and_say_what_they_lose(one: Topology, other: Topology) -> None:
    old, new = planned_or_not(one), planned_or_not(other)
    found = between(old, new)
    last = apply(old.network, found.steps, [broker.name for broker in new.network.brokers])
    assert diff(last, new.network) == ()
    assert [broker.name for broker in last.brokers] == [broker.name for broker in new.network.brokers]
    assert not found.steps or not [step for step in found.steps if step.broker or step.work == "stop"][-1].lost
    hosts = {**routes.hosts_of(old.inventory), **routes.hosts_of(new.inventory)}
    ends = [access_map_of({broker.name: broker for broker in end.network.brokers}, hosts) for end in (old, new)]
    collectives = tuple(dict.fromkeys(name for end in ends for name in end.collectives))
    people = people_of(ends[0], collectives).common(people_of(ends[1], collectives))
    for count, step in enumerate(found.steps, start=1):
        state = apply(old.network, found.steps[:count])
        access = access_map_of({broker.name: broker for broker in state.brokers}, hosts)
        missing = set(found.promised) - pairs_of(access, collectives, people)
        if step.broker is not None or step.work == "stop":
            assert set(step.lost) == missing


@given(topologies())
@settings(max_examples=12, deadline=None)
def test_a_network_given_twice_needs_nothing(topology: Topology) -> None:
    old = planned_or_not(topology)
    assert between(old, plan(topology, "t")).steps == ()


@pytest.mark.parametrize("leaves", [2, 5])
def test_a_leaf_joins_a_star_without_loss(leaves: int) -> None:
    found = between(planned(star(leaves)), planned(star(leaves + 1)))
    assert found.loses_nothing
    assert brokers(found.steps)[-1] == ("start", f"leaf{leaves + 1}-1")

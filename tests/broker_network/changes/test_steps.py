"""The order of a change: nothing that both networks promise is lost on the way, or it is said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest
import yaml
from hypothesis import assume, given, settings

from broker_network import examples, routes
from broker_network.changes import Pair, Step, Transition, apply, diff, transition
from broker_network.changes.firewall_tasks import UNLOAD
from broker_network.changes.reachable_pairs import ground_of, pairs_of, people_of
from broker_network.changes.steps import Stage
from broker_network.design.planning import Plan, PlanRefused, plan
from broker_network.design.topology import Topology
from broker_network.network import Network
from broker_network.network.placement import Copy
from tests.support.networks import planned, star, topologies, tunneled


def example(name: str, **changes: Any) -> Plan:
    """The plan of an example whose topology was changed; `changes` replaces top-level keys."""
    content = yaml.safe_load((examples.FOLDER / name / "topology.yaml").read_text(encoding="utf-8"))
    return plan(Topology.model_validate({**content, **changes}), name)


def between(old: Plan, new: Plan) -> Transition:
    return transition(
        old.network,
        new.network,
        routes.hosts_of(old.inventory),
        routes.hosts_of(new.inventory),
        old.inventory,
        new.inventory,
    )


def planned_or_not(topology: Topology) -> Plan:
    """The plan of a drawn topology; one that is refused is none."""
    try:
        return plan(topology, "t")
    except PlanRefused:
        assume(False)
        raise


def brokers(steps: tuple[Step, ...]) -> list[tuple[str, str]]:
    """What is done to brokers, in order."""
    return [(step.work, step.place) for step in steps if step.work in get_args(Stage)]


def firewalls(steps: tuple[Step, ...]) -> list[Step]:
    """The steps at firewalls, in order."""
    return [step for step in steps if step.work == "firewall"]


def sites_of(name: str) -> dict[str, Any]:
    content = yaml.safe_load((examples.FOLDER / name / "topology.yaml").read_text(encoding="utf-8"))
    found: dict[str, Any] = content["sites"]
    return found


def with_data_center() -> Plan:
    sites = sites_of("noc-datacenters")
    sites["dc-d"] = {
        "network": "10.5.0.0/24",
        "brokers": {"dc-d-1": {"host": "broker1.dc-d.example.net", "address": "10.5.0.11"}},
        "servers": {"web": {"count": 5}},
    }
    links = [{"from": f"dc-{letter}", "to": "noc"} for letter in "abcd"]
    return example("noc-datacenters", sites=sites, links=links)


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


def place_of(steps: tuple[Step, ...], work: str, place: str) -> int:
    """The number of the first step with that work at that place."""
    return next(number for number, step in enumerate(steps) if (step.work, step.place) == (work, place))


def test_a_new_account_gets_its_line_on_each_host_before_the_broker_restarts_and_loses_it_at_the_end() -> None:
    there = between(examples.load("noc-datacenters"), with_data_center()).steps
    line = "bridge-dc-d-1-noc-1.password"
    told = place_of(there, "credentials", "broker1.noc.example.net")
    assert there[told].detail == (f"it has {line}",)
    assert there[told].copies == (Copy("secrets/brokers/noc-1/conf/*", "conf/"),)
    assert place_of(there, "secrets", "secrets/") < told < place_of(there, "install", "noc-1")
    back = between(with_data_center(), examples.load("noc-datacenters")).steps
    assert place_of(back, "install", "noc-1") < place_of(back, "credentials", "broker1.noc.example.net")
    cleaned = back[place_of(back, "secrets", "secrets/")]
    assert cleaned.detail == (f"delete {line} in secrets/brokers/noc-1/conf/credentials.properties",)
    assert "secrets/passwords/bridge-dc-d-1-noc-1" in cleaned.deletes


def test_both_hosts_of_a_broker_get_the_line_of_a_new_account() -> None:
    sites = sites_of("primary-standby")
    sites["noc"]["clients"]["terminals"]["operators"] = [*sites["noc"]["clients"]["terminals"]["operators"], "zoe"]
    steps = between(examples.load("primary-standby"), example("primary-standby", sites=sites)).steps
    hosts = [step.place for step in steps if step.work == "credentials"]
    assert hosts == ["broker1.noc.example.net", "broker2.noc.example.net"]
    assert steps[place_of(steps, "install", "noc-1")].hosts == tuple(hosts)


def test_a_new_operator_gets_files_after_the_broker_knows_the_account_and_who_leaves_loses_them() -> None:
    sites = sites_of("noc-datacenters")
    sites["noc"]["clients"]["terminals"]["operators"] = ["alice", "zoe"]
    steps = between(examples.load("noc-datacenters"), example("noc-datacenters", sites=sites)).steps
    files = steps[place_of(steps, "members", "clients/noc/terminals")]
    folder = "/etc/mcollective/operators"
    assert Copy("secrets/operators/zoe.noc/*", f"{folder}/zoe.noc/") in files.copies
    assert files.deletes == (f"{folder}/bob.noc/",)
    assert place_of(steps, "install", "noc-1") < steps.index(files)
    gone, came = (step for step in steps if step.work == "keys" and step.place == "dc-a")
    secrets = place_of(steps, "secrets", "secrets/")
    assert steps.index(gone) < secrets < steps.index(came)
    assert "secrets/servers/dc-a/ssl/clients/bob.pem" in steps[secrets].deletes


def test_a_heap_that_changes_alone_is_a_restart_with_its_file() -> None:
    sites = sites_of("noc-datacenters")
    sites["noc"]["brokers"]["noc-1"]["heap"] = 999
    (step,) = between(examples.load("noc-datacenters"), example("noc-datacenters", sites=sites)).steps
    assert (step.work, step.place, step.detail) == ("install", "noc-1", ("its heap becomes 999 MiB",))
    assert Copy("brokers/noc-1/env", "/etc/default/activemq") in step.copies


def test_more_servers_of_a_group_get_all_their_files() -> None:
    sites = sites_of("noc-datacenters")
    count = sites["dc-a"]["servers"]["acme-web"]["count"]
    sites["dc-a"]["servers"]["acme-web"]["count"] = count + 7
    steps = between(examples.load("noc-datacenters"), example("noc-datacenters", sites=sites)).steps
    assert steps[0].commands == ("./make-secrets host NAME ...      # 7 servers of dc-a/acme-web",)
    more = steps[place_of(steps, "members", "servers/dc-a/acme-web")]
    assert more.detail == ("install all files of this group on 7 more",)
    assert Copy("secrets/servers/dc-a/*", "/etc/mcollective/") in more.copies


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


def test_the_keys_of_an_operator_who_leaves_are_deleted_first() -> None:
    sites = sites_of("noc-datacenters")
    sites["noc"]["clients"]["terminals"]["operators"] = ["alice"]
    found = between(examples.load("noc-datacenters"), example("noc-datacenters", sites=sites))
    keys = [step for step in found.steps if step.work == "keys"]
    assert [step.place for step in keys] == ["dc-a", "dc-b", "dc-c"] and found.steps[:3] == tuple(keys)
    assert keys[0].detail == ("delete the public key of bob",)
    assert brokers(found.steps) == [("install", "noc-1")]
    assert found.loses_nothing and len(found.promised) == 3


def test_files_of_members_change_before_a_broker_stops() -> None:
    sites = sites_of("noc-datacenters")
    sites["dc-c"]["servers"]["globex-db"]["facts"] = {"datacenter": "d"}
    found = between(examples.load("noc-datacenters"), example("noc-datacenters", sites=sites))
    assert [(step.work, step.place, step.detail) for step in found.steps] == [
        ("members", "servers/dc-c/globex-db", ("install facts.yaml",))
    ]


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


def relayed(**members: Any) -> Plan:
    """A hub with a network and addresses, between two leaves; its clients and servers are those given."""
    site = {
        "network": "10.0.0.0/24",
        "brokers": {"hub-1": {"host": "broker1.hub.example.net", "address": "10.0.0.11"}},
        "clients": {},
        "servers": {},
        **members,
    }
    return planned([("a", "hub"), ("b", "hub")], sites={"hub": site})


@pytest.mark.parametrize(
    "members",
    [{"servers": {"web": {"count": 3}}}, {"clients": {"ops": {"operators": ["eve"]}}}],
    ids=["servers", "clients"],
)
def test_the_first_members_of_a_site_that_only_relayed_are_let_in_before_they_connect(members: dict[str, Any]) -> None:
    there, back = between(relayed(), relayed(**members)).steps, between(relayed(**members), relayed()).steps
    opened = next(step for step in there if step.work == "firewall")
    assert "open TCP 61614 for 10.0.0.0/24" in opened.detail
    joined = next(
        number for number, step in enumerate(there) if step.place.split("/")[1:] == ["hub", *members_of(members)]
    )
    assert there.index(opened) < joined
    closed = firewalls(back)[-1]
    assert closed.detail == ("close TCP 61614 for 10.0.0.0/24",) and closed.commands == (UNLOAD,)


def members_of(members: dict[str, Any]) -> list[str]:
    return [name for groups in members.values() for name in groups]


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
    ends = [ground_of({broker.name: broker for broker in end.network.brokers}, hosts) for end in (old, new)]
    collectives = tuple(dict.fromkeys(name for end in ends for name in end.collectives))
    people = people_of(ends[0], collectives).common(people_of(ends[1], collectives))
    for count, step in enumerate(found.steps, start=1):
        state = apply(old.network, found.steps[:count])
        ground = ground_of({broker.name: broker for broker in state.brokers}, hosts)
        missing = set(found.promised) - pairs_of(ground, collectives, people)
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


def test_tunnels_are_there_before_the_brokers_that_need_them_and_as_long_as_any_does() -> None:
    plain, inside = tunneled([("a", "b")], security={}), tunneled([("a", "b")])
    there, back = between(plain, inside).steps, between(inside, plain).steps
    place = "broker1.a.example.net"
    assert [step.work for step in there if step.place == place] == ["firewall", "tunnels"]
    assert next(step for step in there if step.work == "tunnels").detail[0] == "give it the inner address 10.255.0.1"
    assert firewalls(there)[-1].detail == ("close TCP 61617 for 10.1.0.11",)
    assert [step.work for step in back if step.place == place] == ["tunnels", "firewall"]
    assert firewalls(back)[-1].detail[0] == "close TCP 61616 in the tunnel for 10.255.0.1"


def test_a_network_whose_tunnels_stay_has_no_work_on_them() -> None:
    inside = tunneled([("a", "b")])
    assert not between(inside, inside).steps

"""Whatever this project plans has none of the faults that its rules know."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from broker_network import examples
from broker_network.activemq.releases import Release
from broker_network.bundle.activemq_xml import activemq_xml
from broker_network.bundle.mcollective import client_cfg, server_cfg
from broker_network.collect import read_files
from broker_network.design.planning import Plan, PlanRefused, plan
from broker_network.design.topology import Topology
from broker_network.network.index import index_of
from broker_network.rules import Case, Finding, Severity, check
from tests.support.networks import commanded_from, mesh, planned, ring, star, topologies


def findings(one: Plan, release: str | None = None) -> tuple[Finding, ...]:
    """What is found in all files of a plan, MCollective's included, run by a release where one is given."""
    index = index_of(one.network, one.inventory)
    files = {f"brokers/{b.name}/conf/activemq.xml": activemq_xml(b, one.inventory) for b in one.network.brokers}
    for client in one.inventory.client_groups:
        files[f"clients/{client.site}/{client.name}/client.cfg"] = client_cfg(client, index)
    for server in one.inventory.server_groups:
        files[f"servers/{server.site}/{server.name}/server.cfg"] = server_cfg(server, index)
    files["hosts.properties"] = "".join(f"{host.name} = {host.broker}\n" for host in one.inventory.hosts)
    reading = read_files({name: text.encode() for name, text in files.items()})
    return check(Case(reading, Release.parse(release) if release else None))


@pytest.mark.parametrize("name", examples.names())
def test_nothing_is_found_in_an_example_with_all_its_files(name: str) -> None:
    assert findings(examples.load(name)) == ()


@pytest.mark.parametrize(
    "links", [star(4), ring(3), ring(5), mesh(4)], ids=["star of 5", "ring of 3", "ring of 5", "mesh of 4"]
)
def test_nothing_is_found_in_the_usual_shapes(links: list[tuple[str, str]]) -> None:
    assert findings(planned(links)) == ()


def test_nothing_is_found_in_one_way_links_on_a_release_whose_duplex_links_lose_subscriptions() -> None:
    links = [{"from": near, "to": far, "duplex": False} for near, far in star(3)]
    one_way = findings(planned(star(3), activemq="6.3.1", links=links), "6.3.1")
    assert {one.severity for one in one_way} == {Severity.NOTE}
    duplex = findings(planned(star(3), activemq="6.3.1", accept_release="a trial"), "6.3.1")
    assert {one.rule for one in duplex if one.severity != Severity.NOTE} == {"release-fault"}


def test_nothing_is_found_where_only_one_site_commands() -> None:
    assert findings(plan(commanded_from("hub", star(4)), "test")) == ()


@pytest.mark.parametrize("links", [ring(4), mesh(4)], ids=["ring of 4", "mesh of 4"])
def test_nothing_is_found_where_circles_are_there_to_survive_a_failure(links: list[tuple[str, str]]) -> None:
    assert findings(planned(links, survives=["link"])) == ()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(topologies())
def test_nothing_is_found_in_whatever_is_planned(given_topology: Topology) -> None:
    try:
        one = plan(given_topology, "test")
    except PlanRefused:
        assume(False)
        raise
    # Some of these ask for no TLS, and are told so.
    assert [found for found in findings(one) if found.rule != "cleartext-link"] == []

"""What cannot be planned is refused with its key, and with what to write instead."""

from __future__ import annotations

from typing import Any

import pytest

from broker_network.design.planning import PlanRefused, plan
from broker_network.design.topology import Topology
from tests.support.networks import commanded_from, star, topology


def refused(given: Topology) -> list[tuple[str, str]]:
    with pytest.raises(PlanRefused) as error:
        plan(given, "t")
    return [(".".join(map(str, one.path)), one.message) for one in error.value.refusals]


@pytest.mark.parametrize("release", ["5.16.0", "7.0.0", "6.4.0"])
def test_a_release_whose_defaults_nobody_knows_is_refused_with_one_to_write(release: str) -> None:
    ((path, message),) = refused(topology([("a", "b")], activemq=release))
    assert path == "activemq"
    assert "write `activemq: " in message


def test_a_release_that_loses_demand_is_refused_for_duplex_links_alone() -> None:
    one_way = [{"from": "a", "to": "b", "duplex": False}]
    ((path, message),) = refused(topology([("a", "b")], activemq="6.2.7"))
    assert path == "activemq"
    assert "between a-1 and b-1)" in message
    assert plan(topology([("a", "b")], activemq="6.2.7", links=one_way), "t")


@pytest.mark.parametrize(
    ("release", "taken"), [("5.19.11", False), ("5.19.12", True), ("6.3.2", False), ("6.3.3", True)]
)
def test_the_releases_whose_notes_list_the_fix_are_taken_and_those_before_are_not(release: str, taken: bool) -> None:
    if taken:
        assert plan(topology([("a", "b")], activemq=release), "t").inventory.release == release
    else:
        ((_, message),) = refused(topology([("a", "b")], activemq=release))
        assert "as of December 1, 2026" in message


def test_it_is_taken_where_the_topology_says_why() -> None:
    assert plan(topology([("a", "b")], activemq="6.2.7", accept_release="one server, restarted daily"), "t")


def test_of_many_duplex_links_one_is_named_and_the_others_counted() -> None:
    ((_, message),) = refused(topology(star(5), activemq="6.2.7"))
    assert "leaf1-1 and hub-1, and 4 more)" in message


def mixed(*transports: str, **broker: Any) -> Topology:
    links = [
        {"from": f"leaf{number}", "to": "hub", "transport": transport} for number, transport in enumerate(transports, 1)
    ]
    hub = {"brokers": {"hub-1": {"host": "hub.example.net", "address": "10.0.0.1", **broker}}}
    leaves = {
        f"leaf{number}": {
            "brokers": {f"leaf{number}-1": {"host": f"l{number}.example.net", "address": f"10.0.{number}.1"}}
        }
        for number in range(1, len(transports) + 1)
    }
    security = {"inner_network": "10.255.0.0/24"}
    return topology(star(len(transports)), links=links, sites={"hub": hub, **leaves}, security=security)


def test_a_port_that_would_be_open_outside_of_its_tunnel_is_refused() -> None:
    ((path, message),) = refused(mixed("ipsec", "plain"))
    assert path == "links.1"
    assert "hub-1 is dialed through IPsec and without" in message


def test_one_port_for_two_transports_is_refused_and_two_ports_are_not() -> None:
    ((path, message),) = refused(mixed("mtls", "plain", openwire_port=7000))
    assert path == "sites.hub.brokers.hub-1.openwire_port"
    assert "remove `openwire_port`" in message
    assert plan(mixed("mtls", "plain"), "t")


def test_servers_that_nobody_reaches_are_refused_with_the_collective_that_stops() -> None:
    links = [{"from": "leaf1", "to": "hub", "collectives": ["two"]}]
    given = commanded_from("hub", star(1), collectives=["one", "two"], links=links)
    ((path, message),) = refused(given)
    assert path == "links"
    assert (
        "clients at hub-1 cannot reach the servers of collective one at `leaf1-1`; let the collective cross" in message
    )


def test_a_failure_that_is_not_survived_is_refused_by_its_name() -> None:
    found = refused(commanded_from("hub", star(1), survives=["link"]))
    assert {path for path, _ in found} == {"survives"}
    assert "take this failure out of `survives`" in found[0][1]


def test_a_link_that_carries_nothing_is_refused() -> None:
    triangle = [("leaf1", "hub"), ("leaf2", "hub"), ("leaf1", "leaf2")]
    ((path, message),) = refused(commanded_from("hub", triangle))
    assert path == "links.2"
    assert message.startswith("nobody needs the link between leaf1-1 and leaf2-1")


def test_every_reason_is_told_at_once_each_with_its_key() -> None:
    triangle = [("leaf1", "hub"), ("leaf2", "hub"), ("leaf1", "leaf2")]
    with pytest.raises(PlanRefused) as error:
        plan(commanded_from("hub", triangle, activemq="6.2.7"), "t")
    assert [line.partition(":")[0] for line in str(error.value).splitlines()] == ["activemq", "links.2"]

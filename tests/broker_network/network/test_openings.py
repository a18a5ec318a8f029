"""Which ports are open, and to whom: one answer, which files, tables and steps agree with."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import assume, given, settings

from broker_network import bundle, tables
from broker_network.design.planning import Plan, PlanRefused, plan
from broker_network.design.topology import Topology
from broker_network.network.index import index_of
from broker_network.network.openings import openings, openings_of
from tests.support.networks import planned, topologies, tunneled

RELAY: dict[str, Any] = {"clients": {}, "servers": {}}


def planned_or_not(topology: Topology) -> Plan:
    try:
        return plan(topology, "t")
    except PlanRefused:
        assume(False)
        raise


def test_a_broker_that_clients_and_servers_connect_to_listens_for_them_and_no_other() -> None:
    index = index_of(*planned([("a", "hub"), ("b", "hub")], sites={"hub": RELAY}))
    assert [one.kind for one in openings_of("hub-1", index)] == ["openwire"]
    assert [one.kind for one in openings_of("a-1", index)] == ["stomp"]


def test_of_two_brokers_of_a_site_only_that_of_the_pool_listens_for_clients_and_servers() -> None:
    both = {name: {"host": f"{name}.example.net"} for name in ("a-1", "a-2")}
    site = {"brokers": both, "clients": {"ops": {"operators": ["x"], "brokers": ["a-1"]}}, "servers": {}}
    far = {"clients": {}, "servers": {"web": {"count": 1}}}
    links = [{"from": one, "to": other} for one, other in (("a-1", "b-1"), ("a-2", "b-1"), ("a-1", "a-2"))]
    index = index_of(*planned([], sites={"a": site, "b": far}, links=links, survives=["link"]))
    assert [one.kind for one in openings_of("a-2", index)] == ["openwire"]


def test_a_broker_that_dials_all_others_and_has_no_members_listens_nowhere() -> None:
    made = planned([("relay", "a"), ("relay", "b")], sites={"relay": RELAY})
    assert openings_of("relay-1", index_of(*made)) == ()
    files = {path: content.decode() for path, content in bundle.files(made).items()}
    assert "<transportConnector " not in files["brokers/relay-1/conf/activemq.xml"]
    assert "| nobody dials it | nobody |" in files["README.md"]
    service = files["compose.yaml"].partition("  relay-1:\n")[2].partition("\n    networks:")[0]
    assert "healthcheck" not in service


def test_a_standby_is_open_as_its_primary_is() -> None:
    standby = {"host": "two.example.net", "standby": {"host": "three.example.net"}, "store": "/srv/mq"}
    index = index_of(*planned([("a", "b")], sites={"b": {"brokers": {"b-1": standby}}}))
    first, second = (openings(host, index) for host in index.hosts["b-1"])
    assert [(one.kind, one.port, one.brokers) for one in first] == [(one.kind, one.port, one.brokers) for one in second]


def test_ike_is_open_to_the_far_ends_of_tunnels() -> None:
    index = index_of(*tunneled([("a", "b")]))
    found = [one for one in openings_of("a-1", index) if one.kind == "ike"]
    assert [(one.protocol, one.port, one.sources) for one in found] == [
        ("UDP", 500, ("10.2.0.11",)),
        ("UDP", 4500, ("10.2.0.11",)),
    ]


@given(topologies())
@settings(max_examples=25, deadline=None)
def test_the_table_of_ports_the_firewall_and_the_listeners_agree(topology: Topology) -> None:
    made = planned_or_not(topology)
    index = index_of(*made)
    files = bundle.files(made)
    rows = {(row[0][0], row[2][0]): row[4] for row in tables.table("ports", *made).rows}
    for host in made.inventory.hosts:
        opened = [one for one in openings(host, index) if one.kind != "ike"]
        assert {(host.name, str(one.port)) for one in opened} == {key for key in rows if key[0] == host.name}
        text = files.get(f"firewall/{host.name}.nft", b"").decode()
        closed = {int(port) for port in re.findall(r"^    tcp dport (\d+) counter drop", text, re.M)}
        assert closed == {one.port for one in opened if one.sources is not None}
        for one in opened:
            assert len(rows[host.name, str(one.port)]) == len(one.brokers) + len(one.groups) > 0
            assert all(source in text for source in one.sources or ())

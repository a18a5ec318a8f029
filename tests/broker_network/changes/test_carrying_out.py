"""What the steps say is enough: carried out to the letter they lead to the new network, and nothing fails meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings

from broker_network import examples
from broker_network.changes.difference import changes_of
from broker_network.design.planning import Plan
from broker_network.design.topology import Topology
from tests.support.carrying_out import Hosts, comparable, wanted
from tests.support.networks import planned, topologies
from tests.support.transitions import between, planned_or_not


def carried_out(old: Plan, new: Plan) -> None:
    """Carry out all steps, and look for faults after each and at the end."""
    hosts = Hosts(old, new)
    for number, step in enumerate(between(old, new).steps, start=1):
        hosts.carry_out(step)
        assert list(hosts.faults(step)) == [], f"after step {number}, {step.work} {step.place}"
    everything = {**hosts.folder, **hosts.secrets}
    for name, files in wanted(hosts.new, everything).items():
        have = hosts.machines[name].files
        for path, text in files.items():
            assert path in have, f"{name} lacks {path}"
            assert comparable(path, have[path]) == comparable(path, text), f"{path} of {name}"
        rules = files.get("/etc/nftables.d/activemq.nft")
        assert (hosts.machines[name].rules is None) == (rules is None), f"rules of {name}"
    for name, broker in hosts.new.brokers.items():
        assert not list(changes_of(hosts.running[name], broker))
    leftover = {
        f"{name}: {path}"
        for name, machine in hosts.machines.items()
        for path in machine.files
        if "/ssl/clients/" in path or "/operators/" in path or path.startswith(("/etc/nft", "/etc/swanctl/conf.d/"))
        if name in wanted(hosts.new, everything) and path not in wanted(hosts.new, everything)[name]
    }
    assert not leftover
    for name in hosts.new.brokers:
        example = hosts.folder[f"brokers/{name}/conf/credentials.properties.example"].splitlines()
        keys = {line for line in example if line.endswith("=")}
        for host in hosts.new.host_names(name):
            assert set(hosts.machines[host].files["conf/credentials.properties"].splitlines()) == keys


@given(topologies(), topologies())
@settings(max_examples=40, deadline=None)
def test_between_any_two_networks(one: Topology, other: Topology) -> None:
    old, new = planned_or_not(one), planned_or_not(other)
    assume(not moved_inside(old, new))
    carried_out(old, new)


def moved_inside(old: Plan, new: Plan) -> bool:
    """Whether an inner address is another host's in the other network: no order of steps makes that work."""
    found = [{host.inner_address: host.name for host in of.inventory.hosts if host.inner_address} for of in (old, new)]
    names = [{name: address for address, name in one.items()} for one in found]
    return any(one[key] != other[key] for one, other in (found, names) for key in one if key in other)


@pytest.mark.parametrize(
    "pair", [("noc-datacenters", "noc-dials"), ("noc-dials", "noc-ipsec"), ("noc-ipsec", "noc-datacenters")]
)
def test_between_examples(pair: tuple[str, str]) -> None:
    carried_out(*(examples.load(name) for name in pair))


def standby(**changes: Any) -> Plan:
    """A hub on one host or two, with a network of its own."""
    broker = {"host": "one.example.net", "address": "10.0.0.11", **changes}
    site = {"network": "10.0.0.0/24", "brokers": {"hub-1": broker}}
    return planned([("a", "hub"), ("b", "hub")], sites={"hub": site})


TWO: dict[str, Any] = {"standby": {"host": "two.example.net", "address": "10.0.0.12"}, "store": "/srv/mq"}


@pytest.mark.parametrize(
    ("one", "other"), [({}, TWO), (TWO, {}), (TWO, {**TWO, "heap": 999})], ids=["it comes", "it goes", "a heap"]
)
def test_with_a_standby(one: dict[str, Any], other: dict[str, Any]) -> None:
    carried_out(standby(**one), standby(**other))

from __future__ import annotations

import dataclasses

import pytest

from broker_network import examples
from broker_network.lab.machines import hosts_file, machines
from broker_network.network import Inventory


def _inventory() -> Inventory:
    return examples.load("noc-datacenters").inventory


def test_every_machine_has_a_name_and_an_address_of_its_own_inside_its_site() -> None:
    found = machines(_inventory())
    assert len({machine.name for machine in found}) == len({machine.address for machine in found}) == len(found)
    assert all(machine.address in machine.network for machine in found)


def test_broker_hosts_have_the_addresses_of_the_topology() -> None:
    inventory = _inventory()
    given = {host.name: host.address for host in inventory.hosts}
    assert {one.name: str(one.address) for one in machines(inventory) if one.role == "broker"} == given


def test_at_most_so_many_members_of_a_group_are_made() -> None:
    found = machines(_inventory(), members=2)
    assert [one.name for one in found if (one.site, one.group) == ("dc-a", "acme-web")] == [
        "acme-web-1.dc-a",
        "acme-web-2.dc-a",
    ]


def test_a_topology_without_addresses_gets_some() -> None:
    inventory = _inventory()
    bare = dataclasses.replace(
        inventory,
        sites=tuple(dataclasses.replace(site, network=None) for site in inventory.sites),
        hosts=tuple(dataclasses.replace(host, address=None) for host in inventory.hosts),
    )
    found = machines(bare)
    assert len({machine.address for machine in found}) == len(found)
    assert len({machine.network for machine in found}) == len(inventory.sites)


def test_a_site_without_room_is_named() -> None:
    inventory = _inventory()
    small = dataclasses.replace(
        inventory, sites=tuple(dataclasses.replace(site, network="10.0.0.0/26") for site in inventory.sites)
    )
    with pytest.raises(ValueError, match=r"noc: 10\.0\.0\.0/26 has no room"):
        machines(small)


def test_a_terminal_knows_the_brokers_of_its_site_and_nobody_else() -> None:
    found = machines(_inventory())
    terminal = next(one for one in found if one.role == "client")
    lines = hosts_file(terminal, found).splitlines()
    assert lines[2:] == ["10.1.0.11 broker1.noc.example.net", f"{terminal.address} {terminal.name}"]


def test_hosts_with_one_address_in_two_sites_are_seen_at_different_ones() -> None:
    inventory = _inventory()
    same = {"dc-a-1": "10.2.0.11", "dc-b-1": "10.2.0.11"}
    hosts = tuple(
        dataclasses.replace(host, address=same[host.broker], outside_address=None) if host.broker in same else host
        for host in inventory.hosts
    )
    sites = tuple(
        dataclasses.replace(site, network="10.2.0.0/24") if site.name in ("dc-a", "dc-b") else site
        for site in inventory.sites
    )
    found = machines(dataclasses.replace(inventory, hosts=hosts, sites=sites))
    by_name = {one.name: one for one in found if one.role == "broker"}
    noc = next(one for one in by_name.values() if one.site == "noc")
    far = [one for one in by_name.values() if one.site != "noc"]
    assert len({one.seen_from("noc") for one in far}) == len(far)
    lines = hosts_file(noc, found).splitlines()
    assert all(f"{one.seen_from('noc')} {one.name}" in lines for one in far)


def test_a_router_that_several_hosts_are_behind_is_more_than_the_lab_has() -> None:
    inventory = _inventory()
    hosts = tuple(dataclasses.replace(host, outside_address="203.0.113.1") for host in inventory.hosts)
    with pytest.raises(ValueError, match="have one outside address"):
        machines(dataclasses.replace(inventory, hosts=hosts))

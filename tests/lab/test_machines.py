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

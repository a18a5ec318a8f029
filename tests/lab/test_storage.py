"""Where the lab's hosts mount the stores of brokers."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from broker_network import examples
from broker_network.lab.errors import LabError
from broker_network.lab.storage import shares
from broker_network.network import Network, PersistenceAdapter


def _network(directory: str, example: str = "primary-standby") -> Network:
    brokers = examples.load(example).network.brokers
    store = PersistenceAdapter("kahaDB", directory)
    return Network((dataclasses.replace(brokers[0], persistence=store), *brokers[1:]))


def test_both_hosts_of_a_broker_mount_the_same_folder_over_one_that_exists(tmp_path: Path) -> None:
    inventory = examples.load("primary-standby").inventory
    found = shares(_network(f"{tmp_path}/activemq/noc-1"), inventory)
    assert list(found) == ["broker1.noc.example.net", "broker2.noc.example.net"]
    (first,), (second,) = found.values()
    assert first == second
    assert str(first.target) == str(tmp_path)
    assert str(first.folder) == "stores/noc-1/activemq/noc-1"
    assert first.source.endswith("/stores/noc-1")


def test_a_store_among_activemqs_own_folders_is_mounted_nowhere() -> None:
    assert shares(*examples.load("noc-datacenters")) == {}


def test_a_store_whose_first_folder_does_not_exist_is_refused_with_a_way_out() -> None:
    inventory = examples.load("primary-standby").inventory
    with pytest.raises(LabError, match=r"no place to mount /nowhere/noc-1 .*such as /srv"):
        shares(_network("/nowhere/noc-1"), inventory)


def test_two_stores_of_a_host_that_would_cover_one_another_are_refused(tmp_path: Path) -> None:
    network, inventory = examples.load("primary-standby")
    brokers = [
        dataclasses.replace(broker, persistence=PersistenceAdapter("kahaDB", f"{tmp_path}/{broker.name}"))
        for broker in network.brokers
    ]
    hosts = tuple(dataclasses.replace(host, name="one.example.net") for host in inventory.hosts)
    with pytest.raises(LabError, match=r"both below .*; give them different folders"):
        shares(Network(tuple(brokers)), dataclasses.replace(inventory, hosts=hosts))

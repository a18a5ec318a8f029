"""What stands around a network: sites, hosts, people."""

from __future__ import annotations

import pytest

from broker_network import examples
from broker_network.network import Host
from broker_network.network.inventory import InnerNetwork

INVENTORY = examples.load("noc-datacenters").inventory


def test_a_broker_stands_in_one_site_and_one_that_there_is_not_in_none() -> None:
    assert INVENTORY.site_of("dc-a-1").name == "dc-a"
    with pytest.raises(KeyError):
        INVENTORY.site_of("dc-z-1")


def test_a_broker_with_a_standby_may_run_on_two_hosts() -> None:
    inventory = examples.load("primary-standby").inventory
    counts = {len(inventory.hosts_of(name)) for site in inventory.sites for name in site.brokers}
    assert 2 in counts


def test_groups_come_in_the_order_of_their_sites() -> None:
    assert INVENTORY.server_groups == tuple(group for site in INVENTORY.sites for group in site.server_groups)
    assert INVENTORY.client_groups == tuple(group for site in INVENTORY.sites for group in site.client_groups)


@pytest.mark.parametrize("name", examples.names())
def test_each_operator_is_listed_once_by_an_identity_that_ends_in_the_site(name: str) -> None:
    inventory = examples.load(name).inventory
    identities = [operator.identity for operator in inventory.operators]
    assert len(set(identities)) == len(identities)
    for group in inventory.client_groups:
        assert all(operator.identity == f"{operator.name}.{group.site}" for operator in group.operators)


def test_a_host_is_dialed_by_its_name_and_inside_a_tunnel_by_its_inner_address() -> None:
    assert Host("b.example.net", "b", "b").dialed_as == ("b.example.net",)
    assert Host("b.example.net", "b", "b", None, "10.255.0.2").dialed_as == ("b.example.net", "10.255.0.2")


@pytest.mark.parametrize(("prefix", "version", "length"), [("10.255.0.0/24", 4, 32), ("fd00:255::/64", 6, 128)])
def test_an_inner_network_tells_its_version_and_the_prefix_of_one_address(
    prefix: str, version: int, length: int
) -> None:
    inner = InnerNetwork(prefix, "unused")
    assert (inner.version, inner.length) == (version, length)

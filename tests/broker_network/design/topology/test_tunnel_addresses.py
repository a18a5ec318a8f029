"""Inner addresses: given, or the next free ones of the inner network."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from broker_network.design.topology import Topology
from broker_network.design.topology.tunnel_addresses import gateway, inner_addresses, room, uses_ipsec
from tests.support.networks import topology


def tunneled(network: str = "10.255.0.0/28", **brokers: Any) -> Topology:
    def site(number: int, name: str) -> dict[str, Any]:
        own = {"host": f"{name}.example.net", "address": f"10.0.{number}.1", **brokers.get(name, {})}
        return {"brokers": {f"{name}-1": own}}

    sites = {name: site(number, name) for number, name in enumerate("abc")}
    security = {"links": "ipsec", "inner_network": network}
    return topology([("a", "b"), ("b", "c")], sites=sites, security=security)


def test_without_a_link_through_ipsec_there_are_none() -> None:
    plain = topology([("a", "b")])
    assert not uses_ipsec(plain)
    assert inner_addresses(plain) == {}


def test_hosts_get_the_next_free_addresses_in_the_order_of_the_file() -> None:
    found = inner_addresses(tunneled())
    assert [str(found[f"{name}.example.net"]) for name in "abc"] == ["10.255.0.1", "10.255.0.2", "10.255.0.3"]


def test_an_address_that_is_given_is_nobody_elses() -> None:
    found = inner_addresses(tunneled(c={"inner_address": "10.255.0.1"}))
    assert [str(found[f"{name}.example.net"]) for name in "abc"] == ["10.255.0.2", "10.255.0.3", "10.255.0.1"]


def test_a_host_for_which_there_is_no_room_is_left_out() -> None:
    assert set(inner_addresses(tunneled("10.255.0.0/30"))) == {"a.example.net"}


@given(st.sampled_from(["10.255.0.0/24", "10.255.0.0/29", "fd00:255::/120"]))
def test_no_host_has_the_address_of_the_network_its_gateway_or_its_broadcast(prefix: str) -> None:
    network = ip_network(prefix)
    addresses = set(room(network))
    assert addresses < set(network)
    assert not addresses & {network[0], network[-1], gateway(network)}
    assert gateway(network) == ip_address(int(network[-1]) - 1)

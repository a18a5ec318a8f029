"""Sites behind routers that translate addresses: addresses are per site."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from broker_network.design.planning import Plan
from broker_network.design.topology.translated_addresses import ambiguous_addresses
from broker_network.network.index import index_of
from broker_network.network.openings import Opening, openings_of
from tests.support.networks import planned, star, topology


def shop(number: int, network: str | None, address: str, **more: Any) -> dict[str, Any]:
    """A site with one broker."""
    broker = {"host": f"shop{number}.example.net", "address": address, **more}
    return {"brokers": {f"leaf{number}-1": broker}, **({"network": network} if network else {})}


HUB = {"network": "10.1.0.0/24", "brokers": {"hub-1": {"host": "hub.example.net", "address": "10.1.0.11"}}}


def shops(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """The sites of a star of two."""
    return {"hub": HUB, "leaf1": first, "leaf2": second}


def openwire(plan: Plan) -> Opening:
    """The port at which the hub is dialed."""
    index = index_of(*plan)
    return next(one for one in openings_of("hub-1", index) if one.kind == "openwire")


def test_sites_with_the_same_addresses_are_planned_and_what_a_firewall_lacks_is_said() -> None:
    same = [shop(number, "192.168.0.0/24", "192.168.0.10") for number in (1, 2)]
    found = openwire(planned(star(2), sites=shops(*same)))
    assert found.sources is None
    assert found.missing == "an outside_address for shop1.example.net, shop2.example.net"


def test_a_firewall_lets_in_the_addresses_that_arrive() -> None:
    same = [shop(number, "192.168.0.0/24", "192.168.0.10", outside_address=f"203.0.113.{number}") for number in (1, 2)]
    assert openwire(planned(star(2), sites=shops(*same))).sources == ("203.0.113.1", "203.0.113.2")


def test_in_its_own_site_a_host_is_seen_at_its_own_address() -> None:
    brokers = {
        name: {"host": f"{name}.example.net", "address": f"10.1.0.{number}", "outside_address": "203.0.113.9"}
        for number, name in enumerate(("a-1", "a-2"), 11)
    }
    site = {"network": "10.1.0.0/24", "brokers": brokers}
    plan = planned([], sites={"a": site}, links=[{"from": "a-2", "to": "a-1"}])
    index = index_of(*plan)
    assert next(one for one in openings_of("a-1", index) if one.kind == "openwire").sources == ("10.1.0.12",)


@given(st.sampled_from(["192.168.0.0/24", "192.168.0.0/16", "192.168.1.0/24", None]), st.booleans())
def test_an_address_is_ambiguous_exactly_where_another_site_may_have_it(network: str | None, outside: bool) -> None:
    more = {"outside_address": "203.0.113.1"} if outside else {}
    address = "192.168.1.10" if network == "192.168.1.0/24" else "192.168.0.10"
    first = shop(1, "192.168.0.0/24", "192.168.0.10", **more)
    given_topology = topology(star(2), sites=shops(first, shop(2, network, address)))
    shared = network != "192.168.1.0/24"
    expected = {"shop2.example.net", *(() if outside else ("shop1.example.net",))} if shared else set()
    assert ambiguous_addresses(given_topology) == frozenset(expected)

"""Tunnels follow from the links, and both ends of each agree."""

from __future__ import annotations

import re
from typing import Any

from broker_network import bundle
from broker_network.network import tunnels
from broker_network.network.index import NetworkIndex, index_of
from tests.support.networks import planned, tunneled

STANDBY = {"host": "b2.example.net", "address": "10.2.0.12"}
WITH_STANDBY = {
    "brokers": {"b-1": {"host": "b1.example.net", "address": "10.2.0.11", "store": "/srv/mq", "standby": STANDBY}}
}


def index(*links: tuple[str, str], **changes: Any) -> NetworkIndex:
    return index_of(*tunneled(list(links), **changes))


def named(found: NetworkIndex, broker: str) -> dict[str, bool]:
    """The tunnels of a broker's first host, and whether it sets them up."""
    return {one.name: one.starts for one in tunnels.tunnels(found.hosts[broker][0], found)}


def test_each_link_has_a_tunnel_that_the_dialing_side_sets_up() -> None:
    found = index(("a", "hub"), ("b", "hub"))
    assert named(found, "hub-1") == {"a-1": False, "b-1": False}
    assert named(found, "a-1") == {"hub-1": True}


def test_both_hosts_of_a_broker_with_a_standby_have_a_tunnel_and_none_between_them() -> None:
    found = index(("a", "b"), sites={"b": WITH_STANDBY})
    assert named(found, "a-1") == {"b-1": True, "b-1_standby": True}
    assert [[one.name for one in tunnels.tunnels(host, found)] for host in found.hosts["b-1"]] == [["a-1"], ["a-1"]]


def test_what_goes_out_at_one_end_comes_in_at_the_other() -> None:
    duplex, one_way = index(("a", "b")), index(("a", "b"), links=[{"from": "a", "to": "b", "duplex": False}])
    for found, children in ((duplex, ({"out"}, {"in"})), (one_way, ({"out", "in"}, {"out", "in"}))):
        (near,), (far,) = (tunnels.tunnels(found.hosts[name][0], found) for name in ("a-1", "b-1"))
        assert (set(near.children), set(far.children)) == children
        assert (near.dials, near.serves) == (far.serves, far.dials)


def test_links_with_tls_have_none() -> None:
    found = index_of(*planned([("a", "b")]))
    assert not tunnels.has_tunnels(found.inventory) and not named(found, "a-1")


def _settings(files: dict[str, bytes], host: str, key: str) -> list[str]:
    return re.findall(rf"^ *{key} = (.*)$", files[f"ipsec/{host}/swanctl.conf"].decode(), re.MULTILINE)


def test_the_files_of_both_ends_mirror_each_other() -> None:
    files = bundle.files(tunneled([("a", "b")]))
    near, far = "broker1.a.example.net", "broker1.b.example.net"
    for mine, other in (("local_addrs", "remote_addrs"), ("local_ts", "remote_ts")):
        assert _settings(files, near, mine) == _settings(files, far, other) != []
        assert _settings(files, near, other) == _settings(files, far, mine) != []
    assert _settings(files, near, "id") == [near, far] == _settings(files, far, "id")[::-1]
    for same in ("proposals", "esp_proposals", "version", "encap"):
        assert _settings(files, near, same) == _settings(files, far, same)


def test_no_outer_address_lies_inside_what_a_tunnel_carries() -> None:
    plan = tunneled([("a", "hub"), ("b", "hub")])
    outer = {host.address for host in plan.inventory.hosts}
    files = bundle.files(plan)
    for host in plan.inventory.hosts:
        carried = _settings(files, host.name, "local_ts") + _settings(files, host.name, "remote_ts")
        assert carried and not {one.partition("/")[0] for one in carried} & outer


def test_inner_addresses_of_ipv6_are_written_as_such() -> None:
    plan = tunneled([("a", "b")], security={"links": "ipsec", "inner_network": "fd00:255::/64"})
    files = bundle.files(plan)
    assert b"tcp://[fd00:255::2]:61616" in files["brokers/a-1/conf/activemq.xml"]
    assert b"fd00\\:255\\:\\:2 = b-1" in files["brokers/hosts.properties"]
    assert _settings(files, "broker1.a.example.net", "local_ts") == ["fd00:255::1/128[tcp]"]
    assert b"ip6 saddr fd00:255::1 tcp dport 61616 accept" in files["firewall/broker1.b.example.net.nft"]

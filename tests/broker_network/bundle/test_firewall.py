from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from broker_network.bundle import firewall
from broker_network.network.index import NetworkIndex, index_of
from broker_network.network.openings import openings
from tests.support.networks import planned, tunneled
from tests.support.programs import needs, run, succeeded


def place(number: int, **changes: Any) -> dict[str, Any]:
    name = f"s{number}"
    broker = {"host": f"{name}.example.net", "address": f"10.{number}.0.11"}
    return {"network": f"10.{number}.0.0/24", "brokers": {f"{name}-1": broker}, **changes}


def star(**changes: Any) -> NetworkIndex:
    sites = {f"s{number}": place(number) for number in (1, 2, 3)}
    for name, change in changes.items():
        sites[name].update(change)
    return index_of(*planned([("s2", "s1"), ("s3", "s1")], sites=sites))


def rules(index: NetworkIndex, broker: str) -> str:
    text = firewall.nft(index.hosts[broker], index)
    assert text is not None
    return text


def test_openwire_is_open_to_those_who_dial_and_stomp_to_the_site() -> None:
    text = rules(star(), "s1-1")
    assert "10.2.0.11,\n      10.3.0.11,\n    } tcp dport 61617 accept" in text
    assert "ip saddr 10.1.0.0/24 tcp dport 61614 accept" in text
    assert text.count("drop") == 2


def test_a_broker_dialed_with_and_without_tls_has_rules_for_both_ports() -> None:
    sites = {f"s{number}": place(number) for number in (1, 2, 3)}
    links = [{"from": "s2", "to": "s1"}, {"from": "s3", "to": "s1", "transport": "plain"}]
    text = rules(index_of(*planned([], sites=sites, links=links)), "s1-1")
    assert "ip saddr 10.2.0.11 tcp dport 61617 accept" in text
    assert "ip saddr 10.3.0.11 tcp dport 61616 accept" in text
    assert text.count("drop") == 3


def test_a_broker_that_nobody_dials_has_no_rule_for_other_brokers() -> None:
    assert "61617" not in rules(star(), "s2-1")


def test_a_standby_may_dial_too() -> None:
    standby = {"host": "s2b.example.net", "address": "10.2.0.12"}
    broker = {"host": "s2.example.net", "address": "10.2.0.11", "standby": standby, "store": "/srv/mq"}
    assert "10.2.0.12" in rules(star(s2={"brokers": {"s2-1": broker}}), "s1-1")


def test_both_families_have_their_own_line() -> None:
    six = {"network": "2001:db8:2::/64", "brokers": {"s2-1": {"host": "s2.example.net", "address": "2001:db8:2::11"}}}
    index = star(s2=six)
    assert "ip6 saddr 2001:db8:2::11 tcp dport 61617 accept" in rules(index, "s1-1")
    assert "ip saddr 10.3.0.11 tcp dport 61617 accept" in rules(index, "s1-1")
    assert "ip6 saddr 2001:db8:2::/64 tcp dport 61614 accept" in rules(index, "s2-1")


def test_a_dialing_broker_without_address_leaves_the_port_unguarded_and_is_named() -> None:
    index = star(s3={"brokers": {"s3-1": {"host": "s3.example.net"}}})
    text = rules(index, "s1-1")
    assert "tcp dport 61617" not in text
    assert (
        "# Not guarded here: OpenWire of s1-1, port 61617. topology.yaml lacks an address for s3.example.net." in text
    )
    assert ("s1.example.net", "an address for s3.example.net") in [
        (one.host, one.missing) for one in firewall.unwritten(index)
    ]


def test_a_host_without_address_has_no_rules_and_all_its_ports_are_named() -> None:
    index = star(s1={"brokers": {"s1-1": {"host": "s1.example.net"}}})
    assert firewall.nft(index.hosts["s1-1"], index) is None
    assert [one.what for one in firewall.unwritten(index)] == [
        "OpenWire of s1-1, port 61617",
        "STOMP of s1-1, port 61614",
    ]


def test_a_site_without_network_leaves_its_stomp_port_unguarded() -> None:
    index = star(s2={"network": None})
    assert firewall.nft(index.hosts["s2-1"], index) is None
    assert [one.missing for one in firewall.unwritten(index)] == ["a network for the site s2"]


def test_a_broker_that_only_joins_others_has_no_port_for_clients_and_servers_to_guard() -> None:
    index = star(s1={"clients": {}, "servers": {}})
    assert "61614" not in rules(index, "s1-1")
    assert not firewall.unwritten(index)


def test_a_listener_for_clients_and_servers_that_nobody_uses_is_closed_to_all() -> None:
    index = star(s1={"network": None})
    (opening,) = (one for one in openings(index.hosts["s1-1"][0], index) if one.kind == "stomp")
    unused = replace(opening, groups=(), sources=(), missing=None)
    text = firewall.rule_set("t", "s1.example.net", ("s1-1",), (unused,))
    assert text is not None
    assert "tcp dport 61614 counter drop" in text and "61614 accept" not in text


def test_all_brokers_of_a_machine_are_in_its_one_rule_set() -> None:
    broker = {"host": "s1.example.net", "address": "10.1.0.11"}
    second = {**broker, "stomp_port": 61624}
    sites = {"s1": place(1, brokers={"s1-1": broker, "s1-2": second}, clients={})}
    index = index_of(*planned([], sites=sites))
    text = firewall.nft((*index.hosts["s1-1"], *index.hosts["s1-2"]), index)
    assert text is not None
    assert "tcp dport { 61614, 61624 }" in text


@needs("nft")
@pytest.mark.skipif(os.geteuid() != 0, reason="nft needs root, even to check")
def test_nft_takes_the_file_twice_and_leaves_one_table(tmp_path: Path) -> None:
    path = tmp_path / "host.nft"
    path.write_text(rules(star(), "s1-1"))
    succeeded(run("nft", "-c", "-f", path))
    listing = succeeded(run("unshare", "--net", "sh", "-ec", 'nft -f "$1"; nft -f "$1"; nft list ruleset', "sh", path))
    assert listing.count("table inet activemq") == 1
    assert listing.count("tcp dport 61617") == 2
    assert "policy accept" in listing


# Two namespaces and a cable: who is let in, and that nothing but the broker's ports is governed.
TRY = r"""
ip link add left type veth peer name right
ip link set lo up
unshare --net sleep 30 & other=$!
while [ "$(readlink /proc/$other/ns/net)" = "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
ip link set right netns $other
ip addr add 10.1.0.11/8 dev left; ip link set left up
for address in 10.2.0.11 10.1.0.50 10.9.0.9; do nsenter -t $other -n ip addr add $address/8 dev right; done
nsenter -t $other -n ip link set right up
nft -f "$1"
"$2" - $other <<'END'
import ctypes, os, socket, sys
for port in (61617, 61614, 22):
    listener = socket.socket(); listener.bind(("0.0.0.0", port)); listener.listen(); globals()[f"l{port}"] = listener
def reaches(source, target, port):
    connection = socket.socket(); connection.settimeout(1); connection.bind((source, 0))
    try: connection.connect((target, port)); return True
    except TimeoutError: return False
    finally: connection.close()
print("the host itself", reaches("127.0.0.1", "127.0.0.1", 61617), reaches("127.0.0.1", "127.0.0.1", 61614))
descriptor = os.open(f"/proc/{sys.argv[1]}/ns/net", os.O_RDONLY)
assert ctypes.CDLL(None).setns(descriptor, 0) == 0
for name, source in (("a broker", "10.2.0.11"), ("the site", "10.1.0.50"), ("anybody", "10.9.0.9")):
    print(name, *(reaches(source, "10.1.0.11", port) for port in (61617, 61614, 22)))
END
kill $other
"""


@needs("nft", "ip", "unshare", "nsenter")
@pytest.mark.skipif(os.geteuid() != 0, reason="network namespaces need root")
def test_packets_get_through_exactly_where_the_file_says(tmp_path: Path) -> None:
    import sys

    path = tmp_path / "host.nft"
    path.write_text(rules(star(), "s1-1"))
    printed = succeeded(run("unshare", "--net", "sh", "-ec", TRY, "sh", path, sys.executable))
    assert printed.splitlines() == [
        "the host itself True True",
        "a broker True False True",
        "the site False True True",
        "anybody False False True",
    ]


class TestTunnels:
    def test_openwire_is_open_to_inner_addresses_out_of_a_tunnel_alone(self) -> None:
        text = rules(index_of(*tunneled([("a", "hub"), ("b", "hub")])), "hub-1")
        # Sites are numbered as they first come: a, hub, b.
        lines = [line for line in text.splitlines() if "dport 61616" in line]
        assert "meta ipsec missing tcp dport 61616 counter drop" in lines[0]
        assert "10.255.0.1,\n      10.255.0.3,\n    } tcp dport 61616 accept" in text
        assert "counter drop" in lines[-1] and "10.1.0.11" not in "".join(lines)

    def test_ike_is_open_to_the_hosts_of_linked_brokers(self) -> None:
        index = index_of(*tunneled([("a", "hub"), ("b", "hub")]))
        assert "10.1.0.11,\n      10.3.0.11,\n    } udp dport { 500, 4500 } accept" in rules(index, "hub-1")
        assert "ip saddr 10.2.0.11 udp dport { 500, 4500 } accept" in rules(index, "a-1")

    def test_a_host_that_nothing_but_tunnels_ends_at_has_rules_for_these(self) -> None:
        silent: dict[str, Any] = {"r": {"clients": {}, "servers": {}}}
        text = rules(index_of(*tunneled([("r", "a"), ("r", "b")], sites=silent)), "r-1")
        assert "tcp dport" not in text
        assert "udp dport { 500, 4500 } accept" in text and "rt ipsec missing" in text

    def test_what_is_meant_for_a_tunnel_does_not_leave_around_it(self) -> None:
        text = rules(index_of(*tunneled([("a", "hub")])), "a-1")
        assert 'ip daddr 10.255.0.2 oifname != "ipsec0" rt ipsec missing counter drop' in text
        assert "hook output" not in rules(star(), "s1-1")

    @needs("nft", "unshare")
    @pytest.mark.skipif(os.geteuid() != 0, reason="only root loads rules")
    def test_the_rules_load(self, tmp_path: Path) -> None:
        file = tmp_path / "rules.nft"
        file.write_text(rules(index_of(*tunneled([("a", "hub"), ("b", "hub")])), "hub-1"), "utf-8")
        succeeded(run("unshare", "--net", "nft", "-f", file))

"""What must be accepted: relations that look like clashes and are none. The clashes are in corpus/."""

import time

import pytest

from broker_network.design.topology import loads
from tests.support.minimal_topology import MINIMAL, changed

RIGHT = {
    "a broker that is alone": "title: x\nactivemq: 6.2.6\nsites: {a: {brokers: {b: {host: localhost}}}}\n",
    "a site and its only broker of one name": changed(("noc-1:", "noc:")),
    "a link by the names of brokers": changed(("{from: dc-a, to: noc}", "{from: dc-a-1, to: noc-1}")),
    "ipsec with an inner address that is given": changed(
        ("broker1.noc.example.net", "broker1.noc.example.net, address: 10.1.0.11, inner_address: 10.255.0.2"),
        ("broker1.dc-a.example.net", "broker1.dc-a.example.net, address: 10.2.0.11"),
        ("links:", "security: {links: ipsec, inner_network: 10.255.0.0/29}\nlinks:"),
    ),
    "one link through ipsec, and a broker without an address elsewhere": changed(
        ("broker1.noc.example.net", "broker1.noc.example.net, address: 10.1.0.11"),
        ("broker1.dc-a.example.net", "broker1.dc-a.example.net, address: 10.2.0.11"),
        ("links:", "  dc-b: {brokers: {dc-b-1: {host: h}}}\nsecurity: {inner_network: 10.255.0.0/24}\nlinks:"),
        ("to: noc}", "to: noc, transport: ipsec}\n  - {from: dc-b, to: noc}"),
    ),
    "the same port on different hosts": changed(
        ("dc-a.example.net", "dc-a.example.net, stomp_port: 7001, openwire_port: 7002"),
        ("noc.example.net", "noc.example.net, stomp_port: 7001, openwire_port: 7002"),
    ),
    "a STOMP port that OpenWire has by default, where no link needs that one": changed(
        ("noc.example.net", "noc.example.net, stomp_port: 61617"), ("to: noc}", "to: noc, transport: plain}")
    ),
    "addresses of both kinds, where no link joins them": changed(
        ("{host: broker1.noc.example.net}", "{host: h, address: 10.0.0.1}\n      noc-2: {host: h2, address: 'fd::2'}"),
        ("to: noc}", "to: noc-1}\n  - {from: noc-2, to: dc-a}"),
    ),
    "networks side by side": changed(
        ("  noc:\n", "  noc:\n    network: 10.1.0.0/25\n"), ("  dc-a:\n", "  dc-a:\n    network: 10.1.0.128/25\n")
    ),
    "both addresses of a network of two": changed(
        ("  noc:\n", "  noc:\n    network: 10.1.0.0/31\n"),
        ("broker1.noc.example.net", "broker1.noc.example.net, address: 10.1.0.0"),
    ),
    "the last address of an IPv6 network": changed(
        ("  noc:\n", "  noc:\n    network: fd00::/64\n"),
        ("broker1.noc.example.net", "broker1.noc.example.net, address: fd00::ffff:ffff:ffff:ffff"),
    ),
    "an address without a network": changed(("noc.example.net", "noc.example.net, address: 10.1.0.11")),
    "a standby on a shared store": changed(
        ("noc.example.net", "noc.example.net, store: /srv/mq, standby: {host: broker2.noc.example.net}")
    ),
    "one directory on the shared stores of two sites": changed(
        ("noc.example.net", "noc.example.net, store: /srv/mq, standby: {host: broker2.noc.example.net}"),
        ("dc-a.example.net", "dc-a.example.net, store: /srv/mq, standby: {host: broker2.dc-a.example.net}"),
    ),
    "an operator in two groups and two sites": changed(
        ("terminals: {operators: [alice]}", "terminals: {operators: [alice]}\n      web: {operators: [alice]}"),
        ("    servers:", "    clients:\n      desk: {operators: {alice: }}\n    servers:"),
    ),
    "an operator named like a site, a broker and a group": changed(("[alice]", "[noc, noc-1, web, mcollective, mtls]")),
    "an operator narrower than the group": changed(
        ("sites:", "collectives: [mcollective, eu]\nsites:"),
        ("[alice]", "{alice: {collectives: [eu]}, bob: }"),
        ("{facts:", "{collectives: [mcollective, eu], facts:"),
    ),
    "one collective in another order": changed(
        ("sites:", "collectives: [mcollective, eu]\nsites:"),
        ("[alice]}", "[alice], collectives: [eu, mcollective]}\n      web: {operators: [alice]}"),
        ("{facts:", "{collectives: [mcollective, eu], facts:"),
    ),
    "a ring": changed(
        ("links:", "  dc-b: {brokers: {dc-b-1: {host: h}}}\nlinks:\n  - {from: dc-b, to: noc}"),
        ("to: noc}\n", "to: noc}\n  - {from: dc-a, to: dc-b}\n"),
    ),
    "servers that nobody commands yet": changed(("    clients:\n      terminals: {operators: [alice]}\n", "")),
    "groups of one name at different sites": changed(
        ("    clients:", "    servers:\n      web: {count: 2}\n    clients:\n      web: {operators: [bob]}")
    ),
    "brokers of a group in an order of its own": changed(
        ("{host: broker1.noc.example.net}", "{host: h1}\n      noc-2: {host: h2}"),
        ("[alice]", "[alice], brokers: [noc-2, noc-1]"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT.keys())
def test_what_only_looks_like_a_clash_loads(text: str) -> None:
    assert loads(text, "t.yaml").sites


def star(sites: int) -> str:
    """A topology of so many sites around the first."""
    places = "".join(
        f"  s-{n}:\n    network: 10.{n // 250}.{n % 250}.0/24\n"
        f"    brokers:\n      b-{n}: {{host: b.s-{n}.example.net, address: 10.{n // 250}.{n % 250}.1}}\n"
        f"    servers:\n      web: {{count: 60, facts: {{datacenter: a{n}}}, classes: [webserver]}}\n"
        for n in range(sites)
    )
    links = "".join(f"  - {{from: s-{n}, to: s-0}}\n" for n in range(1, sites))
    return f"title: A star\nactivemq: 6.2.6\nsites:\n{places}links:\n{links}"


@pytest.mark.timed
def test_ten_times_the_sites_take_little_more_than_ten_times_as_long() -> None:
    def seconds(text: str) -> float:
        start = time.process_time()
        loads(text, "t.yaml")
        return time.process_time() - start

    seconds(MINIMAL)
    small, large = star(100), star(1000)
    assert min(seconds(large) for _ in range(2)) < 20 * min(seconds(small) for _ in range(3))

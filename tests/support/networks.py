"""Topologies for tests: the usual shapes, and a strategy for unusual ones."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

from hypothesis import strategies as st

from broker_network.activemq import releases
from broker_network.design.planning import Plan, plan
from broker_network.design.topology import Topology


def topology(links: list[tuple[str, str]], /, **changes: Any) -> Topology:
    """A topology of one-broker sites, with an operator and a group of servers at each, joined by `links`.

    The broker of site `a` is `a-1`. `changes` replaces top-level keys; `sites` there is merged per site.
    """
    sites = changes.pop("sites", {})
    names = list(dict.fromkeys([*(end for link in links for end in link), *sites])) or ["a"]
    return Topology.model_validate(
        {
            "title": "A test",
            "activemq": str(releases.DEFAULT),
            "sites": {name: {**site(name), **sites.get(name, {})} for name in names},
            "links": [{"from": dialing, "to": listening} for dialing, listening in links],
            **changes,
        }
    )


def site(name: str) -> dict[str, Any]:
    """A site with one broker, one operator and one group of servers."""
    return {
        "brokers": {f"{name}-1": {"host": f"broker1.{name}.example.net"}},
        "clients": {"ops": {"operators": [f"op-{name}"]}},
        "servers": {"web": {"count": 3}},
    }


def commanded_from(client: str, links: list[tuple[str, str]], /, **changes: Any) -> Topology:
    """Like `topology`, but with operators at the one site `client`, and servers at all others."""
    names = list(dict.fromkeys(end for link in links for end in link))
    only: dict[str, Any] = {name: {"clients": {}} if name != client else {"servers": {}} for name in names}
    return topology(links, sites=only, **changes)


def planned(links: list[tuple[str, str]], /, **changes: Any) -> Plan:
    """The plan of `topology(links, …)`."""
    return plan(topology(links, **changes), "test")


def tunneled(links: list[tuple[str, str]], /, **changes: Any) -> Plan:
    """The plan of `topology(links, …)` through IPsec; broker `a-1` of the first site has the address 10.1.0.11."""
    names = dict.fromkeys(end for link in links for end in link)
    sites = {
        name: {
            "network": f"10.{number}.0.0/24",
            "brokers": {f"{name}-1": {"host": f"broker1.{name}.example.net", "address": f"10.{number}.0.11"}},
            **changes.get("sites", {}).get(name, {}),
        }
        for number, name in enumerate(names, 1)
    }
    security = {"links": "ipsec", "inner_network": "10.255.0.0/24"}
    return planned(links, **{"security": security, **changes, "sites": sites})


def star(leaves: int) -> list[tuple[str, str]]:
    """Links of leaves that dial a hub."""
    return [(f"leaf{number}", "hub") for number in range(1, leaves + 1)]


def ring(sites: int) -> list[tuple[str, str]]:
    """Links of sites in a circle."""
    return [(f"s{number}", f"s{(number + 1) % sites}") for number in range(sites)]


def mesh(sites: int) -> list[tuple[str, str]]:
    """Links of every site with every other."""
    return [(f"s{one}", f"s{other}") for one in range(sites) for other in range(one + 1, sites)]


@st.composite
def trees(draw: st.DrawFn, largest: int = 8) -> list[tuple[str, str]]:
    """Links that join sites without a circle; either side dials."""
    count = draw(st.integers(2, largest))
    links = []
    for number in range(1, count):
        ends = (f"s{number}", f"s{draw(st.integers(0, number - 1))}")
        links.append(ends if draw(st.booleans()) else ends[::-1])
    return links


@st.composite
def graphs(draw: st.DrawFn, largest: int = 7) -> list[tuple[str, str]]:
    """Links that join sites, circles included."""
    links = draw(trees(largest))
    names = list(dict.fromkeys(end for link in links for end in link))
    pairs = [(one, other) for i, one in enumerate(names) for other in names[i + 1 :]]
    linked = {frozenset(link) for link in links}
    free = [pair for pair in pairs if frozenset(pair) not in linked]
    return links + (draw(st.lists(st.sampled_from(free), unique=True, max_size=4)) if free else [])


@st.composite
def topologies(draw: st.DrawFn) -> Topology:
    """Topologies with circles, partial populations, collectives, and links of every kind."""
    links = draw(graphs())
    names = list(dict.fromkeys(end for link in links for end in link))
    collectives = draw(st.sampled_from([["mcollective"], ["one", "two"]]))
    some = st.lists(st.sampled_from(collectives), unique=True, min_size=1)
    between = draw(st.sampled_from(["mtls", "ipsec", "plain"]))
    inner = draw(st.sampled_from(["10.255.0.0/24", "fd00:255::/64"]))
    numbered = between == "ipsec" and draw(st.booleans())
    sites = {}
    for name in names:
        number = int(name.removeprefix("s")) + 1
        sites[name] = site(name)
        sites[name]["brokers"][f"{name}-1"]["address"] = f"10.{number}.0.11"
        if draw(st.booleans()):
            sites[name]["network"] = f"10.{number}.0.0/24"
        if numbered:
            sites[name]["brokers"][f"{name}-1"]["inner_address"] = str(ip_network(inner)[number])
        if draw(st.booleans()):
            sites[name]["clients"] = {"ops": {"operators": [f"op-{name}"], "collectives": draw(some)}}
        if draw(st.booleans()):
            sites[name]["servers"] = {"web": {"count": draw(st.integers(1, 3000)), "collectives": draw(some)}}
    return Topology.model_validate(
        {
            "title": draw(st.sampled_from(["Plain", 'Odd -- <&"> title-'])),
            "activemq": draw(st.sampled_from(["5.18.3", "6.2.6"])),
            "collectives": collectives,
            "sites": sites,
            "links": [
                {"from": dialing, "to": listening, "duplex": draw(st.booleans())} for dialing, listening in links
            ],
            "security": {
                "links": between,
                "inner_network": inner,
                "clients": draw(st.sampled_from(["mtls", "plain"])),
            },
        }
    )

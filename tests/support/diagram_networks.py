"""Networks to draw that no example has: by hand, with just what a picture needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from broker_network.activemq import releases
from broker_network.design.planning import Plan
from broker_network.network import (
    Broker,
    ClientGroup,
    Host,
    Inventory,
    Link,
    Network,
    NetworkConnector,
    Operator,
    ServerGroup,
    Site,
    TransportConnector,
)

Ends = tuple[str, str]


def site(
    name: str,
    *brokers: str,
    title: str | None = None,
    clients: Sequence[tuple[str, int]] = (),
    servers: Sequence[tuple[str, int]] = (),
) -> Site:
    names = brokers or (f"{name}-1",)
    operator = Operator("alice", f"alice.{name}", ("mcollective",))
    return Site(
        name,
        name.upper() if title is None else title,
        None,
        names,
        tuple(ClientGroup(name, t, t, n, (operator,), ("mcollective",), names) for t, n in clients),
        tuple(ServerGroup(name, t, t, n, ("mcollective",), (), (), f"servers-{name}", names) for t, n in servers),
    )


def network(
    title: str,
    sites: Sequence[Site],
    links: Iterable[Ends],
    *,
    plain: Sequence[Ends] = (),
    one_way: Sequence[Ends] = (),
    layout: str | None = None,
) -> Plan:
    names = [broker for one in sites for broker in one.brokers]
    found = tuple(Link(a, b, (a, b) not in one_way, ("mcollective",), 32, f"bridge-{a}-{b}") for a, b in links)

    def connectors(broker: str) -> Iterable[NetworkConnector]:
        for link in found:
            target = {link.dialing: link.listening}
            if not link.duplex:
                target[link.listening] = link.dialing
            if broker in target:
                uri = (
                    "tcp://{}.example.net:61616"
                    if (link.dialing, link.listening) in plain
                    else "ssl://{}.example.net:61617"
                )
                for kind in ("topics", "queues"):
                    name = f"{broker}-{target[broker]}-{kind}"
                    yield NetworkConnector(
                        name, f"static:({uri.format(target[broker])})", link.duplex, user_name=link.user
                    )

    stomp = TransportConnector("stomp", "stomp+ssl://0.0.0.0:61614")
    return Plan(
        Network(
            tuple(
                Broker(name, transport_connectors=(stomp,), network_connectors=tuple(connectors(name)))
                for name in names
            )
        ),
        Inventory(
            name="drawn",
            title=title,
            description="Drawn to be looked at.",
            release=str(releases.DEFAULT),
            client_security="mtls",
            sites=tuple(sites),
            hosts=tuple(Host(f"{broker}.example.net", broker, one.name) for one in sites for broker in one.brokers),
            links=found,
            heaps=(),
            layout=layout,  # type: ignore[arg-type]
        ),
    )


TERMINALS = (("NOC terminals", 24),)
SERVERS = (("Managed servers", 40),)


def star60() -> Plan:
    spokes = [f"st-{n:02}" for n in range(1, 60)]
    sites = [site("hub", "hub", title="NOC", clients=TERMINALS)]
    sites += [site(name, name, title=f"Store {name[3:]}", servers=(("servers", 12),)) for name in spokes]
    return network("A hub and 59 stores", sites, [(name, "hub") for name in spokes])


def star60_bare() -> Plan:
    sites = [site(f"s{n}", f"s{n}", title=f"s{n}") for n in range(60)]
    links = [(f"s{n}", "s0") for n in range(1, 60)]
    return network("Sixty brokers without sites", sites, links, plain=[("s7", "s0"), ("s31", "s0")])


def star20_two_hubs() -> Plan:
    sites = [site("noc", "noc-1", "noc-2", title="NOC", clients=TERMINALS)]
    sites += [site(f"dc{n}", title=f"Data center {n}", servers=SERVERS) for n in range(1, 21)]
    links = [("noc-1", "noc-2")]
    links += [(f"dc{n}-1", hub) for n in range(1, 21) for hub in ("noc-1", "noc-2")]
    return network("Two hubs and twenty data centers", sites, links, plain=[("dc5-1", "noc-2")])


def tree21() -> Plan:
    sites = [site("root", "root", title="Headquarters", clients=TERMINALS)]
    links: list[Ends] = []
    for region in ("north", "east", "south", "west"):
        sites.append(site(region, f"{region}-hub", title=f"Region {region}"))
        links.append((f"{region}-hub", "root"))
        for n in range(1, 5):
            sites.append(site(f"{region}-{n}", f"{region}-{n}", title=f"{region.title()} {n}", servers=SERVERS))
            links.append((f"{region}-{n}", f"{region}-hub"))
    return network("Three levels of 21 brokers", sites, links)


def tree21_mixed() -> Plan:
    plan = tree21()
    links = [(link.dialing, link.listening) for link in plan.inventory.links]
    plain = [link for n, link in enumerate(links) if n % 2]
    return network("A tree with two transports", plan.inventory.sites, links, plain=plain)


def tree_in_five_sites() -> Plan:
    sites = [site("root", "root", title="Headquarters", clients=TERMINALS)]
    links: list[Ends] = []
    for region in ("north", "east", "south", "west"):
        names = [f"{region}-hub", *(f"{region}-{n}" for n in range(1, 5))]
        sites.append(site(region, *names, title=f"Region {region}", servers=SERVERS))
        links.append((names[0], "root"))
        links += [(name, names[0]) for name in names[1:]]
    return network("A tree in five sites", sites, links)


def of(one: Site, *groups: tuple[str, int, Sequence[str]]) -> Site:
    """A site with groups of servers that connect to some of its brokers."""
    (group,) = site(one.name, *one.brokers, servers=SERVERS).server_groups
    found = (replace(group, name=t, title=t, count=n, brokers=tuple(names)) for t, n, names in groups)
    return replace(one, server_groups=(*one.server_groups, *found))


def regions(clients: Sequence[tuple[str, int]] = TERMINALS) -> tuple[list[Site], list[Ends]]:
    """Headquarters, and four regions of a gateway and four brokers that dial it."""
    sites = [site("hq", "root", title="Headquarters", clients=clients)]
    links: list[Ends] = []
    for region in ("north", "east", "south", "west"):
        names = [f"{region}-hub", *(f"{region}-{n}" for n in range(1, 5))]
        sites.append(site(region, *names, title=f"Region {region}"))
        links += [(names[0], "root"), *((name, names[0]) for name in names[1:])]
    return sites, links


def tree_of_gateways() -> Plan:
    (hq, north, east, south, west), links = regions()
    sites = [
        hq,
        of(north, ("Tills", 40, ["north-2"])),
        east,
        of(south, ("Web servers", 12, ["south-1"]), ("Databases", 3, ["south-4"])),
        of(west, ("Managed servers", 80, ["west-3", "west-4"])),
    ]
    plain = [link for n, link in enumerate(links) if n % 5 in (1, 3)]
    return network("A tree of 21 brokers in five sites", sites, links, plain=plain)


def gateways_alike() -> Plan:
    sites, links = regions()
    return network("A tree in five sites without groups", sites, links)


def gateway_in_the_middle() -> Plan:
    (hq, *_), _ = regions()
    middle = of(
        site("mid", "in", "a", "b", "gate", "c", title="A site in the middle with a long title"),
        *(("For the gate", 5, ["gate"]), ("For all", 9, ["in", "a", "b", "gate", "c"]), ("For two", 3, ["in", "c"])),
        *(("Of a", 1, ["a"]), ("Of a too", 2, ["a"]), ("Of b", 7, ["b"])),
    )
    leaves = [site(f"leaf-{n}", f"leaf-{n}", title=f"Leaf {n}", servers=SERVERS) for n in range(3)]
    links = [("gate", "root"), ("in", "gate"), ("gate", "a"), ("b", "gate"), ("gate", "c"), ("c", "gate")]
    links += [(f"leaf-{n}", "gate") for n in range(3)]
    one_way = [("b", "gate"), ("gate", "c")]
    return network("A gateway in the middle", [hq, middle, *leaves], links, plain=[("in", "gate")], one_way=one_way)


def gateway_on_top() -> Plan:
    top = of(
        site("top", "gate", "a", "b", "c", title="On top", clients=(*TERMINALS, ("Web", 2))),
        *(("Of the gate", 5, ["gate"]), ("Of b", 2, ["b"])),
    )
    leaves = [site(f"leaf-{n}", f"leaf-{n}", title=f"Leaf {n}", servers=SERVERS) for n in range(5)]
    links = [("a", "gate"), ("b", "gate"), ("gate", "c"), *((one.name, "gate") for one in leaves)]
    return network("A gateway on top", [top, *leaves], links, plain=[("b", "gate")])


def gateway_as_hub() -> Plan:
    plan = gateway_on_top()
    stores = [site(f"st-{n}", f"st-{n}", title=f"Store {n}", servers=SERVERS) for n in range(12)]
    links = [("a", "gate"), ("b", "gate"), ("gate", "c"), *((one.name, "gate") for one in stores)]
    return network("A gateway with many stores", [plan.inventory.sites[0], *stores], links, plain=[("b", "gate")])


def gateway_alone() -> Plan:
    one = of(site("here", "gate", "a", "b", "c", title="One site"), ("For some", 9, ["b", "c"]))
    return network("A gateway and no other site", [one], [(name, "gate") for name in "abc"])


def hub_linked_within() -> Plan:
    hub = site("hub", "h1", "h2", "h3", title="Hub", clients=TERMINALS)
    spokes = [site(f"s{n}", f"s{n}", title=f"Spoke {n}", servers=SERVERS) for n in range(10)]
    links = [("h1", "h2"), ("h1", "h3"), *((one.name, "h2") for one in spokes)]
    return network("A hub whose brokers are linked past each other", [hub, *spokes], links)


def ring6() -> Plan:
    sites = [site("abcdef"[n], title=f"Site {'ABCDEF'[n]}", servers=SERVERS) for n in range(5)]
    sites.append(site("f", title="Site F", clients=TERMINALS))
    return network("A ring of six", sites, [(f"{'abcdef'[n]}-1", f"{'bcdefa'[n]}-1") for n in range(6)])


def ring6_bare() -> Plan:
    sites = [site(f"r{n}", f"r{n}", title=f"Site {n}") for n in range(6)]
    links = [(f"r{n}", f"r{(n + 1) % 6}") for n in range(6)]
    return network("A ring of six brokers", sites, links, one_way=[("r0", "r1")])


def ring10() -> Plan:
    sites = [site(f"r{n}", title=f"Site {n}", servers=SERVERS, clients=TERMINALS if n == 2 else ()) for n in range(10)]
    return network("A ring of ten", sites, [(f"r{n}-1", f"r{(n + 1) % 10}-1") for n in range(10)])


def mesh(count: int, **more: Sequence[tuple[str, int]]) -> Plan:
    sites = [site(f"m{n}", f"mq-{'abcdefghij'[n]}", title=f"Site {'ABCDEFGHIJ'[n]}", **more) for n in range(count)]
    names = [one.brokers[0] for one in sites]
    links = [(a, b) for n, a in enumerate(names) for b in names[n + 1 :]]
    return network(f"A mesh of {count}", sites, links)


def mesh6() -> Plan:
    return mesh(6)


def mesh6_with_groups() -> Plan:
    return mesh(6, clients=TERMINALS, servers=SERVERS)


def mesh8() -> Plan:
    return mesh(8)


def long_names() -> Plan:
    names = [f"broker-number-{n}-of-a-very-long-name-indeed"[:40] for n in range(6)]
    sites = [
        site(f"s{n}", name, title=f'<Site & Söhne> "number" {n}', servers=((f"Servers <of> customer & sons {n}", 7),))
        for n, name in enumerate(names)
    ]
    links = [(a, b) for n, a in enumerate(names) for b in names[n + 1 :]]
    return network('Names of <40> & more "characters"', sites, links)


def long_words() -> Plan:
    names = ["b" * 39 + str(n) for n in range(12)]
    sites = [site("hub", names[0], title="W" * 90, clients=(("M" * 70, 3),))]
    sites += [site(f"s{n}", name, title="W" * 40, servers=(("i" * 90, 3),)) for n, name in enumerate(names) if n]
    return network("Words without a break", sites, [(name, names[0]) for name in names[1:]])


def long_star() -> Plan:
    names = [f"broker-number-{n}-of-a-very-long-name-indeed"[:40] for n in range(6)]
    sites = [
        site(f"s{n}", name, title=f"A data center with a rather long title, number {n}", servers=SERVERS)
        for n, name in enumerate(names)
    ]
    return network("A star of long names", sites, [(name, names[0]) for name in names[1:]])


def reference() -> Plan:
    sites = [
        site("noc", "noc-1", "noc-2", title="NOC", clients=TERMINALS),
        site("dc-a", "dc-a-1", "dc-a-2", title="Data center A", servers=(("Managed servers", 120),)),
        site("dc-b", "dc-b-1", "dc-b-2", title="Data center B", servers=(("Managed servers", 80),)),
        site("dc-c", "dc-c-1", title="Data center C", servers=(("Managed servers", 16),)),
    ]
    links = [("noc-1", "noc-2"), ("dc-a-1", "noc-1"), ("dc-a-2", "noc-2"), ("dc-a-1", "dc-a-2")]
    links += [("dc-b-1", "noc-1"), ("dc-b-2", "noc-2"), ("dc-b-1", "dc-b-2"), ("dc-c-1", "noc-1"), ("noc-2", "dc-c-1")]
    plain = [("dc-a-1", "dc-a-2"), ("dc-b-1", "dc-b-2"), ("noc-2", "dc-c-1")]
    return network("The reference network", sites, links, plain=plain, one_way=[("noc-2", "dc-c-1")])


def irregular() -> Plan:
    sites = [
        site("noc", "noc-1", "noc-2", title="NOC", clients=TERMINALS),
        site("eu", "eu-1", "eu-2", "eu-3", title="Region EU", servers=(("Managed servers", 150),)),
        site("us", "us-1", "us-2", title="Region US", servers=SERVERS),
        site("apac", "apac-1", "apac-2", title="Region APAC", servers=(*SERVERS, ("Databases", 3))),
        *(site(one, title=one.title(), servers=(("Servers", 9),)) for one in ("paris", "berlin", "austin", "tokyo")),
        site("sydney", title="Sydney", servers=(("Servers", 9), ("Databases", 4), ("Web", 5))),
        site("dmz", title="DMZ"),
    ]
    links = [
        *(("noc-1", "noc-2"), ("eu-1", "noc-1"), ("eu-2", "noc-2"), ("us-1", "noc-1"), ("us-2", "noc-2")),
        *(("apac-1", "noc-1"), ("apac-2", "noc-2"), ("eu-1", "eu-2"), ("eu-2", "eu-3"), ("eu-1", "eu-3")),
        *(("us-1", "us-2"), ("apac-1", "apac-2"), ("eu-1", "apac-2"), ("eu-3", "us-1"), ("paris-1", "eu-1")),
        *(("paris-1", "us-1"), ("berlin-1", "eu-3"), ("austin-1", "us-2"), ("tokyo-1", "apac-1")),
        *(("sydney-1", "apac-2"), ("dmz-1", "berlin-1")),
    ]
    plain = [("eu-1", "eu-2"), ("eu-2", "eu-3"), ("us-1", "us-2"), ("apac-1", "apac-2"), ("paris-1", "us-1")]
    plain.append(("dmz-1", "berlin-1"))
    return network("An irregular network", sites, links, plain=plain, one_way=[("paris-1", "us-1")])


def twelve_with_two() -> Plan:
    sites = [site("noc", "noc-1", "noc-2", title="NOC", clients=TERMINALS)]
    links: list[Ends] = [("noc-1", "noc-2")]
    for n in range(1, 13):
        sites.append(site(f"dc{n}", f"dc{n}-1", f"dc{n}-2", title=f"Data center {n}", servers=SERVERS))
        links += [(f"dc{n}-1", "noc-1"), (f"dc{n}-2", "noc-2")]
    return network("Twelve data centers with two brokers each", sites, links)


def chain() -> Plan:
    sites = [site(f"c{n}", title=f"Site {n}", servers=SERVERS) for n in range(5)]
    return network("A chain", sites, [(f"c{n}-1", f"c{n + 1}-1") for n in range(4)])


def one_way_star() -> Plan:
    sites = [site("noc", title="NOC", clients=TERMINALS)]
    sites += [site(f"dc{n}", title=f"Data center {n}", servers=SERVERS) for n in range(3)]
    links = [(f"dc{n}-1", "noc-1") for n in range(3)]
    return network("One-way pairs", sites, links, one_way=links)


def alone() -> Plan:
    groups = (("Web servers", 60), ("Databases", 20), ("Mail", 4))
    one = site("here", "mq", title="One data center", clients=(("Terminals", 4), ("Web", 2)), servers=groups)
    return network("A broker alone", [one], [])


def pair_alone() -> Plan:
    one = site("here", "mq-1", "mq-2", title="One data center", clients=TERMINALS, servers=SERVERS)
    return network("Two brokers at one site", [one], [("mq-1", "mq-2")], one_way=[("mq-1", "mq-2")])


def bare() -> Plan:
    return network("One broker and nothing else", [site("mq", "mq", title="mq")], [])


def unconnected() -> Plan:
    sites = [site(f"u{n}", title=f"Site {n}", servers=SERVERS) for n in range(3)]
    return network("Parts that nothing connects", sites, [("u0-1", "u1-1")])


def stores_of_regions() -> Plan:
    sites = [site("noc", title="NOC", clients=TERMINALS)]
    links: list[Ends] = []
    for n in range(3):
        sites.append(site(f"r{n}", f"r{n}-1", f"r{n}-2", title=f"Region {n}", servers=SERVERS))
        links += [(f"r{n}-1", "noc-1"), (f"r{n}-2", "noc-1"), (f"r{n}-1", f"r{n}-2")]
        for m in range(6):
            sites.append(site(f"r{n}s{m}", title=f"Store {n}.{m}", servers=(("Tills", 5),)))
            links.append((f"r{n}s{m}-1", f"r{n}-{m % 2 + 1}"))
    return network("Regions and their stores", sites, links, one_way=[("r1s2-1", "r1-1")])


ALL: dict[str, Callable[[], Plan]] = {
    function.__name__: function
    for function in (
        *(star60, star60_bare, star20_two_hubs, tree21, tree21_mixed, tree_in_five_sites, ring6, ring6_bare, ring10),
        *(mesh6, mesh6_with_groups, mesh8, long_names, long_words, long_star, reference, irregular, twelve_with_two),
        *(tree_of_gateways, gateways_alike, gateway_in_the_middle, gateway_on_top, gateway_as_hub, gateway_alone),
        *(hub_linked_within, chain, one_way_star, alone, pair_alone, bare, unconnected, stores_of_regions),
    )
}

"""Networks drawn at random, with clients and servers: of any connectors, or planned from a topology."""

from __future__ import annotations

import dataclasses
import itertools
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from hypothesis import strategies as st

from broker_network.activemq import releases
from broker_network.design.planning import Plan, PlanRefused, plan
from broker_network.design.topology import Topology
from broker_network.network import (
    Authentication,
    AuthenticationUser,
    AuthorizationEntry,
    Broker,
    Destination,
    Inventory,
    Network,
    NetworkConnector,
    queue,
    topic,
)
from broker_network.routes import hosts_of
from tests.experiments.networks import NO_FLOW_CONTROL, QUEUES, TOPICS, connector

SECRET = "secret"
COLLECTIVES = ("c", "d")
LARGEST = 5
"""Brokers of a network."""
EXAMPLES = 3


@dataclass(frozen=True)
class Member:
    """A client or a server: its identity, its broker, its account there, and the collectives it tries to be in."""

    identity: str
    broker: str
    collectives: tuple[str, ...]
    user: str = ""
    password: str = ""


@dataclass(frozen=True)
class Case:
    """A network whose hosts are called as its brokers, and who is connected; servers subscribe in their order."""

    network: Network
    clients: tuple[Member, ...]
    servers: tuple[Member, ...]
    inventory: Inventory | None = None

    def description(self) -> str:
        """What of its brokers is drawn, and who is connected, as JSON without what is not given."""
        return json.dumps([_given(self.network), _given(self.clients), _given(self.servers)])


DRAWN = ("name", "network_connectors", "policy_entries", "users", "authorization_entries")
"""What of a broker differs between networks that are drawn."""


def _given(value: object) -> object:
    if isinstance(value, tuple):
        return [_given(one) for one in value]
    if not dataclasses.is_dataclass(value):
        return value
    names = DRAWN if isinstance(value, Broker) else [one.name for one in dataclasses.fields(value)]
    return {name: _given(held) for name in names if (held := getattr(value, name)) not in (None, ())}


def drawn(strategy: st.SearchStrategy[Case], number: int) -> Case:
    """The one of a number: the same on any machine with the locked hypothesis.

    Of one run of hypothesis only the last is taken. The first are simple, and each is much like the one before.
    """
    found: list[Case] = []

    @seed(number)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(case: Case) -> None:
        found.append(case)

    collect()
    return found[-1]


Links = Sequence[tuple[str, str]]


@st.composite
def stars(draw: st.DrawFn) -> Links:
    return [draw(_either_dials("hub", f"b{number}")) for number in range(draw(st.integers(2, LARGEST - 1)))]


@st.composite
def chains(draw: st.DrawFn) -> Links:
    names = [f"b{number}" for number in range(draw(st.integers(3, LARGEST)))]
    return [draw(_either_dials(*ends)) for ends in itertools.pairwise(names)]


@st.composite
def trees(draw: st.DrawFn) -> Links:
    return [
        draw(_either_dials(f"b{number}", f"b{draw(st.integers(0, number - 1))}"))
        for number in range(1, draw(st.integers(4, LARGEST + 1)))
    ]


@st.composite
def rings(draw: st.DrawFn) -> Links:
    names = [f"b{number}" for number in range(draw(st.integers(3, LARGEST)))]
    return [draw(_either_dials(*ends)) for ends in zip(names, [*names[1:], names[0]], strict=True)]


@st.composite
def meshes(draw: st.DrawFn) -> Links:
    names = [f"b{number}" for number in range(draw(st.integers(3, 4)))]
    return [draw(_either_dials(*ends)) for ends in itertools.combinations(names, 2)]


@st.composite
def any_links(draw: st.DrawFn) -> Links:
    """Some brokers may be linked twice, some not at all."""
    names = [f"b{number}" for number in range(draw(st.integers(2, LARGEST)))]
    both = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda ends: ends[0] != ends[1])
    return draw(st.lists(both, min_size=len(names) - 1, max_size=len(names) + 2))


@st.composite
def webs(draw: st.DrawFn) -> Links:
    """A tree with further links, so that there are circles; no two brokers are linked twice."""
    links = list(draw(trees()))
    names = list(dict.fromkeys(end for link in links for end in link))
    linked = {frozenset(link) for link in links}
    free = [ends for ends in itertools.combinations(names, 2) if frozenset(ends) not in linked]
    return links + draw(st.lists(st.sampled_from(free), unique=True, min_size=1, max_size=2))


def _either_dials(one: str, other: str) -> st.SearchStrategy[tuple[str, str]]:
    return st.sampled_from([(one, other), (other, one)])


@st.composite
def of(draw: st.DrawFn, shape: st.SearchStrategy[Links], *, guarded: bool = False, hindered: bool = False) -> Case:
    """Links of a shape, each with connectors of any kind; `guarded` with accounts and rights.

    Where bridges are `hindered`, their accounts lack some rights too.
    """
    links = draw(shape)
    collectives = COLLECTIVES[: draw(st.integers(1, 2))]
    names = list(dict.fromkeys(end for link in links for end in link))
    ttl = draw(st.sampled_from([1, 2, 2, 3]))
    account: dict[str, Any] = {"user_name": "bridge", "password": SECRET} if guarded else {}
    connectors: dict[str, list[NetworkConnector]] = {name: [] for name in names}
    for number, (dialing, listening) in enumerate(links):
        for one in draw(_link(f"n{number}", dialing, listening, ttl, collectives)):
            connectors[one[0]].append(dataclasses.replace(one[1], **account))
    policy = draw(st.sampled_from([(), NO_FLOW_CONTROL]))
    brokers = []
    for name in names:
        broker = Broker(name, network_connectors=tuple(connectors[name]), policy_entries=policy)
        brokers.append(draw(_guarded(broker, collectives, hindered=hindered)) if guarded else broker)
    clients, servers = draw(_members(names, collectives, guarded=guarded))
    return Case(Network(tuple(brokers)), clients, servers)


@st.composite
def _link(
    draw: st.DrawFn, name: str, dialing: str, listening: str, ttl: int, collectives: tuple[str, ...]
) -> list[tuple[str, NetworkConnector]]:
    """The connectors of one link, each with the broker that declares it."""
    kind = draw(st.sampled_from(["pair", "pair", "pair", "conduit", "apart", "mixed"]))
    way = draw(st.sampled_from(["duplex", "duplex", "duplex", "both", "one"]))
    settings_of = _attributes(ttl, collectives)
    kinds: dict[str, list[tuple[str, dict[str, Any]]]] = {
        "pair": [
            ("topics", {"excluded_destinations": QUEUES}),
            ("queues", {"excluded_destinations": TOPICS, "conduit_subscriptions": False}),
        ],
        "conduit": [("all", {})],
        "apart": [("all", {"conduit_subscriptions": False})],
        "mixed": [("conduit", {}), ("apart", {"conduit_subscriptions": False})],
    }
    found = []
    for suffix, fixed in kinds[kind]:
        attributes = {**draw(settings_of), "duplex": way == "duplex"}
        excluded = (*fixed.get("excluded_destinations", ()), *attributes["excluded_destinations"])
        attributes |= {**fixed, "excluded_destinations": excluded}
        found.append((dialing, connector(f"{name}-{suffix}", listening, **attributes)))
        if way == "both":
            found.append((listening, connector(f"{name}-{suffix}-back", dialing, **attributes)))
    return found


def _attributes(ttl: int, collectives: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    patterns = [topic(">"), queue(">")] + [
        pattern
        for name in collectives
        for pattern in (topic(f"{name}.>"), queue(f"{name}.>"), queue(f"{name}.nodes"), queue(f"{name}.reply.>"))
    ]
    lists = st.lists(st.sampled_from(patterns), min_size=1, max_size=3, unique=True).map(tuple)
    nothing: st.SearchStrategy[tuple[Destination, ...]] = st.just(())

    def seldom(usual: object, *others: object) -> st.SearchStrategy[Any]:
        return st.sampled_from([usual] * 8 + list(others))

    def mostly_none(often: int) -> st.SearchStrategy[tuple[Destination, ...]]:
        return st.sampled_from([nothing] * often + [lists]).flatmap(lambda one: one)

    return st.fixed_dictionaries(
        {
            "message_ttl": seldom(ttl, None, 1, 2, 3, -1),
            "consumer_ttl": seldom(ttl, None, 1, 2, 3, -1),
            "network_ttl": seldom(None, 2),
            "decrease_network_consumer_priority": seldom(None, True, False),
            "conduit_network_queue_subscriptions": seldom(None, True),
            "suppress_duplicate_queue_subscriptions": seldom(None, True),
            "suppress_duplicate_topic_subscriptions": seldom(None, False),
            "static_bridge": st.sampled_from([None] * 30 + [True]),
            "excluded_destinations": mostly_none(6),
            "dynamically_included_destinations": mostly_none(5),
            "statically_included_destinations": mostly_none(16),
        }
    )


@st.composite
def _members(
    draw: st.DrawFn, names: list[str], collectives: tuple[str, ...], *, guarded: bool
) -> tuple[tuple[Member, ...], tuple[Member, ...]]:
    some = st.lists(st.sampled_from(collectives), unique=True, min_size=1).map(tuple)
    clients, servers = [], []
    for name in names:
        account = ("client", SECRET) if guarded else ()
        clients.append(Member(f"client-{name}.site", name, collectives, *account))
    for name in draw(st.permutations(names)):
        account = ("server", SECRET) if guarded else ()
        for number in range(draw(st.sampled_from([0, 1, 2, 2]))):
            servers.append(Member(f"server-{name}-{number}", name, draw(some), *account))
    assume(servers)
    return tuple(clients), tuple(servers)


@st.composite
def _guarded(draw: st.DrawFn, broker: Broker, collectives: tuple[str, ...], *, hindered: bool) -> Broker:
    """A broker with accounts for clients, servers and bridges, and entries that give each of them some rights."""
    groups = st.lists(st.sampled_from(["clients", "servers", "*"]), unique=True, max_size=2).map(tuple)
    patterns = [
        pattern
        for name in collectives
        for pattern in (
            topic(f"{name}.>"),
            topic(f"{name}.*.agent"),
            queue(f"{name}.>"),
            queue(f"{name}.nodes"),
            queue(f"{name}.reply.>"),
            queue(f"{name}.reply.client-{broker.name}.>"),
        )
    ]
    everywhere = [topic(">"), queue(">")]
    if hindered:
        everywhere[:] = [
            topic("ActiveMQ.Advisory.>"),
            *(
                pattern
                for name in collectives
                for pattern in (topic(f"{name}.>"), queue(f"{name}.nodes"), queue(f"{name}.reply.>"))
            ),
        ]
    seldom = st.sampled_from([("bridges",)] * 8 + [()]) if hindered else st.just(("bridges",))
    entries = [
        AuthorizationEntry(
            one,
            ("bridges",) if one.physical_name.startswith("ActiveMQ") else draw(seldom),
            draw(seldom),
            ("everyone",),
        )
        for one in everywhere
    ]
    for name in collectives:
        usual = draw(st.booleans())
        if usual:
            entries += [
                AuthorizationEntry(topic(f"{name}.*.agent"), ("servers",), ("clients",)),
                AuthorizationEntry(queue(f"{name}.nodes"), ("servers",), ("clients",)),
                AuthorizationEntry(queue(f"{name}.reply.>"), ("clients",), ("servers",)),
            ]
    for one in draw(st.lists(st.sampled_from(patterns), unique=True, max_size=5)):
        entries.append(AuthorizationEntry(one, draw(groups), draw(groups)))
    return dataclasses.replace(
        broker,
        authentication=Authentication("simple"),
        users=tuple(
            AuthenticationUser(name, SECRET, (f"{name}s", "everyone")) for name in ("bridge", "client", "server")
        ),
        authorization="map",
        authorization_entries=tuple(entries),
    )


# Planned


@st.composite
def planned(draw: st.DrawFn, shape: st.SearchStrategy[Links]) -> Case:
    """What is planned from a topology: one-broker sites with operators and servers, in one collective or two."""
    links = draw(shape)
    names = list(dict.fromkeys(end for link in links for end in link))
    collectives = list(draw(st.sampled_from([("c",), COLLECTIVES])))
    some = st.lists(st.sampled_from(collectives), unique=True, min_size=1)
    sites: dict[str, Any] = {}
    for name in names:
        sites[name] = {"brokers": {f"{name}-1": {"host": f"broker1.{name}.example.net"}}}
        if draw(st.booleans()):
            sites[name]["clients"] = {"ops": {"operators": [f"op-{name}"], "collectives": draw(some)}}
        if draw(st.sampled_from([True, True, False])):
            sites[name]["servers"] = {"web": {"count": draw(st.integers(1, 2)), "collectives": draw(some)}}
    data = {
        "title": "A network drawn at random",
        "activemq": str(releases.DEFAULT),
        "collectives": collectives,
        "sites": sites,
        "links": [
            {"from": dialing, "to": listening, "duplex": draw(st.sampled_from([True, True, False]))}
            for dialing, listening in links
        ],
        "security": {"links": "plain", "clients": "plain"},
    }
    try:
        return _case(plan(Topology.model_validate(data), "drawn"), tuple(collectives), draw)
    except PlanRefused:
        assume(False)
        raise


def _case(made: Plan, collectives: tuple[str, ...], draw: st.DrawFn) -> Case:
    groups = draw(st.permutations(made.inventory.server_groups))
    case = of_plan(made, collectives, [group.brokers[0] for group in groups])
    assume(case.clients and case.servers)
    return case


def of_plan(made: Plan, collectives: tuple[str, ...], order: Sequence[str]) -> Case:
    """A planned network with its own accounts, on hosts called as the brokers.

    Everybody tries to be in all `collectives`. Servers subscribe in the `order` of their brokers.
    """
    inventory = made.inventory
    clients = [
        Member(one.identity, group.brokers[0], collectives, one.name, f"${{{one.name}.password}}")
        for group in inventory.client_groups
        for one in group.operators
    ]
    servers = [
        Member(f"{group.site}-{number}", group.brokers[0], collectives, group.user, f"${{{group.user}.password}}")
        for broker in order
        for group in inventory.server_groups
        if group.brokers[0] == broker
        for number in range(group.count)
    ]
    return Case(_named_by_broker(made), tuple(clients), tuple(servers), inventory)


def _named_by_broker(made: Plan) -> Network:
    brokers = hosts_of(made.inventory)

    def dialing(one: NetworkConnector) -> NetworkConnector:
        return dataclasses.replace(one, uri=re.sub(r"(?<=//)[\w.-]+(?=:)", lambda host: brokers[host[0]], one.uri))

    return Network(
        tuple(
            dataclasses.replace(
                broker,
                data_directory=None,
                persistence=None,
                system_usage=None,
                management=None,
                network_connectors=tuple(map(dialing, broker.network_connectors)),
            )
            for broker in made.network.brokers
        )
    )

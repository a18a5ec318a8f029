"""What routes say of small networks, measured ones and odd ones, is what real brokers do."""

from __future__ import annotations

import dataclasses
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from broker_network.activemq import releases
from broker_network.lab.stomp import Stomp
from broker_network.network import Network, NetworkConnector, queue, topic
from broker_network.routes import Arrival, Declared, Delivery, survey
from tests.support.route_networks import AUDITED, connector, hosts, network, pairs, routing

from .loopback import Loopback

pytestmark = pytest.mark.lab

RELEASE = str(releases.DEFAULT)
ODD = 20
"""How many networks are made at random, from these seeds on."""
DIRECTED = 12
"""Requests to one server from one client: enough that one way of two is not missed by chance."""
SERVERS = 2
"""At each broker that has any."""

TOPIC = "c.discovery.agent"
NODES = "c.nodes"


@dataclass(frozen=True)
class Case:
    """A network, and the brokers with servers in the order in which they subscribe."""

    network: Network
    servers: tuple[str, ...]


@dataclass
class Server:
    """A server that is connected, and what it got."""

    broker: str
    identity: str
    session: Stomp
    got: Counter[str]


def test_messages_arrive_as_routes_say() -> None:
    cases = {
        name: Case(_renamed(case.network, name), tuple(f"{name}-{broker}" for broker in case.servers))
        for name, case in (*measured(), *odd())
    }
    with Loopback((case.network for case in cases.values()), RELEASE) as running, ExitStack() as sessions:
        running.await_bridges(sum(_ends(case.network) for case in cases.values()))
        time.sleep(2)
        servers = {name: list(_subscribe(running, case, sessions)) for name, case in cases.items()}
        clients = {
            name: {broker.name: sessions.enter_context(running.session(broker.name)) for broker in case.network.brokers}
            for name, case in cases.items()
        }
        for of in clients.values():
            for name, session in of.items():
                session.subscribe(f"/queue/c.reply.{name}_1.1")
        time.sleep(3)
        sent = {"expires": str(int(time.time() * 1000) + 60_000)}
        for name, of in clients.items():
            for broker, session in of.items():
                session.send(f"/topic/{TOPIC}", f"broadcast {broker}", sent)
                for server in servers[name]:
                    for _ in range(DIRECTED):
                        to = {**sent, "mc_identity": server.identity}
                        session.send(f"/queue/{NODES}", f"directed {broker} {server.identity}", to)
                for other in of:
                    session.send(f"/queue/c.reply.{other}_1.1", f"reply {broker}", sent)
        time.sleep(3)
        for all_servers in servers.values():
            for server in all_servers:
                server.got.update(frame.body for frame in server.session.receive(0.02))
        replies = {
            broker: Counter(frame.body for frame in session.receive(0.02))
            for of in clients.values()
            for broker, session in of.items()
        }
    wrong = [line for name, case in cases.items() for line in _compare(case, servers[name], replies)]
    assert wrong == []


def _compare(case: Case, servers: list[Server], replies: dict[str, Counter[str]]) -> Iterator[str]:
    asked = routing(case.network, servers={"c": dict.fromkeys(case.servers, SERVERS)})
    for broker in asked.brokers:
        for server in servers:
            said = asked.arrival("broadcast", broker, server.broker, topic(TOPIC))
            seen = server.got[f"broadcast {broker}"]
            if not _fits(said, seen):
                yield f"broadcast {broker} -> {server.identity}: {_told(said)}, seen {seen}"
            said = asked.arrival("directed", broker, server.broker, queue(NODES))
            seen = server.got[f"directed {broker} {server.identity}"]
            if not _fits(said, seen, DIRECTED):
                yield f"directed {broker} -> {server.identity}: {_told(said)}, seen {seen} of {DIRECTED}"
        for client in asked.brokers:
            said = asked.arrival("reply", broker, client, queue(f"c.reply.{client}_1.1"))
            seen = replies[client][f"reply {broker}"]
            if not _fits(said, seen):
                yield f"reply {broker} -> {client}: {_told(said)}, seen {seen}"


def _fits(said: Arrival, seen: int, sent: int = 1) -> bool:
    if said.delivery is Delivery.ALWAYS:
        return said.fewest * sent <= seen <= said.copies * sent
    if said.delivery is Delivery.NEVER:
        return seen == 0
    return seen <= said.copies * sent


def _told(said: Arrival) -> str:
    return f"{said.delivery.value} {said.fewest}-{said.copies}"


def _subscribe(running: Loopback, case: Case, sessions: ExitStack) -> Iterator[Server]:
    for broker in case.servers:
        for number in range(SERVERS):
            identity = f"{broker}.{number}"
            session = sessions.enter_context(running.session(broker))
            session.subscribe(f"/topic/{TOPIC}")
            session.subscribe(f"/queue/{NODES}", selector=f"mc_identity = '{identity}'")
            yield Server(broker, identity, session, Counter())
        time.sleep(0.15)


def _ends(of: Network) -> int:
    """How many times brokers say that a bridge is up: a duplex one is announced at both ends."""
    return sum(isinstance(one, Declared) for one in survey(of, hosts(of)))


def _renamed(of: Network, prefix: str) -> Network:
    """The same with every broker's and connector's name prefixed, so that several run side by side."""

    def renamed(one: NetworkConnector) -> NetworkConnector:
        uri = re.sub(r"tcp://", f"tcp://{prefix}-", one.uri)
        return dataclasses.replace(one, name=f"{prefix}-{one.name}", uri=uri)

    return Network(
        tuple(
            dataclasses.replace(
                broker,
                name=f"{prefix}-{broker.name}",
                network_connectors=tuple(map(renamed, broker.network_connectors)),
            )
            for broker in of.brokers
        )
    )


def measured() -> Iterator[tuple[str, Case]]:
    """The networks whose outcome is in the guide, with and without a policy for topics."""
    leaves = ("b", "c")
    for name, policy in (("plain", ()), ("audited", AUDITED)):
        one = [(leaf, connector(leaf, "hub", duplex=True)) for leaf in leaves]
        both = [
            (leaf, connector(leaf, "hub", name=f"{leaf}-queues", duplex=True, conduit_subscriptions=False))
            for leaf in leaves
        ]
        yield f"{name}-conduit", Case(network(one, policy=policy), leaves)
        yield f"{name}-apart", Case(network(both, policy=policy), leaves)
        yield f"{name}-forgotten", Case(network([*one, *both], policy=policy), leaves)
        yield (
            f"{name}-twice",
            Case(
                network(
                    [("b", connector("b", "hub", duplex=True)), ("hub", connector("hub", "b", duplex=True))],
                    policy=policy,
                ),
                ("b",),
            ),
        )
        triangle = [("a", "b"), ("b", "c"), ("c", "a")]
        yield f"{name}-triangle", Case(pairs(triangle, 2, policy), ("a", "b", "c"))
    yield "pair", Case(pairs([("b", "hub"), ("c", "hub")]), leaves)
    yield "star2", Case(pairs([("b", "hub"), ("c", "hub"), ("d", "hub")], 2, AUDITED), ("b", "c", "d"))
    chain = pairs([("w", "x"), ("x", "y"), ("y", "z")], 2, AUDITED)
    yield "far-first", Case(chain, ("z", "y"))
    yield "near-first", Case(chain, ("y", "z"))
    circle = [("a", "b"), ("a", "c"), ("b", "d"), ("c", "e"), ("d", "e")]
    low = [link for link in circle if link in (("a", "b"), ("a", "c"), ("d", "e"))]
    of = {link: pairs([link], 2 if link in low else 3, AUDITED).brokers[0].network_connectors for link in circle}
    made = network([(near, one) for (near, _), both in of.items() for one in both], policy=AUDITED)
    yield "circle-far", Case(made, ("e", "d"))
    yield "circle-near", Case(made, ("d", "e"))
    tail = [("a", "b"), ("b", "c"), ("c", "a"), ("d", "b"), ("e", "d")]
    yield "tail-short", Case(pairs(tail, 3, AUDITED), ("e", "c", "a"))
    yield "tail-enough", Case(pairs(tail, 4, AUDITED), ("e", "c", "a"))
    yield "one-way", Case(network([("b", connector("b", "hub"))]), ("b", "hub"))


def odd() -> Iterator[tuple[str, Case]]:
    """Networks at random, each from its seed."""
    for seed in range(ODD):
        made, servers = odd_network(random.Random(seed))
        yield f"odd{seed}", Case(made, servers)


def odd_network(chance: random.Random) -> tuple[Network, tuple[str, ...]]:
    """Up to four brokers with up to five connectors of any kind."""
    names = [f"b{number}" for number in range(chance.randint(2, 4))]
    patterns = [topic(">"), queue(">"), topic("c.>"), queue("c.>"), queue("c.nodes"), queue("d.>")]
    connectors = []
    for number in range(chance.randint(len(names) - 1, 5)):
        near, far = chance.sample(names, 2)
        ttl = [None, 1, 2, 2, 3, -1]
        filters = {
            kind: tuple(chance.sample(patterns, chance.randint(1, 2))) if chance.random() < often else ()
            for kind, often in (
                ("excluded_destinations", 0.2),
                ("dynamically_included_destinations", 0.2),
                ("statically_included_destinations", 0.1),
            )
        }
        connectors.append(
            (
                near,
                connector(
                    near,
                    far,
                    name=f"n{number}",
                    duplex=chance.random() < 0.7,
                    message_ttl=chance.choice(ttl),
                    consumer_ttl=chance.choice(ttl),
                    conduit_subscriptions=chance.choice([None, False]),
                    decrease_network_consumer_priority=chance.choice([None, None, False]),
                    **filters,
                ),
            )
        )
    servers = [name for name in names if chance.random() < 0.8] or names[:1]
    chance.shuffle(servers)
    return network(connectors, *names, policy=chance.choice([(), AUDITED])), tuple(servers)

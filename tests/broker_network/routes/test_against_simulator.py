"""What routes say of odd networks holds in a simulator that plays every subscription and message through."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broker_network.network import Network, queue, topic
from broker_network.routes import Arrival, Delivery
from tests.support.route_networks import odd_networks, routing
from tests.support.simulator import Player

TOPIC = topic("c.discovery.agent")
NODES = queue("c.nodes")
REPLY = queue("c.reply.client.site_1.1")

thorough = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def agrees(said: Arrival, delivered: list[bool], where: object) -> None:
    """Whether what was said allows for what was seen in several plays."""
    if said.delivery is Delivery.ALWAYS:
        assert all(delivered), where
    if said.delivery is Delivery.NEVER:
        assert not any(delivered), where


@st.composite
def placed(draw: st.DrawFn) -> tuple[Network, dict[str, int]]:
    """A network, and how many servers stand where."""
    network = draw(odd_networks())
    names = [broker.name for broker in network.brokers]
    return network, {name: draw(st.integers(0, 3)) for name in names}


@thorough
@given(placed())
def test_broadcasts_arrive_as_often_as_said(case: tuple[Network, dict[str, int]]) -> None:
    network, servers = case
    asked = routing(network, servers={"c": servers})
    everyone = [(broker, f"{broker}/{number}") for broker, count in servers.items() for number in range(count)]
    plays = []
    for seed in range(6):
        player = Player(network, TOPIC, seed, decreases=True)
        order = list(everyone)
        random.Random(seed).shuffle(order)
        for broker, consumer in order:
            player.subscribe(broker, consumer)
        plays.append(player)
    for sender in servers:
        got = [player.on_topic(sender) for player in plays]
        for receiver, count in servers.items():
            if count == 0:
                continue
            said = asked.arrival("broadcast", sender, receiver, TOPIC)
            counts = [one[f"{receiver}/{number}"] for one in got for number in range(count)]
            agrees(said, [seen > 0 for seen in counts], (sender, receiver, said, counts))
            if asked.places.audited(receiver, TOPIC):
                assert max(counts) <= 1 and said.copies <= 1


@thorough
@given(placed())
def test_directed_requests_arrive_as_said(case: tuple[Network, dict[str, int]]) -> None:
    network, servers = case
    asked = routing(network, servers={"c": servers})
    everyone = [(broker, f"{broker}/{number}") for broker, count in servers.items() for number in range(count)]
    player = Player(network, NODES, 0, decreases=True)
    for broker, consumer in everyone:
        player.subscribe(broker, consumer, consumer)
    for sender in servers:
        for receiver, count in servers.items():
            if count:
                said = asked.arrival("directed", sender, receiver, NODES)
                wanted = f"{receiver}/0"
                seen = [player.on_queue(sender, wanted) == wanted for _ in range(12)]
                agrees(said, seen, (sender, receiver, said, seen))


@thorough
@given(odd_networks())
def test_replies_arrive_as_said(network: Network) -> None:
    asked = routing(network)
    names = [broker.name for broker in network.brokers]
    for client in names:
        player = Player(network, REPLY, 0, decreases=True)
        player.subscribe(client, "client")
        for server in names:
            said = asked.arrival("reply", server, client, REPLY)
            agrees(said, [player.on_queue(server) == "client" for _ in range(12)], (server, client, said))

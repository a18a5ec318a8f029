"""The steps that `diff` prints, carried out to the letter on running brokers, lead to the new network."""

from __future__ import annotations

import random
from contextlib import ExitStack
from typing import Any

import pytest

from broker_network import bundle, routes
from broker_network.changes import transition
from broker_network.design.planning import Plan, PlanRefused, plan
from broker_network.design.topology import Topology
from broker_network.lab import fetch
from broker_network.lab.cluster import Cluster

from .carrying_out import Changing
from .probe import Client, Server, exchange

pytestmark = pytest.mark.lab

SITES = ("a", "b", "c", "d")
SERVERS = {"web": {"count": 1}}


def network(links: list[tuple[str, str]], clients: str, servers: str) -> Plan:
    """The plan of one-broker sites with the given links, operators at some and servers at some."""
    sites: dict[str, Any] = {}
    for name in sorted({end for link in links for end in link}):
        number = SITES.index(name) + 1
        broker = {"host": f"broker1.{name}.example.net", "address": f"10.{number}.0.11"}
        sites[name] = {"network": f"10.{number}.0.0/24", "brokers": {f"{name}-1": broker}}
        sites[name] |= {"clients": {"ops": {"operators": [f"op-{name}"]}}} if name in clients else {}
        sites[name] |= {"servers": SERVERS} if name in servers else {}
    data = {
        "title": "A network that changes",
        "activemq": fetch.releases()[0],
        "sites": sites,
        "links": [{"from": dialing, "to": listening} for dialing, listening in links],
    }
    return plan(Topology.model_validate(data), "changing")


def drawn(chance: random.Random) -> Plan:
    """A tree over three sites or four, with members at some of them."""
    while True:
        names = chance.sample(SITES, chance.choice((3, 4)))
        links = [(name, chance.choice(names[:number])) for number, name in enumerate(names) if number]
        turned = [link if chance.random() < 0.5 else link[::-1] for link in links]
        clients, servers = ("".join(name for name in names if chance.random() < 0.6) for _ in range(2))
        try:
            return network(turned, clients, servers)
        except PlanRefused:
            continue


def pair(ident: str) -> tuple[Plan, Plan]:
    """Two networks: drawn at random, or one whose site in the middle only relays, and listens nowhere, at first."""
    if ident == "relay":
        links = [("b", "a"), ("b", "c")]
        return network(links, "a", "c"), network(links, "ab", "bc")
    chance = random.Random(ident)
    return drawn(chance), drawn(chance)


@pytest.mark.parametrize("ident", ["relay", "first", "second"])
def test_the_steps_between_two_networks_are_enough(ident: str, lab: None) -> None:
    old, new = pair(ident)
    everything = network([("b", "a"), ("c", "a"), ("d", "a")], "abcd", "abcd")
    running = Cluster(everything, bundle.files(everything), fetch.releases()[0], members=1)
    try:
        running.prepare()
        changing = Changing(running, old, new)
        was, will_be = (routes.hosts_of(one.inventory) for one in (old, new))
        found = transition(old.network, new.network, was, will_be, old.inventory, new.inventory)
        assert found.steps
        for step in found.steps:
            changing.carry_out(step)
        for name in set(running.brokers) - {broker.name for broker in new.network.brokers}:
            running.brokers.pop(name).close()
        running.network, running.inventory = new
        running.await_links()
        arrived, expected = _exchanged(running)
        assert arrived == expected
        assert sum(sum(messages.values()) for messages in expected.values()) > 0
    finally:
        running.close()


def _exchanged(running: Cluster) -> tuple[object, dict[str, Any]]:
    inventory = running.inventory
    routing = routes.Routing(
        running.network, routes.hosts_of(inventory), servers=routes.servers_of(inventory), decreases=True
    )
    with ExitStack() as sessions:
        clients = [
            Client(
                sessions.enter_context(running.operator_session(operator, group.brokers[0])),
                group.brokers[0],
                operator.identity,
                operator.collectives,
            )
            for group in inventory.client_groups
            for operator in group.operators
        ]
        servers = [
            Server(
                sessions.enter_context(running.server_session(host, group.brokers[0])),
                group.brokers[0],
                f"probe.{host.name}",
                group.collectives,
            )
            for group in inventory.server_groups
            for host in running.members(group.site, group.name)
            if host.machine.role == "server"
        ]
        arrived, expected = exchange(
            clients,
            servers,
            lambda client, server, collective: routing.reach(client.broker, server.broker, collective, client.identity),
        )
    return arrived, dict(expected)

"""Every example, as published, on every release: it starts, links come up, and messages go where they should."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from lxml import etree

from broker_network import bundle, examples, routes
from broker_network.design.planning import Plan
from broker_network.lab import fetch
from broker_network.lab.cluster import Cluster
from broker_network.lab.errors import LabError
from broker_network.lab.expected_bridges import expected_bridges
from broker_network.lab.hosts import LabHost
from broker_network.lab.stomp import Refused, Stomp
from broker_network.network import (
    AuthenticationUser,
    AuthorizationEntry,
    Broker,
    Inventory,
    Network,
    queue,
    topic,
)

from .conftest import keys_of
from .probe import AGENT, Client, Server, exchange

pytestmark = pytest.mark.lab

ACTIVEMQ = "http://activemq.apache.org/schema/core"

HARMLESS = {
    r"Could not start network bridge between: .* due to: Connection refused": (
        "all brokers start at once, and one that dials was faster; it dials again"
    ),
}
"""Warnings that a start may log, as patterns, each with the reason why it is no fault of the file's."""

PROBER = "prober"

SEVERAL = [name for name in examples.names() if len(examples.load(name).network.brokers) > 1]
"""Examples with links."""


def _collectives(inventory: Inventory) -> tuple[str, ...]:
    """Every collective that has servers."""
    return tuple(dict.fromkeys(one for group in inventory.server_groups for one in group.collectives))


SEPARATED = [name for name in examples.names() if len(_collectives(examples.load(name).inventory)) > 1]
"""Examples in which not everybody shares one collective."""


@pytest.mark.only("single-broker")
def test_hosts_are_made_once(cluster: Cluster) -> None:
    with pytest.raises(LabError, match="has its hosts already"):
        cluster.prepare()


def test_activemq_xml_follows_the_schema_of_the_release(network: tuple[str, str], lab: None) -> None:
    example, release = network
    schema = etree.XMLSchema(etree.fromstring(fetch.schema(release)))
    files = sorted((examples.FOLDER / example).glob("brokers/*/conf/activemq.xml"))
    assert len(files) == len(examples.load(example).network.brokers)
    for file in files:
        brokers = etree.parse(file).getroot().findall(f"{{{ACTIVEMQ}}}broker")
        assert len(brokers) == 1, file
        schema.assertValid(etree.ElementTree(brokers[0]))


def test_every_host_has_the_committed_files_byte_for_byte(cluster: Cluster) -> None:
    published = examples.FOLDER / cluster.inventory.name
    installed: list[tuple[LabHost, str, Path]] = []
    for name in cluster.brokers:
        for host in cluster.broker_hosts(name):
            place = f"{host.home}/brokers/{name}/conf/activemq.xml"
            installed.append((host, place, published / f"brokers/{name}/conf/activemq.xml"))
            installed.append((host, f"{host.home}/firewall.nft", published / f"firewall/{host.name}.nft"))
    for tunnel in cluster.tunnels.values():
        connections = published / f"ipsec/{tunnel.host.name}/swanctl.conf"
        installed.append((tunnel.host, "/etc/swanctl/conf.d/activemq.conf", connections))
    for host in cluster.hosts.values():
        if host.machine.role == "server":
            folder = published / f"servers/{host.machine.site}/{host.machine.group}"
            files = [path for path in folder.rglob("*") if path.is_file()]
            assert folder / "server.cfg" in files
            installed += [(host, f"/etc/mcollective/{path.relative_to(folder)}", path) for path in files]
    for host, place, file in installed:
        assert host.run("cat", place).stdout == file.read_text("utf-8"), (host.name, place)
    for group in cluster.inventory.client_groups:
        shared = (published / f"clients/{group.site}/{group.name}/client.cfg").read_text("utf-8")
        for operator in group.operators:
            path = f"/etc/mcollective/operators/{operator.identity}/client.cfg"
            assert cluster.terminal(operator).run("cat", path).stdout.startswith(shared)


def test_every_planned_link_comes_up(cluster: Cluster) -> None:
    up = {
        (name, peer): broker.established()[peer]
        for name, broker in cluster.brokers.items()
        for peer in broker.established()
    }
    assert up == expected_bridges(cluster.network, cluster.inventory)


def test_brokers_start_without_a_warning(cluster: Cluster) -> None:
    unexplained = [
        f"{name}: {warning}"
        for name, broker in (*cluster.brokers.items(), *cluster.standbys.items())
        for warning in broker.warnings_at_start
        if not any(re.match(pattern, warning) for pattern in HARMLESS)
    ]
    assert unexplained == []


def test_requests_and_replies_arrive_once_where_they_should_and_nowhere_else(cluster: Cluster) -> None:
    inventory = cluster.inventory
    routing = routes.Routing(
        cluster.network, routes.hosts_of(inventory), servers=routes.servers_of(inventory), decreases=True
    )
    with ExitStack() as sessions:
        clients = [
            Client(
                sessions.enter_context(cluster.operator_session(operator, group.brokers[0])),
                group.brokers[0],
                operator.identity,
                operator.collectives,
            )
            for group in cluster.inventory.client_groups
            for operator in group.operators
        ]
        servers = [
            Server(
                sessions.enter_context(cluster.server_session(host, group.brokers[0])),
                group.brokers[0],
                f"probe.{host.name}",
                group.collectives,
            )
            for group in cluster.inventory.server_groups
            for host in cluster.members(group.site, group.name)
        ]
        arrived, expected = exchange(
            clients,
            servers,
            lambda client, server, collective: routing.reach(client.broker, server.broker, collective, client.identity),
        )
    assert arrived == expected
    assert sum(sum(messages.values()) for messages in expected.values()) > 0


@pytest.mark.only(*SEPARATED)
def test_an_operator_cannot_address_a_collective_that_is_not_the_operators(cluster: Cluster) -> None:
    forbidden = [
        (group, operator, collective)
        for group in cluster.inventory.client_groups
        for operator in group.operators
        for collective in _collectives(cluster.inventory)
        if collective not in operator.collectives
    ]
    assert forbidden
    for group, operator, collective in forbidden:
        for destination in (f"/topic/{collective}.{AGENT}.agent", f"/queue/{collective}.nodes"):
            with (
                cluster.operator_session(operator, group.brokers[0]) as session,
                pytest.raises(Refused, match=f"{operator.name} is not authorized to write"),
            ):
                session.send(destination, "a request")


@pytest.mark.only(*SEVERAL)
@pytest.mark.older("three-brokers", "four-countries")
def test_between_all_brokers_messages_go_as_far_as_the_links_carry_them(
    network: tuple[str, str], vaults: Path, lab: None
) -> None:
    example, release = network
    plan = _with_prober(examples.load(example))
    collectives = _collectives(plan.inventory)
    everywhere = {
        collective: dict.fromkeys((one.name for one in plan.network.brokers), 1) for collective in collectives
    }
    routing = routes.Routing(plan.network, routes.hosts_of(plan.inventory), servers=everywhere, decreases=True)
    running = Cluster(plan, bundle.files(plan), release, members=1, vault=keys_of(example, vaults, PROBER))
    with running as cluster, ExitStack() as sessions:
        at = {
            broker: [sessions.enter_context(session) for session in _two_sessions(cluster, broker)]
            for broker in cluster.brokers
        }
        arrived, expected = exchange(
            [Client(at[broker][0], broker, f"client.{broker}", collectives) for broker in at],
            [Server(at[broker][1], broker, f"server.{broker}", collectives) for broker in at],
            lambda client, server, collective: routing.reach(client.broker, server.broker, collective, client.identity),
        )
    assert arrived == expected


def _two_sessions(cluster: Cluster, broker: str) -> Iterator[Stomp]:
    material = cluster.folder.secrets / "operators" / cluster.inventory.operators[0].identity / "ssl"
    for _ in range(2):
        yield cluster.session(cluster.broker_host(broker), broker, PROBER, cluster.folder.password(PROBER), material)


def _with_prober(plan: Plan) -> Plan:
    """The plan, with one user more who may do everything at every broker, and bridges that carry all of it."""
    return Plan(Network(tuple(_open_to_prober(broker) for broker in plan.network.brokers)), plan.inventory)


def _open_to_prober(broker: Broker) -> Broker:
    everything = (PROBER, "bridges")
    return dataclasses.replace(
        broker,
        users=(*broker.users, AuthenticationUser(PROBER, f"${{{PROBER}.password}}", (PROBER,))),
        authorization_entries=(
            *broker.authorization_entries,
            AuthorizationEntry(queue(">"), everything, everything, everything),
            AuthorizationEntry(topic(">"), everything, everything, everything),
        ),
    )

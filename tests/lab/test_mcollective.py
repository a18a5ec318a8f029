"""Real MCollective over every example: operators at their terminals, servers behind brokers that they cannot reach."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from broker_network import routes
from broker_network.lab.cluster import Cluster
from broker_network.lab.hosts import LabHost
from broker_network.network import ClientGroup, Operator, ServerGroup, dialed

from .conftest import TRIED_ON_OLDER

pytestmark = pytest.mark.lab


def commanders(cluster: Cluster) -> Iterator[tuple[ClientGroup, Operator]]:
    """Every operator, with the group the operator works in."""
    for group in cluster.inventory.client_groups:
        for operator in group.operators:
            yield group, operator


def reached(cluster: Cluster, group: ClientGroup, operator: Operator, collective: str) -> list[ServerGroup]:
    """The groups of servers that an operator commands in a collective, by the model."""
    inventory = cluster.inventory
    routing = routes.Routing(
        cluster.network, routes.hosts_of(inventory), servers=routes.servers_of(inventory), decreases=True
    )
    return [
        servers
        for servers in cluster.inventory.server_groups
        if collective in servers.collectives
        and routing.reach(group.brokers[0], servers.brokers[0], collective, operator.identity).complete
    ]


def names(cluster: Cluster, groups: list[ServerGroup]) -> list[str]:
    """The servers that the lab runs of these groups."""
    return sorted(host.name for group in groups for host in cluster.members(group.site, group.name))


def found(cluster: Cluster, operator: Operator, *arguments: str) -> list[str]:
    """The servers that `mco find` names."""
    done = cluster.mco(operator, "find", *arguments)
    assert done.stderr == ""
    return sorted(done.stdout.split())


@pytest.mark.older(*TRIED_ON_OLDER)
def test_mco_ping_hears_every_server_the_operator_commands_and_no_other(managed: Cluster) -> None:
    asked = [
        (group, operator, collective)
        for group, operator in commanders(managed)
        for collective in operator.collectives
        if operator is group.operators[0] or len(operator.collectives) == 1
    ]

    def answering(one: tuple[ClientGroup, Operator, str]) -> list[str]:
        done = managed.mco(one[1], "ping", "-T", one[2])
        return sorted(line.split()[0] for line in done.stdout.splitlines() if "time=" in line)

    expected = [names(managed, reached(managed, *one)) for one in asked]
    with ThreadPoolExecutor(6) as pool:
        for _ in range(3):
            answers = list(pool.map(answering, asked))
            # A server that has just connected may not have subscribed yet; while one is missing, all are asked again.
            if all({*heard} >= {*servers} for heard, servers in zip(answers, expected, strict=True)):
                break
    assert dict(zip(_labels(asked), answers, strict=True)) == dict(zip(_labels(asked), expected, strict=True))


def _labels(asked: list[tuple[ClientGroup, Operator, str]]) -> list[str]:
    return [f"{operator.identity} in {collective}" for _, operator, collective in asked]


@pytest.mark.older(*TRIED_ON_OLDER)
def test_servers_are_found_by_facts_and_classes_and_never_by_name(managed: Cluster) -> None:
    group, operator = next(commanders(managed))
    collective = operator.collectives[0]
    servers = reached(managed, group, operator, collective)
    kinds = {(one.facts, one.classes) for one in servers}
    with ThreadPoolExecutor(6) as pool:
        finding = {
            kind: pool.submit(
                found,
                managed,
                operator,
                *("-T", collective),
                *(argument for name, value in kind[0] for argument in ("-F", f"{name}={value}")),
                *(argument for name in kind[1] for argument in ("-C", f"/{name}/")),
            )
            for kind in sorted(kinds)
        }
    assert {kind: future.result() for kind, future in finding.items()} == {
        (facts, classes): names(
            managed, [one for one in servers if {*facts} <= {*one.facts} and {*classes} <= {*one.classes}]
        )
        for facts, classes in sorted(kinds)
    }


@pytest.mark.only("noc-datacenters", "noc-dials")
def test_web_servers_of_acmeinc_in_data_center_a_are_exactly_one_group(managed: Cluster) -> None:
    _, operator = next(commanders(managed))
    filters = ("-F", "datacenter=a", "-C", "/webserver/", "-F", "customer=acmeinc")
    expected = [host.name for host in managed.members("dc-a", "acme-web")]
    assert found(managed, operator, *filters) == sorted(expected)


@pytest.mark.older(*TRIED_ON_OLDER)
def test_a_directed_request_is_carried_out_by_the_one_server_it_names(managed: Cluster) -> None:
    group, operator = next(commanders(managed))
    collective = operator.collectives[0]
    name, *others = names(managed, reached(managed, group, operator, collective))
    before = {one: managed.servers[one].audit for one in (name, *others)}
    done = managed.mco(operator, "rpc", "rpcutil", "ping", "-I", name, "-T", collective)
    assert name in done.stdout
    assert "Timestamp" in done.stdout
    after = {one: managed.servers[one].audit.removeprefix(before[one]) for one in before}
    assert f"caller=cert={operator.name}" in after[name]
    assert [one for one in others if after[one]] == []


@pytest.mark.older(*TRIED_ON_OLDER)
def test_a_terminal_has_no_route_to_a_server_of_another_site_and_does_not_know_its_name(cluster: Cluster) -> None:
    clients = [host for host in cluster.hosts.values() if host.machine.role == "client"]
    servers = [host for host in cluster.hosts.values() if host.machine.role == "server"]
    for client in clients:
        known = client.run("cat", "/etc/hosts").stdout
        for server in servers:
            assert server.name not in known
            if server.machine.site != client.machine.site:
                assert client.run("ip", "route", "get", str(server.machine.address)).returncode != 0
                with pytest.raises(OSError, match="unreachable"):
                    client.connect(str(server.machine.address), 22, 1)


@pytest.mark.older(*TRIED_ON_OLDER)
def test_no_host_passes_on_what_is_not_its_own(cluster: Cluster) -> None:
    for host in cluster.hosts.values():
        assert host.run("cat", "/proc/sys/net/ipv4/ip_forward").stdout.strip() == "0"


@pytest.mark.older(*TRIED_ON_OLDER)
def test_only_brokers_that_dial_reach_the_port_for_brokers(cluster: Cluster) -> None:
    for listening, address, port, dialers in _openwire(cluster):
        others = [host for host in cluster.hosts.values() if host is not listening]
        reaching = _reaching(others, address, port, refused=_waits(cluster, listening))
        assert reaching == [host.name for host in others if host in dialers]


@pytest.mark.older(*TRIED_ON_OLDER)
def test_only_machines_of_its_site_reach_a_brokers_port_for_clients(cluster: Cluster) -> None:
    for broker in cluster.brokers:
        _, port = cluster.stomp_address(broker)
        for listening in cluster.broker_hosts(broker):
            machine = listening.machine
            reaching = _reaching(
                list(cluster.hosts.values()), str(machine.address), port, refused=_waits(cluster, listening)
            )
            assert reaching == [host.name for host in cluster.hosts.values() if host.machine.site == machine.site]


def _openwire(cluster: Cluster) -> Iterator[tuple[LabHost, str, int, list[LabHost]]]:
    """Every host that other brokers dial, at which address and port, and the hosts that do."""
    dialers: dict[tuple[str, int], list[LabHost]] = {}
    for broker in cluster.network.brokers:
        for connector in broker.network_connectors:
            for uri in dialed(connector.uri):
                dialers.setdefault((uri.host, uri.port), []).extend(cluster.broker_hosts(broker.name))
    for (name, port), hosts in dialers.items():
        (listening,) = [host for host in cluster.inventory.hosts if name in host.dialed_as]
        machine = cluster.hosts[listening.name]
        yield machine, str(machine.machine.address) if name == listening.name else name, port, hosts


def _waits(cluster: Cluster, host: LabHost) -> bool:
    """Whether on this host a standby waits, so that nobody listens yet."""
    return any(standby.host is host for standby in cluster.standbys.values())


def _reaching(hosts: list[LabHost], address: str, port: int, *, refused: bool) -> list[str]:
    """The hosts whose packets get there; for the others there is no route, or packets are dropped without an answer.

    Where nobody listens yet, whoever gets there is `refused`; elsewhere nobody may be.
    """

    def reaches(host: LabHost) -> bool:
        try:
            host.connect(address, port, 0.5).close()
        except ConnectionRefusedError:
            return refused
        except OSError:
            return False
        return not refused

    with ThreadPoolExecutor(16) as pool:
        return [host.name for host, reached in zip(hosts, pool.map(reaches, hosts), strict=True) if reached]

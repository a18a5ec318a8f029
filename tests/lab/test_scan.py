"""A scan finds every port that is open, and tells those that refuse from those where nothing answers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from ipaddress import ip_address, ip_network

import pytest

from broker_network.lab.hosts import LabHost, Space, cable
from broker_network.lab.machines import Machine
from broker_network.lab.namespace import socket_in
from broker_network.network.tunnels import IKE_PORTS

from .scan import EVERY_PORT, Scan, scan, scan_ike

pytestmark = pytest.mark.lab

OPEN, DROPPED = 40_404, {1, 61_614, 65_535}
HERE = ip_network("10.1.0.0/24")
FAR, NEAR, AWAY = (
    Machine("far.a", "broker", "a", ip_address("10.1.0.11"), HERE),
    Machine("near.a", "client", "a", ip_address("10.1.0.101"), HERE, group="terminals"),
    Machine("away.b", "client", "b", ip_address("10.2.0.101"), ip_network("10.2.0.0/24"), group="terminals"),
)
ADDRESS = str(FAR.address)


@pytest.fixture
def hosts(lab: None) -> Iterator[list[LabHost]]:
    space = Space()
    hosts = [LabHost(space, machine, "", {}) for machine in (FAR, NEAR, AWAY)]
    try:
        cable(space, hosts)
        yield hosts
    finally:
        space.close()
        for host in hosts:
            host.close()


def drop(host: LabHost, what: str) -> None:
    rules = f"table inet t {{ chain c {{ type filter hook input priority 0; {what} drop; }}; }}"
    done = host.run("nft", "-f", "-", text=rules)
    assert done.returncode == 0, done.stderr


def test_every_port_of_a_host_is_told_as_open_closed_or_silent(hosts: list[LabHost]) -> None:
    far, near, away = hosts
    drop(far, f"tcp dport {{ {', '.join(map(str, sorted(DROPPED)))} }}")
    with socket_in(far.pid, lambda: socket.create_server((ADDRESS, OPEN))):
        found = scan(near, ADDRESS)
        assert found == Scan(frozenset({OPEN}), len(EVERY_PORT) - 1 - len(DROPPED), frozenset(DROPPED))
        assert scan(away, ADDRESS) is None
    assert scan(near, ADDRESS, [OPEN]) == Scan(frozenset(), 1, frozenset())


def test_of_ports_of_ike_it_is_told_whether_anybody_answers(hosts: list[LabHost]) -> None:
    far, near, away = hosts
    first, second = IKE_PORTS
    assert scan_ike(near, ADDRESS) == Scan(frozenset(), 2, frozenset())
    assert scan_ike(away, ADDRESS) is None
    drop(far, f"udp dport {first}")
    with socket_in(far.pid, lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as daemon:
        daemon.bind((ADDRESS, second))
        answering = threading.Thread(target=lambda: daemon.sendto(*daemon.recvfrom(4096)))
        answering.start()
        found = scan_ike(near, ADDRESS)
        answering.join()
    assert found == Scan(frozenset({second}), 0, frozenset({first}))

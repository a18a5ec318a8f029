"""A scan finds every port that is open, and tells those that refuse from those where nothing answers."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from ipaddress import ip_address, ip_network

import pytest

from macros.lab.hosts import Host, Space, cable
from macros.lab.machines import Machine
from macros.lab.namespace import socket_in

from .scan import EVERY_PORT, Scan, scan

pytestmark = pytest.mark.lab

OPEN, DROPPED = 40_404, {1, 61_614, 65_535}
HERE = ip_network("10.1.0.0/24")
FAR, NEAR, AWAY = (
    Machine("far.a", "broker", "a", ip_address("10.1.0.11"), HERE),
    Machine("near.a", "client", "a", ip_address("10.1.0.101"), HERE, group="terminals"),
    Machine("away.b", "client", "b", ip_address("10.2.0.101"), ip_network("10.2.0.0/24"), group="terminals"),
)


@pytest.fixture
def hosts(lab: None) -> Iterator[list[Host]]:
    space = Space()
    hosts = [Host(space, machine, "", {}) for machine in (FAR, NEAR, AWAY)]
    try:
        cable(space, hosts)
        yield hosts
    finally:
        space.close()
        for host in hosts:
            host.close()


def test_every_port_of_a_host_is_told_as_open_closed_or_silent(hosts: list[Host]) -> None:
    far, near, away = hosts
    ports = ", ".join(map(str, sorted(DROPPED)))
    rules = f"table inet t {{ chain c {{ type filter hook input priority 0; tcp dport {{ {ports} }} drop; }}; }}"
    done = far.run("nft", "-f", "-", text=rules)
    assert done.returncode == 0, done.stderr
    with socket_in(far.pid, lambda: socket.create_server((str(FAR.address), OPEN))):
        found = scan(near, far)
        assert found == Scan(frozenset({OPEN}), len(EVERY_PORT) - 1 - len(DROPPED), frozenset(DROPPED))
        assert scan(away, far) is None
    assert scan(near, far, [OPEN]) == Scan(frozenset(), 1, frozenset())

"""Links through IPsec: what passes between sites, and who reaches OpenWire."""

from __future__ import annotations

import pytest

from broker_network.lab.cluster import Cluster
from broker_network.network.tunnels import IKE_PORTS

from .test_mcollective import commanders

pytestmark = [pytest.mark.lab, pytest.mark.only("noc-ipsec")]

PORT = 61616


def test_between_sites_nothing_passes_but_tunnels(managed: Cluster) -> None:
    _, operator = next(commanders(managed))
    with managed.capture() as capture:
        answers = managed.mco(operator, "ping").stdout
    unicast = [one for one in capture.packets if one.destination is not None and not one.destination.is_multicast]
    assert answers.count("time=") == len(managed.servers)
    assert {one.protocol for one in unicast} == {"udp"}
    assert {port for one in unicast for port in (one.source_port, one.destination_port)} <= set(IKE_PORTS)
    assert not any(word in frame for frame in capture.frames for word in (b"mcollective", operator.name.encode()))


def test_openwire_hears_the_far_broker_and_nobody_who_is_outside_of_a_tunnel(managed: Cluster) -> None:
    operator = managed.inventory.operators[0]
    hub, leaf = managed.inventory.hosts_of("noc-1")[0], managed.broker_host("dc-a-1")
    inner, outer = str(hub.inner_address), str(hub.address)
    leaf.connect(inner, PORT).close()
    terminal = managed.terminal(operator)
    terminal.run("ip", "route", "add", inner, "via", outer, "dev", "lan")
    try:
        for host, address in ((leaf, outer), (terminal, inner), (terminal, outer)):
            with pytest.raises(TimeoutError):
                host.connect(address, PORT, seconds=2)
    finally:
        terminal.run("ip", "route", "delete", inner)

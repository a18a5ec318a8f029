"""Layouts that say what they survive: a broker is killed, and everybody who is left reaches everybody, once."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from broker_network import examples
from broker_network.design import topology
from broker_network.lab.cluster import Cluster
from broker_network.network import Operator
from broker_network.reach import Failure, Loss, survival

from .failing import Everybody, failing
from .test_mcollective import commanders

pytestmark = pytest.mark.lab

PROMISING = [
    name
    for name in examples.names()
    if {"broker", "broker-between"}.intersection(
        topology.loads((examples.FOLDER / name / "topology.yaml").read_text("utf-8"), name).survives
    )
]
"""Examples that promise to survive the death of a broker."""


@pytest.mark.only(*PROMISING)
@pytest.mark.older()
def test_when_a_broker_is_killed_everybody_left_reaches_each_server_once_and_again_when_it_is_back(
    managed: Cluster,
) -> None:
    failure = _worst(managed)
    with ExitStack() as sessions:
        everybody = Everybody(managed, sessions)
        with failing(everybody, failure) as left:
            gone = everybody.ask(left)
            assert gone.complete, gone
            operator = next(one for group, one in commanders(managed) if _can_still(managed, failure, group.brokers))
            servers = _servers_left(managed, failure)
            assert _answering(managed, operator, servers) == servers
        back = everybody.ask(managed.network)
        assert back.complete, back
    servers = sorted(managed.servers)
    assert _answering(managed, operator, servers) == servers


def _worst(cluster: Cluster) -> Failure:
    """The death of a broker with clients or servers that can go on elsewhere, else of the first."""
    asked = survival(cluster.network, cluster.inventory)
    found = [one for one in asked.failures if one.broker]
    losses = {one: asked.outage(one).loss for one in found}
    return next((one for one, loss in losses.items() if loss in (Loss.NOTHING, Loss.STANDBY)), found[0])


def _can_still(cluster: Cluster, failure: Failure, pool: tuple[str, ...]) -> bool:
    return pool != failure.ends or failure.broker in cluster.standbys


def _servers_left(cluster: Cluster, failure: Failure) -> list[str]:
    return sorted(name for name in cluster.servers if _can_still(cluster, failure, _pool(cluster, name)))


def _pool(cluster: Cluster, server: str) -> tuple[str, ...]:
    return cluster.group(cluster.hosts[server]).brokers


def _answering(cluster: Cluster, operator: Operator, expected: list[str]) -> list[str]:
    """Who answers real `mco`. Each `mcollectived` that lost its broker waits before it connects again."""
    heard: list[str] = []
    for _ in range(8):
        done = cluster.mco(operator, "ping")
        heard = sorted(line.split()[0] for line in done.stdout.splitlines() if "time=" in line)
        if heard == expected:
            break
    return heard

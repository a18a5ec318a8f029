"""Networks on loopback keep out of each other's way, and can be started again."""

from __future__ import annotations

import socket

import pytest

from broker_network.activemq import releases
from tests.experiments.networks import linked

from .loopback import Loopback, take_ports

NETWORK = linked([("b", "hub"), ("c", "hub")])


def test_a_port_that_was_taken_is_given_to_nobody_else_until_it_is_given_back() -> None:
    taken = take_ports(3)
    ports = {one.getsockname()[1] for one in taken}
    further = take_ports(3)
    assert len(ports | {one.getsockname()[1] for one in further}) == 6
    for port in ports:
        with socket.socket() as other, pytest.raises(OSError, match="in use"):
            other.bind(("127.0.0.1", port))
    for one in (*taken, *further):
        one.close()
    with socket.socket() as other:
        other.bind(("127.0.0.1", min(ports)))


@pytest.mark.lab
def test_a_network_that_has_ended_starts_again_on_its_ports_and_is_dialed_as_before() -> None:
    running = Loopback([NETWORK], str(releases.DEFAULT))
    for _ in range(2):
        with running:
            running.await_bridges(8)
            assert {broker: running.dialers(broker) for broker in "bc"} == {"b": 0, "c": 0}
            assert running.dialers("hub") == 4
            with running.session("hub"):
                pass

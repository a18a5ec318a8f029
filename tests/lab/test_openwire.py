"""The OpenWire client of the tests does with real brokers what it says."""

from __future__ import annotations

import dataclasses
import socket
import time
from collections.abc import Iterator

import pytest

from broker_network.lab.requirements import missing
from broker_network.lab.stomp import Refused
from broker_network.network import (
    Authentication,
    AuthenticationUser,
    Broker,
    Network,
    NetworkConnector,
    PolicyEntry,
    queue,
    topic,
)

from .loopback import Loopback
from .openwire import OpenWire

pytestmark = pytest.mark.lab

USER, PASSWORD = "somebody", "a password"
LINK = NetworkConnector("b-a", "static:(tcp://a:61616)", duplex=True, user_name=USER, password=PASSWORD)
NODES = queue("mcollective.nodes")


@pytest.fixture(scope="module")
def loopback(release: str) -> Iterator[Loopback]:
    if reason := missing(release):
        pytest.skip(reason)
    brokers = [
        Broker(
            name,
            policy_entries=(PolicyEntry(topic(">"), producer_flow_control=False),),
            authentication=Authentication("simple"),
            users=(AuthenticationUser(USER, PASSWORD, ("everyone",)),),
        )
        for name in ("a", "b")
    ]
    brokers[1] = dataclasses.replace(brokers[1], network_connectors=(LINK,))
    with Loopback([Network(tuple(brokers))], release) as running:
        running.await_bridges(2)
        yield running


def dial(loopback: Loopback, broker: str = "a") -> socket.socket:
    return socket.create_connection(("127.0.0.1", loopback._openwire[broker]), 10)


def test_it_logs_in_with_the_right_password_only(loopback: Loopback) -> None:
    OpenWire(dial(loopback), USER, PASSWORD).close()
    with pytest.raises(Refused, match="password is invalid"):
        OpenWire(dial(loopback), USER, "another")


def test_it_hears_of_subscriptions_with_their_selectors(loopback: Loopback) -> None:
    with (
        OpenWire(dial(loopback), USER, PASSWORD) as session,
        loopback.session("a", USER, PASSWORD) as server,
    ):
        session.subscribe(topic(f"ActiveMQ.Advisory.Consumer.Queue.{NODES.physical_name}"))
        server.subscribe(f"/queue/{NODES.physical_name}", selector="mc_identity = 'web1'")
        assert any(b"web1" in message for message in session.receive(5))


def test_it_removes_a_queue_with_what_waits_in_it(loopback: Loopback) -> None:
    place = f"/queue/{NODES.physical_name}"
    with loopback.session("a", USER, PASSWORD) as client, OpenWire(dial(loopback), USER, PASSWORD) as session:
        client.send(place, "before")
        session.remove(NODES)
        client.send(place, "after")
        client.subscribe(place)
        assert [frame.body for frame in client.receive(5, until=bool)] == ["after"]


@pytest.mark.parametrize(("unseen", "expected"), [(False, {"near", "far"}), (True, {"near"})])
def test_what_it_subscribes_to_unseen_other_brokers_are_not_asked_for(
    loopback: Loopback, unseen: bool, expected: set[str]
) -> None:
    news = topic(f"news.{unseen}")
    with (
        OpenWire(dial(loopback, "b"), USER, PASSWORD) as session,
        loopback.session("a", USER, PASSWORD) as far,
        loopback.session("b", USER, PASSWORD) as near,
    ):
        session.subscribe(news, unseen=unseen)
        heard: set[str] = set()
        deadline = time.monotonic() + 3
        while time.monotonic() < deadline:
            far.send(f"/topic/{news.physical_name}", "far")
            near.send(f"/topic/{news.physical_name}", "near")
            came = b"".join(session.receive(0.2))
            heard |= {word for word in ("near", "far") if word.encode() in came}
        assert heard == expected

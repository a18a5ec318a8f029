"""Messages like MCollective's, sent by everyone to everyone, and what arrived where."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from broker_network import routes
from broker_network.lab.stomp import Stomp

AGENT = "probe"
"""An agent that no mcollectived has, so that none interferes."""

EARLY = "early "
"""What messages begin with that are sent until all subscriptions are known."""

QUIET_SECONDS = 1.0
"""How long to listen for copies that nobody expects, after everything expected has come."""


@dataclass(frozen=True)
class Party:
    """One who is connected: where, under which identity, in which collectives."""

    session: Stomp = field(compare=False)
    broker: str
    identity: str
    collectives: tuple[str, ...]


class Client(Party):
    """One who sends requests."""


class Server(Party):
    """One who takes requests."""


Reach = Callable[[Client, Server, str], routes.Reach]
Arrivals = dict[str, Counter[str]]


def exchange(clients: Iterable[Client], servers: Iterable[Server], reach: Reach) -> tuple[Arrivals, Arrivals]:
    """Let every client send each kind of request to every server, and every server reply to every client.

    Returns how often each message came to whom, and how often it should have.
    """
    clients, servers = tuple(clients), tuple(servers)
    subscribe(clients, servers)
    expected = expect(clients, servers, reach)
    settle(clients, servers, expected)
    return ask(clients, servers, expected), expected


def subscribe(clients: Iterable[Client], servers: Iterable[Server]) -> None:
    """Subscribe as MCollective does: servers to requests, clients to replies."""
    for server in servers:
        for collective in server.collectives:
            server.session.subscribe(f"/topic/{collective}.{AGENT}.agent")
            server.session.subscribe(f"/queue/{collective}.nodes", selector=f"mc_identity = '{server.identity}'")
    for client in clients:
        for collective in client.collectives:
            client.session.subscribe(_reply_queue(client, collective))


def ask(clients: tuple[Client, ...], servers: tuple[Server, ...], expected: Arrivals) -> Arrivals:
    """Everything once from those who have subscribed; return how often each message came to whom."""
    _send(clients, servers, "")
    return _collect(clients, servers, expected, seconds=10)


def expect(clients: tuple[Client, ...], servers: tuple[Server, ...], reach: Reach) -> Arrivals:
    """How often each message should come to whom."""
    expected: Arrivals = {identity: Counter() for identity in _identities(clients, servers)}
    for client in clients:
        for server in servers:
            for collective in client.collectives:
                if collective not in server.collectives:
                    continue
                found = reach(client, server, collective)
                if found.broadcast.once:
                    expected[server.identity][f"broadcast {client.identity} {collective}"] = 1
                if found.directed.once:
                    expected[server.identity][f"directed {client.identity} {collective} {server.identity}"] = 1
                if found.reply.once:
                    expected[client.identity][f"reply {server.identity} {collective}"] = 1
    return expected


def settle(
    clients: tuple[Client, ...], servers: tuple[Server, ...], expected: Arrivals, seconds: float = 15
) -> float | None:
    """Send until every subscription is known everywhere it should be; after `seconds` what is missing is missing.

    Returns the seconds that it took, or None where something is missing.
    """
    seen: Arrivals = {identity: Counter() for identity in expected}
    began = time.monotonic()
    took: float | None = None
    while took is None and time.monotonic() < began + seconds:
        _send(clients, servers, EARLY)
        _receive(clients, servers, seen, 0.1)
        if all(EARLY + message in seen[identity] for identity, messages in expected.items() for message in messages):
            took = time.monotonic() - began
    _receive(clients, servers, seen, QUIET_SECONDS)
    return took


def _send(clients: tuple[Client, ...], servers: tuple[Server, ...], prefix: str) -> None:
    life = {"expires": str(int(time.time() * 1000) + 20_000)}
    for client in clients:
        for collective in client.collectives:
            request = {**life, "reply-to": _reply_queue(client, collective)}
            broadcast = f"{prefix}broadcast {client.identity} {collective}"
            client.session.send(f"/topic/{collective}.{AGENT}.agent", broadcast, request)
            for server in servers:
                directed = f"{prefix}directed {client.identity} {collective} {server.identity}"
                client.session.send(f"/queue/{collective}.nodes", directed, {**request, "mc_identity": server.identity})
    for server in servers:
        for client in clients:
            for collective in client.collectives:
                if collective in server.collectives:
                    reply = f"{prefix}reply {server.identity} {collective}"
                    server.session.send(_reply_queue(client, collective), reply, life)


def _collect(clients: tuple[Client, ...], servers: tuple[Server, ...], expected: Arrivals, seconds: float) -> Arrivals:
    arrived: Arrivals = {identity: Counter() for identity in expected}
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        _receive(clients, servers, arrived, 0.1)
        if all(arrived[identity] >= messages for identity, messages in expected.items()):
            break
    _receive(clients, servers, arrived, QUIET_SECONDS)
    return arrived


def _receive(clients: tuple[Client, ...], servers: tuple[Server, ...], into: Arrivals, seconds: float) -> None:
    """Everything that comes within `seconds`, all sessions together."""
    time.sleep(seconds)
    parties: tuple[Party, ...] = (*clients, *servers)
    for one in parties:
        for frame in one.session.receive(0.01):
            into[one.identity][frame.body] += 1


def _identities(clients: tuple[Client, ...], servers: tuple[Server, ...]) -> list[str]:
    return [*(client.identity for client in clients), *(server.identity for server in servers)]


def _reply_queue(client: Client, collective: str) -> str:
    return f"/queue/{collective}.reply.{client.identity}_1.1"

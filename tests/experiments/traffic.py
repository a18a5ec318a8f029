"""Requests and replies as MCollective sends them, and how many came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from broker_network.lab.stomp import Stomp

from .running import Places, Running, drain

AGENT = "discovery"


@dataclass(frozen=True)
class Party:
    """A client or a server: its identity, the broker it is connected to, its collective.

    A server that is not `selective` asks for everybody's directed requests.
    """

    name: str
    broker: str
    collective: str = "mcollective"
    selective: bool = True
    user: str = ""
    password: str = ""


@dataclass(frozen=True)
class Cast:
    """Who is connected to a network."""

    clients: tuple[Party, ...]
    servers: tuple[Party, ...]


@dataclass(frozen=True)
class Seen:
    """How many messages came, by (client, server): copies of a broadcast, directed requests, replies."""

    broadcast: Mapping[tuple[str, str], int]
    directed: Mapping[tuple[str, str], int]
    replies: Mapping[tuple[str, str], int]


Joined = Mapping[tuple[str, Party], Stomp]
"""The session of each party, by the option whose network it is connected to."""


def exchange(running: Running | Places, casts: Mapping[str, Cast], number: int = 20) -> dict[str, Seen]:
    """Connect everybody, one after the other, let them send, and count what comes, as `talk` does."""
    running.settle()
    return talk(running, casts, join(running, casts), number)


def join(
    running: Running | Places, casts: Mapping[str, Cast], at_once: Container[str] = ()
) -> dict[tuple[str, Party], Stomp]:
    """Connect everybody, servers first, and subscribe: one after the other, or all of a network `at_once`."""
    joined: dict[tuple[str, Party], Stomp] = {}
    for option, cast in casts.items():
        servers = {one: _session(running, option, one) for one in cast.servers}
        clients = {one: _session(running, option, one) for one in cast.clients}
        everybody = [
            *(partial(serve, one, session) for one, session in servers.items()),
            *(partial(session.subscribe, _reply_queue(one)) for one, session in clients.items()),
        ]
        with ThreadPoolExecutor(max(1, len(everybody)) if option in at_once else 1) as threads:
            for _ in threads.map(lambda subscribe: subscribe(), everybody):
                pass
        joined |= {(option, one): session for one, session in (servers | clients).items()}
    return joined


def serve(one: Party, session: Stomp) -> None:
    """Subscribe as a server does."""
    session.subscribe(f"/topic/{one.collective}.{AGENT}.agent")
    session.subscribe(
        f"/queue/{one.collective}.nodes", selector=f"mc_identity = '{one.name}'" if one.selective else None
    )


def talk(running: Running | Places, casts: Mapping[str, Cast], joined: Joined, number: int = 20) -> dict[str, Seen]:
    """Wait until the brokers have told each other, then send, and count what comes.

    Every client sends one broadcast, and to every server of its collective `number` directed requests; every server
    sends `number` replies to every client of its collective.
    """
    running.settle()
    for option, cast in casts.items():
        for client in cast.clients:
            session = joined[option, client]
            session.send(f"/topic/{client.collective}.{AGENT}.agent", f"broadcast {client.name}")
            for server in cast.servers:
                if server.collective == client.collective:
                    for _ in range(number):
                        session.send(
                            f"/queue/{client.collective}.nodes",
                            f"directed {client.name} {server.name}",
                            {"mc_identity": server.name},
                        )
        for server in cast.servers:
            for client in cast.clients:
                if client.collective == server.collective:
                    for _ in range(number):
                        joined[option, server].send(_reply_queue(client), f"reply {server.name}")
    came = dict(zip(joined, (Counter(frame.body for frame in one) for one in drain(joined.values())), strict=True))
    return {option: _seen(option, cast, came) for option, cast in casts.items()}


def _seen(option: str, cast: Cast, came: Mapping[tuple[str, Party], Counter[str]]) -> Seen:
    pairs = [(client, server) for client in cast.clients for server in cast.servers]
    return Seen(
        {(c.name, s.name): came[option, s][f"broadcast {c.name}"] for c, s in pairs},
        {(c.name, s.name): came[option, s][f"directed {c.name} {s.name}"] for c, s in pairs},
        {(c.name, s.name): came[option, c][f"reply {s.name}"] for c, s in pairs},
    )


def _session(running: Running | Places, option: str, one: Party) -> Stomp:
    return running.session(option, one.broker, one.user, one.password)


def _reply_queue(client: Party) -> str:
    return f"/queue/{client.collective}.reply.{client.name}_1.1"

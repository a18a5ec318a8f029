"""Requests and replies as MCollective sends them, and how many came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from macros.lab.stomp import Stomp

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


def exchange(running: Running | Places, casts: Mapping[str, Cast], number: int = 20) -> dict[str, Seen]:
    """Connect everybody, wait until the brokers have told each other, then send, and count what comes.

    Every client sends one broadcast, and to every server of its collective `number` directed requests; every server
    sends `number` replies to every client of its collective.
    """
    running.settle()
    servers = {(option, one): _session(running, option, one) for option, cast in casts.items() for one in cast.servers}
    for (_, one), session in servers.items():
        session.subscribe(f"/topic/{one.collective}.{AGENT}.agent")
        session.subscribe(
            f"/queue/{one.collective}.nodes", selector=f"mc_identity = '{one.name}'" if one.selective else None
        )
    clients = {(option, one): _session(running, option, one) for option, cast in casts.items() for one in cast.clients}
    for (_, one), session in clients.items():
        session.subscribe(_reply_queue(one))
    running.settle()
    for (option, client), session in clients.items():
        session.send(f"/topic/{client.collective}.{AGENT}.agent", f"broadcast {client.name}")
        for server in casts[option].servers:
            if server.collective == client.collective:
                for _ in range(number):
                    session.send(
                        f"/queue/{client.collective}.nodes",
                        f"directed {client.name} {server.name}",
                        {"mc_identity": server.name},
                    )
    for (option, server), session in servers.items():
        for client in casts[option].clients:
            if client.collective == server.collective:
                for _ in range(number):
                    session.send(_reply_queue(client), f"reply {server.name}")
    everybody = {**servers, **clients}
    came = dict(
        zip(everybody, (Counter(frame.body for frame in one) for one in drain(everybody.values())), strict=True)
    )
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

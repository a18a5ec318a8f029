"""Where MCollective's messages go, by collective.

Source: MCollective, lib/mcollective/connector/activemq.rb.
"""

from __future__ import annotations

from typing import Literal

from broker_network.network import Destination, queue, topic

Message = Literal["broadcast", "directed", "reply"]
"""A request to all servers, a request to one, and an answer."""

MESSAGES: tuple[Message, ...] = ("broadcast", "directed", "reply")


def broadcast(collective: str) -> Destination:
    """The topic of a broadcast request, for the agent that every server has."""
    return topic(f"{collective}.discovery.agent")


def directed(collective: str) -> Destination:
    """The queue of directed requests."""
    return queue(f"{collective}.nodes")


def reply(collective: str, identity: str) -> Destination:
    """A reply queue, as a client of that identity names it."""
    return queue(f"{collective}.reply.{identity}_1.1")


def destination(message: Message, collective: str, identity: str) -> Destination:
    """Where a message goes; `identity` is the client's."""
    if message == "broadcast":
        return broadcast(collective)
    return directed(collective) if message == "directed" else reply(collective, identity)

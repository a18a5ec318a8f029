"""MCollective's destinations, by collective: built and recognized here, and nowhere else.

Source: MCollective, lib/mcollective/connector/activemq.rb.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from broker_network.network import Destination, queue, topic

Message = Literal["broadcast", "directed", "reply"]
"""A request to all servers, a request to one, and an answer."""

MESSAGES: tuple[Message, ...] = ("broadcast", "directed", "reply")

EVERY = "*"
"""In place of a collective or an agent: a pattern for all of them."""

UNNAMED_CLIENT = "client.site"
"""The identity of a client where none is known: it stands for all."""


def broadcast(collective: str, agent: str = "discovery") -> Destination:
    """The topic of broadcast requests for an agent. Every server has `discovery`."""
    return topic(f"{collective}.{agent}.agent")


def multiplexed(collective: str) -> Destination:
    """The topic of broadcast requests for all agents, with `agents_multiplex` (MCollective 2.10)."""
    return topic(f"{collective}.agents")


def broadcasts(collective: str) -> tuple[Destination, ...]:
    """Topics of broadcast requests: of two agents that every server has, and the one of `agents_multiplex`."""
    return (broadcast(collective), broadcast(collective, "rpcutil"), multiplexed(collective))


def directed(collective: str) -> Destination:
    """The queue of directed requests."""
    return queue(f"{collective}.nodes")


def reply(collective: str, identity: str = UNNAMED_CLIENT, request: str = "1.1") -> Destination:
    """A reply queue, as a client of that identity names it; `request` is its process and a number that counts up."""
    return queue(f"{collective}.reply.{identity}_{request}")


def replies(collective: str, operator: str | None = None) -> Destination:
    """A pattern for all reply queues, or those of one operator, whose identities are `<operator>.<site>`."""
    return queue(f"{collective}.reply.{operator}.>" if operator else f"{collective}.reply.>")


def destination(message: Message, collective: str, identity: str = UNNAMED_CLIENT) -> Destination:
    """Where a message goes; `identity` is the client's."""
    if message == "broadcast":
        return broadcast(collective)
    return directed(collective) if message == "directed" else reply(collective, identity)


def pattern(message: Message, collective: str) -> Destination:
    """A pattern for all destinations of a message, as rights and filters name it."""
    if message == "broadcast":
        return broadcast(collective, EVERY)
    return directed(collective) if message == "directed" else replies(collective)


class Recognized(NamedTuple):
    """What a name is to MCollective. `collective` is as it is spelled there, so EVERY in a pattern for all."""

    collective: str
    message: Message

    @property
    def kind(self) -> Literal["queue", "topic"]:
        """What such a destination is: MCollective uses no queue for broadcasts, and no topic for the others."""
        return pattern(self.message, self.collective).kind


@lru_cache(maxsize=1 << 16)  # the same few names stand at every broker of a network
def recognized(physical_name: str) -> Recognized | None:
    """Which collective's, and which messages go there; None for what is no single destination of MCollective."""
    found = _SHAPE.fullmatch(physical_name)
    if found is None:
        return None
    message: Message = "directed" if found["nodes"] else "reply" if found["reply"] else "broadcast"
    return Recognized(found["collective"], message)


_SHAPE = re.compile(
    r"(?P<collective>[\w-]+|\*)\.(?:(?P<nodes>nodes)|(?P<reply>reply(?:\..*)?)|(?:[\w-]+|\*)\.agent|agents)"
)

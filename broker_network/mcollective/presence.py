"""Whether and how MCollective uses a network, as far as its files tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from broker_network.mcollective.destinations import recognized
from broker_network.mcollective.read import Member
from broker_network.network import Broker, Destination, Network, parse

DEFAULT_COLLECTIVE = "mcollective"
"""MCollective's `main_collective` and `collectives` where its files name none (lib/mcollective/config.rb)."""


def has_mcollective(network: Network, members: tuple[Member, ...]) -> bool:
    """Whether anything speaks of MCollective: its files, a STOMP listener, or destinations of its shapes."""
    return bool(members) or any(
        any(_speaks_stomp(listener.uri) for listener in broker.transport_connectors)
        or next(_collectives(broker), None) is not None
        for broker in network.brokers
    )


def collectives(network: Network, members: tuple[Member, ...]) -> tuple[str, ...]:
    """The collectives named in MCollective's files, in rights, policies and filters; the default one where none is."""
    return collectives_of(members, map(named_collectives, network.brokers))


def collectives_of(members: Iterable[Member], named: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The collectives of members and those `named_collectives` of brokers; the default one where none is."""
    found: dict[str, None] = {}
    for member in members:
        for name in (member.get("collectives") or "").split(","):
            if name.strip():
                found[name.strip()] = None
    for names in named:
        found.update(dict.fromkeys(name for name in names if name != "*"))
    return tuple(found) or (DEFAULT_COLLECTIVE,)


def named_collectives(broker: Broker) -> tuple[str, ...]:
    """What stands in the place of a collective in the destinations that a broker's file names, each once.

    `*` may be among it. None are where the file names no destinations of MCollective's shapes.
    """
    return tuple(dict.fromkeys(_collectives(broker)))


def speaks_stomp(broker: Broker) -> bool:
    """Whether a broker has a listener for MCollective's clients and servers."""
    return any(_speaks_stomp(listener.uri) for listener in broker.transport_connectors)


def _collectives(broker: Broker) -> Iterator[str]:
    for destination in _destinations(broker):
        yield from _named(destination.physical_name)


@lru_cache(maxsize=1 << 16)
def _named(physical_name: str) -> tuple[str, ...]:
    found = (recognized(name.strip()) for name in physical_name.split(","))
    return tuple(one.collective for one in found if one)


def _destinations(broker: Broker) -> Iterator[Destination]:
    for policy in broker.policy_entries:
        if policy.destination is not None:
            yield policy.destination
    for right in broker.authorization_entries:
        if right.destination is not None:
            yield right.destination
    for connector in broker.network_connectors:
        yield from connector.excluded_destinations
        yield from connector.dynamically_included_destinations
        yield from connector.statically_included_destinations


def _speaks_stomp(uri: str) -> bool:
    try:
        return parse(uri).wire_format == "stomp"
    except ValueError:
        return uri.startswith("stomp")

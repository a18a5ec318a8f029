"""What stands in the way of a message at each bridge, as far as links go: directions, filters, TTL, selectors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from broker_network.network import Broker, Destination, Source
from broker_network.routes import Arrival, Bridge, Delivery, Why, bridge_ttl_attribute

from .possible_bridges import PossibleBridge, PossibleBridges


class Blocks(Enum):
    """What may block a message at one bridge."""

    ONE_WAY = "one-way"
    """The connector carries messages in the other direction only."""
    EXCLUDED = "excluded"
    """`excludedDestinations` names it."""
    NOT_INCLUDED = "not-included"
    """`dynamicallyIncludedDestinations` names others only."""
    NOT_HEARD = "not-heard"
    """The bridge never learns of subscribers: `staticBridge`, `destinationFilter`, or `advisorySupport` beyond."""
    MESSAGE_TTL = "message-ttl"
    """It has passed as many brokers as `messageTTL` (or `networkTTL`) allows."""
    CONSUMER_TTL = "consumer-ttl"
    """The subscription has passed as many brokers as `consumerTTL` (or `networkTTL`) allows."""
    SUPPRESSED = "suppressed"
    """Nothing by itself, but another bridge may hold the subscription in its place, and there it is blocked."""
    SELECTOR = "selector"
    """`conduitSubscriptions` takes the selector off subscriptions, so that some requests are taken elsewhere."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What blocks a message at one bridge: an attribute of the connector, or its absence where `value` is None.

    `pattern` is the entry of a list that excludes it. `attribute` is one of the broker beyond for `advisorySupport`.
    """

    blocks: Blocks
    attribute: str
    value: int | bool | str | None
    source: Source | None
    pattern: Destination | None = None


@dataclass(frozen=True, slots=True)
class CrossedBridge:
    """One bridge on the way, and the numbers of its connector that count.

    `message_left` are the brokers that its `messageTTL` lets a message pass after this one, `consumer_left` those that
    its `consumerTTL` lets a subscription pass before; None is without limit, less than 0 too few. `included_by` is the
    pattern that lets the destination through; None where nothing is listed.
    """

    bridge: Bridge
    message_left: int | None
    consumer_left: int | None
    included_by: Destination | None
    obstacles: tuple[Obstacle, ...] = ()


def crossings(
    bridges: PossibleBridges, way: list[PossibleBridge], links: Arrival, brokers: dict[str, Broker]
) -> tuple[CrossedBridge, ...]:
    """A way with what blocks a message on it; `links` is what becomes of it over links."""
    found = tuple(
        _crossing(bridges, possible, number, len(way), links, brokers) for number, possible in enumerate(way, start=1)
    )
    if links.delivery is Delivery.NEVER and not any(one.obstacles for one in found):
        return tuple(_suppressed(one, bridges.destination) for one in found)
    return found


def _crossing(
    bridges: PossibleBridges,
    possible: PossibleBridge,
    number: int,
    hops: int,
    links: Arrival,
    brokers: dict[str, Broker],
) -> CrossedBridge:
    direction, connector = possible.direction, possible.direction.bridge.connector
    listed = (*connector.statically_included_destinations, *connector.dynamically_included_destinations)
    blocking: list[Obstacle] = []
    if links.delivery is Delivery.SOMETIMES and Why.SELECTOR in links.why:
        blocking.extend(_selectors(possible, bridges.destination))
    if links.delivery is Delivery.NEVER:
        blocking.extend(_closed(bridges, possible, brokers))
        blocking.extend(_too_far(possible, number, hops))
    return CrossedBridge(
        possible.bridge,
        None if direction.message_ttl < 0 else direction.message_ttl - number,
        None if direction.consumer_ttl < 0 else direction.consumer_ttl - (hops - number + 1),
        next((one for one in listed if one.matches(bridges.destination)), None),
        tuple(blocking),
    )


def _selectors(possible: PossibleBridge, destination: Destination) -> Iterator[Obstacle]:
    connector = possible.direction.bridge.connector
    if possible.direction.conduit and possible.direction.admits(destination):
        as_written = None if connector.conduit_subscriptions is None else True
        yield Obstacle(Blocks.SELECTOR, "conduitSubscriptions", as_written, connector.source)


def _closed(bridges: PossibleBridges, possible: PossibleBridge, brokers: dict[str, Broker]) -> Iterator[Obstacle]:
    connector = possible.direction.bridge.connector
    source = connector.source
    for edit in bridges.admitting(possible):
        if edit.attribute == "duplex":
            yield Obstacle(Blocks.ONE_WAY, "duplex", None if connector.duplex is None else False, source)
        elif edit.attribute == "excludedDestinations" and isinstance(edit.value, Destination):
            yield Obstacle(Blocks.EXCLUDED, edit.attribute, None, source, edit.value)
        elif edit.attribute == "dynamicallyIncludedDestinations":
            yield Obstacle(Blocks.NOT_INCLUDED, edit.attribute, None, source)
        elif edit.attribute == "advisorySupport":
            yield Obstacle(Blocks.NOT_HEARD, edit.attribute, False, brokers[possible.bridge.receiver].source)
        else:
            said = connector.destination_filter if edit.attribute == "destinationFilter" else True
            yield Obstacle(Blocks.NOT_HEARD, edit.attribute, said, source)


def _too_far(possible: PossibleBridge, number: int, hops: int) -> Iterator[Obstacle]:
    """The TTL that a way of so many bridges is too long for, at the one with a number from 1 on."""
    direction, connector = possible.direction, possible.direction.bridge.connector
    for blocks, attribute, has, needed in (
        (Blocks.MESSAGE_TTL, "messageTTL", direction.message_ttl, number),
        (Blocks.CONSUMER_TTL, "consumerTTL", direction.consumer_ttl, hops - number + 1),
    ):
        if 0 <= has < needed:
            written = bridge_ttl_attribute(connector, attribute)
            said = (connector.network_ttl, connector.message_ttl, connector.consumer_ttl)
            value = said[("networkTTL", "messageTTL", "consumerTTL").index(written)]
            yield Obstacle(blocks, written, value if isinstance(value, int) else None, connector.source)


def _suppressed(crossing: CrossedBridge, destination: Destination) -> CrossedBridge:
    """What lets another bridge take its place."""
    attribute = f"suppressDuplicate{destination.kind.capitalize()}Subscriptions"
    obstacle = Obstacle(Blocks.SUPPRESSED, attribute, None, crossing.bridge.connector.source)
    return CrossedBridge(
        crossing.bridge, crossing.message_left, crossing.consumer_left, crossing.included_by, (obstacle,)
    )

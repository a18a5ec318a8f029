"""Interpretations of files that may leave some attributes of bridges open.

Where files leave nothing open there is one interpretation. Else two extremes are followed: what surely is, and what
may be. What both agree on holds whatever the placeholders stand for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from broker_network.activemq.elements import FLAG, NETWORK_CONNECTOR
from broker_network.network import Broker, Destination, Flag, Network, NetworkConnector, Unknown, resolved

from .bridge_directions import BridgeDirection
from .bridges import Declared, Doubt

_DECIDING = (
    "message_ttl",
    "consumer_ttl",
    "network_ttl",
    "conduit_subscriptions",
    "conduit_network_queue_subscriptions",
    "decrease_network_consumer_priority",
    "suppress_duplicate_queue_subscriptions",
    "suppress_duplicate_topic_subscriptions",
    "static_bridge",
)
"""The fields of a connector with numbers and flags on which the way of messages depends."""

_DEFAULTS = {
    name: attribute.type.read(attribute.default) is True
    for name, attribute in NETWORK_CONNECTOR.by_field.items()
    if attribute.type is FLAG and attribute.default is not None and not attribute.changed
}
"""What such flags say that are not written, as far as that is the same in every release."""

_PRIORITY_BASE = NETWORK_CONNECTOR.by_name["consumerPriorityBase"]


@dataclass(slots=True)
class Interpretation:
    """All bridges under one interpretation, by the broker that sends and by the broker that receives.

    `possible` is whether it holds the most that there may be; else it holds what there surely is.
    """

    directions: tuple[BridgeDirection, ...]
    possible: bool = True
    leaving: dict[str, list[BridgeDirection]] = field(default_factory=dict)
    arriving: dict[str, list[BridgeDirection]] = field(default_factory=dict)
    _hearing: dict[Destination, dict[str, list[BridgeDirection]]] = field(default_factory=dict)
    _static: dict[Destination, list[BridgeDirection]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the directions."""
        for direction in self.directions:
            self.leaving.setdefault(direction.sender, []).append(direction)
            self.arriving.setdefault(direction.receiver, []).append(direction)

    def reversed(self) -> Interpretation:
        """The same directions, with those that hear of a subscription last now first."""
        return Interpretation(self.directions[::-1], self.possible)

    def rotated(self, first: int) -> Interpretation:
        """The same directions from one on, those before it last."""
        return Interpretation(self.directions[first:] + self.directions[:first], self.possible)

    def without(self, left_out: Collection[int]) -> Interpretation:
        """The same without some bridges, by their `id`."""
        if not left_out:
            return self
        return Interpretation(tuple(one for one in self.directions if id(one.bridge) not in left_out), self.possible)

    def hearing(self, destination: Destination) -> dict[str, list[BridgeDirection]]:
        """By receiver, the directions that learn of its subscriptions to a destination and subscribe in turn."""
        if destination not in self._hearing:
            self._hearing[destination] = {
                broker: [
                    direction
                    for direction in directions
                    if direction.admits(destination) and direction.listens_to(destination)
                ]
                for broker, directions in self.arriving.items()
            }
        return self._hearing[destination]

    def static(self, destination: Destination) -> list[BridgeDirection]:
        """The directions that hold a subscription to a destination from their start on."""
        if destination not in self._static:
            self._static[destination] = [
                direction for direction in self.directions if direction.static_patterns(destination)
            ]
        return self._static[destination]


def interpretations(
    network: Network, declared: Iterable[Declared], decreases: bool | None, *, extremes: bool = False
) -> tuple[Interpretation, ...]:
    """The interpretations to follow, what may be last: one where nothing is open and no `extremes` are asked for.

    `decreases` is the release's default of `decreaseNetworkConsumerPriority` (false before 5.18.0), None where
    the release is not known.
    """
    known = tuple(declared)
    brokers = {broker.name: broker for broker in network.brokers}
    doubts = [_doubts(one, brokers) for one in known]
    least_and_most = (False, True) if extremes or any(doubts) else (True,)
    written = all(one.bridge.connector.decrease_network_consumer_priority is not None for one in known)
    defaults = (False, True) if decreases is None and not written else (bool(decreases),)
    return tuple(
        Interpretation(
            tuple(
                _direction(one, brokers, open_here, possible, default)
                for one, open_here in zip(known, doubts, strict=True)
                if possible or one.doubt is None
            ),
            possible,
        )
        for possible in least_and_most
        for default in defaults
    )


def _doubts(declared: Declared, brokers: dict[str, Broker]) -> tuple[Doubt, ...]:
    bridge = declared.bridge
    connector = bridge.connector
    found = [] if declared.doubt is None else [declared.doubt]
    for field_name in _DECIDING:
        value = getattr(connector, field_name)
        overridden = connector.network_ttl is not None and field_name in ("message_ttl", "consumer_ttl")
        if isinstance(value, Unknown) and not overridden:
            found.append(Doubt(bridge.dialing, connector, NETWORK_CONNECTOR.spelling(field_name), value.text))
    if connector.destination_filter is not None and not resolved(connector.destination_filter):
        found.append(Doubt(bridge.dialing, connector, "destinationFilter", connector.destination_filter))
    for spelled, patterns in _filters(connector):
        for pattern in patterns:
            if not resolved(pattern.physical_name):
                found.append(Doubt(bridge.dialing, connector, spelled, pattern.physical_name))
    advisories = brokers[bridge.receiver].advisory_support
    if isinstance(advisories, Unknown):
        found.append(Doubt(bridge.receiver, connector, "advisorySupport", advisories.text))
    return tuple(found)


def _filters(connector: NetworkConnector) -> tuple[tuple[str, tuple[Destination, ...]], ...]:
    return tuple((one.name, getattr(connector, str(one.field))) for one in NETWORK_CONNECTOR.children)


def _direction(
    declared: Declared, brokers: dict[str, Broker], doubts: tuple[Doubt, ...], possible: bool, decreases: bool
) -> BridgeDirection:
    bridge = declared.bridge
    connector = bridge.connector

    def flag(value: Flag, default: bool, least: bool) -> bool:
        return default if value is None else value if isinstance(value, bool) else least is not possible

    def own(name: str, least: bool) -> bool:
        return flag(getattr(connector, name), _DEFAULTS[name], least)

    def ttl(value: int | Unknown) -> int:
        return value if isinstance(value, int) else -1 if possible else 1

    base = dict(connector.others).get(_PRIORITY_BASE.name, "")
    return BridgeDirection(
        bridge=bridge,
        place=declared.place,
        sender=bridge.sender,
        receiver=bridge.receiver,
        message_ttl=ttl(bridge.message_ttl),
        consumer_ttl=ttl(bridge.consumer_ttl),
        conduit=own("conduit_subscriptions", True),
        conduit_network_queues=own("conduit_network_queue_subscriptions", True),
        suppress_queues=own("suppress_duplicate_queue_subscriptions", False),
        suppress_topics=own("suppress_duplicate_topic_subscriptions", True),
        prioritized=flag(connector.decrease_network_consumer_priority, decreases, False),
        priority_base=int(base if base.removeprefix("-").isdecimal() else _PRIORITY_BASE.default or 0),
        hears=not own("static_bridge", True) and flag(brokers[bridge.receiver].advisory_support, True, False),
        duplex=connector.duplex is True,
        doubts=doubts,
        open_filters=any(
            not resolved(pattern.physical_name) for _, patterns in _filters(connector) for pattern in patterns
        ),
        possible=possible,
    )

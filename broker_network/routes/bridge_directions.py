"""Bridges with every attribute resolved: one reading of files that may leave some of them open.

Where files leave nothing open there is one reading. Else two extremes are followed: what surely is, and what may be.
What both agree on holds whatever the placeholders stand for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from broker_network.activemq.elements import FLAG, NETWORK_CONNECTOR
from broker_network.network import Broker, Destination, Flag, Network, NetworkConnector, Unknown, resolved

from .bridges import Bridge, Declared, Doubt, Elsewhere, permits

CONSUMER_ADVISORIES = "ActiveMQ.Advisory.Consumer."
"""Topics on which a broker tells of each subscription. (Source: AdvisorySupport.)"""

UNLIMITED = 1 << 31
"""A TTL of -1 modulo this is larger than any other."""

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
class Leg:
    """One direction of one bridge, resolved.

    It holds subscriptions at `sender` for what is subscribed to at `receiver`, and carries messages that way.
    `hears` is whether it learns of subscriptions at all: not with `staticBridge`, and not where the receiver sends
    no advisories.
    """

    bridge: Bridge
    place: tuple[int, int]
    sender: str
    receiver: str
    message_ttl: int
    consumer_ttl: int
    conduit: bool
    conduit_network_queues: bool
    suppress_queues: bool
    suppress_topics: bool
    prioritized: bool
    priority_base: int
    hears: bool
    duplex: bool
    doubts: tuple[Doubt, ...] = ()
    open_filters: bool = False
    possible: bool = True
    _admits: dict[Destination, bool] = field(default_factory=dict, repr=False)

    def admits(self, destination: Destination) -> bool:
        """Whether the filters let a destination across, in both directions of what is dialed."""
        found = self._admits.get(destination)
        if found is None:
            connector = self.bridge.connector
            found = permits(_settled_filters(connector, self.possible) if self.open_filters else connector, destination)
            self._admits[destination] = found
        return found

    def listens_to(self, destination: Destination) -> bool:
        """Whether it learns of subscriptions to a destination that it admits.

        It asks for the news of `destinationFilter`, else of the dynamically included destinations, else of all.
        (Source: NetworkBridgeConfiguration.getDestinationFilter.)
        """
        if not self.hears:
            return False
        connector = self.bridge.connector
        if connector.destination_filter is not None:
            if not resolved(connector.destination_filter):
                return self.possible
            wanted = ",".join(
                one.strip().removeprefix(CONSUMER_ADVISORIES) for one in connector.destination_filter.split(",")
            )
            told = f"{destination.kind.capitalize()}.{destination.physical_name}"
            return Destination("topic", wanted).matches(Destination("topic", told))
        included = connector.dynamically_included_destinations
        if self.open_filters and any(not resolved(one.physical_name) for one in included):
            return self.possible or any(one.matches(destination) for one in included)
        return not included or any(one.matches(destination) for one in included)

    def static_patterns(self, destination: Destination) -> tuple[Destination, ...]:
        """The patterns over a destination to which it holds a subscription from its start on."""
        return tuple(
            one
            for one in self.bridge.connector.statically_included_destinations
            if (one.matches(destination) if resolved(one.physical_name) else self.possible) and self.admits(one)
        )


@dataclass(slots=True)
class Reading:
    """All legs under one reading, by the broker that sends and by the broker that receives."""

    legs: tuple[Leg, ...]
    leaving: dict[str, list[Leg]] = field(default_factory=dict)
    arriving: dict[str, list[Leg]] = field(default_factory=dict)
    _hearing: dict[Destination, dict[str, list[Leg]]] = field(default_factory=dict)
    _static: dict[Destination, list[Leg]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the legs."""
        for leg in self.legs:
            self.leaving.setdefault(leg.sender, []).append(leg)
            self.arriving.setdefault(leg.receiver, []).append(leg)

    def reversed(self) -> Reading:
        """The same legs, with those that hear of a subscription last now first."""
        return Reading(self.legs[::-1])

    def hearing(self, destination: Destination) -> dict[str, list[Leg]]:
        """By receiver, the legs that learn of its subscriptions to a destination and subscribe in turn."""
        if destination not in self._hearing:
            self._hearing[destination] = {
                broker: [leg for leg in legs if leg.admits(destination) and leg.listens_to(destination)]
                for broker, legs in self.arriving.items()
            }
        return self._hearing[destination]

    def static(self, destination: Destination) -> list[Leg]:
        """The legs that hold a subscription to a destination from their start on."""
        if destination not in self._static:
            self._static[destination] = [leg for leg in self.legs if leg.static_patterns(destination)]
        return self._static[destination]


def readings(network: Network, declared: Iterable[Declared | Elsewhere], decreases: bool | None) -> tuple[Reading, ...]:
    """The readings to follow: one where nothing is open, else the extremes.

    `decreases` is the release's default of `decreaseNetworkConsumerPriority` (false before 5.18.0), None where
    the release is not known.
    """
    known = [one for one in declared if isinstance(one, Declared)]
    brokers = {broker.name: broker for broker in network.brokers}
    doubts = [_doubts(one, brokers) for one in known]
    extremes = (False, True) if any(doubts) else (True,)
    written = all(one.bridge.connector.decrease_network_consumer_priority is not None for one in known)
    defaults = (False, True) if decreases is None and not written else (bool(decreases),)
    return tuple(
        Reading(
            tuple(
                _leg(one, brokers, open_here, possible, default)
                for one, open_here in zip(known, doubts, strict=True)
                if possible or one.doubt is None
            )
        )
        for possible in extremes
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


def _leg(
    declared: Declared, brokers: dict[str, Broker], doubts: tuple[Doubt, ...], possible: bool, decreases: bool
) -> Leg:
    bridge = declared.bridge
    connector = bridge.connector

    def flag(value: Flag, default: bool, least: bool) -> bool:
        return default if value is None else value if isinstance(value, bool) else least is not possible

    def own(name: str, least: bool) -> bool:
        return flag(getattr(connector, name), _DEFAULTS[name], least)

    def ttl(value: int | Unknown) -> int:
        return value if isinstance(value, int) else -1 if possible else 1

    base = dict(connector.others).get(_PRIORITY_BASE.name, "")
    return Leg(
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


def _settled_filters(connector: NetworkConnector, possible: bool) -> NetworkConnector:
    """The connector with its open patterns read as all or as nothing, so that most or least gets across."""

    def read(patterns: tuple[Destination, ...], as_all: bool) -> tuple[Destination, ...]:
        kept: list[Destination] = []
        for pattern in patterns:
            if resolved(pattern.physical_name):
                kept.append(pattern)
            elif as_all:
                kept.append(Destination(pattern.kind, ">"))
            else:
                kept.append(Destination(pattern.kind, pattern.physical_name.replace(".", "_")))
        return tuple(kept)

    return NetworkConnector(
        connector.name,
        connector.uri,
        excluded_destinations=read(connector.excluded_destinations, not possible),
        statically_included_destinations=read(connector.statically_included_destinations, possible),
        dynamically_included_destinations=read(connector.dynamically_included_destinations, possible),
    )

"""One direction of one bridge, with every attribute resolved."""

from __future__ import annotations

from dataclasses import dataclass, field

from broker_network.activemq.elements import NETWORK_CONNECTOR
from broker_network.network import Destination, NetworkConnector, resolved, topic

from .accounts import CONSUMER_ADVISORIES, consumer_advisory
from .bridges import Bridge, Doubt, permits

_PREFETCH = NETWORK_CONNECTOR.by_name["prefetchSize"]


@dataclass(slots=True)
class BridgeDirection:
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

    @property
    def narrow(self) -> bool:
        """Whether copies of a message may wait at the sender, since few are on their way at a time.

        Those that wait are kept by the id of the message: of two copies one is lost, if both have to wait.
        (Source: TopicSubscription.add, OrderedPendingList; seen on 6.2.6 with `prefetchSize="1"`.)
        """
        size = self.bridge.connector.prefetch_size
        return size is not None and (not isinstance(size, int) or size < int(_PREFETCH.default or 0))

    def admits(self, destination: Destination) -> bool:
        """Whether the filters let a destination across, in both directions of what is dialed."""
        found = self._admits.get(destination)
        if found is None:
            connector = self.bridge.connector
            found = permits(
                _resolved_filters(connector, self.possible) if self.open_filters else connector, destination
            )
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
            told = consumer_advisory(destination).physical_name.removeprefix(CONSUMER_ADVISORIES)
            return topic(wanted).matches(topic(told))
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


def _resolved_filters(connector: NetworkConnector, possible: bool) -> NetworkConnector:
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

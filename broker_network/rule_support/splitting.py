"""One connector for topics and one for queues: the edits that make two of a connector that carries both."""

from __future__ import annotations

from broker_network.network import Broker, Destination, NetworkConnector, queue, topic

from .connectors import excludes_all
from .fix import FileEdit, NewElement, inserting, setting
from .links import Links

QUEUES, TOPICS = queue(">"), topic(">")


def carries_none(connector: NetworkConnector, kind: Destination) -> bool:
    """Whether filters surely keep all queues, or all topics, on this side; `kind` is `>` of them."""
    included = (*connector.dynamically_included_destinations, *connector.statically_included_destinations)
    return excludes_all(connector, kind) or (
        bool(connector.dynamically_included_destinations) and all(one.kind != kind.kind for one in included)
    )


def same_way(links: Links, broker: Broker, connector: NetworkConnector) -> list[NetworkConnector]:
    """The other connectors of a broker to the same addresses as this one."""
    return [one for one in links.alike(broker, connector) if one is not connector]


def excluding(connector: NetworkConnector, kind: Destination) -> tuple[FileEdit, ...]:
    """Keep all queues, or all topics, on this side."""
    element = NewElement(kind.kind, (("physicalName", kind.physical_name),))
    return inserting(connector.source, ("excludedDestinations",), element)


def split_off(
    links: Links, broker: Broker, connector: NetworkConnector, kind: Destination, merges: str
) -> tuple[FileEdit, ...]:
    """Let another connector carry all queues, or all topics, with `conduitSubscriptions` as `merges` says.

    Where a connector to the same addresses carries them as it should, the edit only takes them off this one; else it
    adds a copy of this one.
    """
    rest = TOPICS if kind == QUEUES else QUEUES
    wanted = merges == "true"
    for other in same_way(links, broker, connector):
        carries = not carries_none(other, kind) and carries_none(other, rest)
        if carries and (other.conduit_subscriptions is not False) is wanted:
            return excluding(connector, kind)
    if connector.source is None:
        return ()
    name = _free_name(broker, f"{connector.name or broker.name}-{kind.kind}s")
    wanted_there = {"name": name, "conduitSubscriptions": merges}
    if broker.name in links.circles and connector.decrease_network_consumer_priority is not True:
        # In a circle of links one more connector that does not prefer the nearest would be one more fault.
        wanted_there["decreaseNetworkConsumerPriority"] = "true"
    changes = setting(connector.source, **wanted_there)
    copy = FileEdit("copy", connector.source, edits=(*changes, *excluding(connector, rest)))
    return (*excluding(connector, kind), copy)


def _free_name(broker: Broker, wanted: str) -> str:
    taken = {one.name for one in broker.network_connectors}
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name

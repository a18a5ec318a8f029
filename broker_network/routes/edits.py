"""Changes of single attributes, as data, and the network that comes of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from broker_network.activemq.elements import BROKER, NETWORK_CONNECTOR, ModelElement
from broker_network.network import Broker, Destination, Network, NetworkConnector, Source

_Changed = TypeVar("_Changed", Broker, NetworkConnector)


@dataclass(frozen=True, slots=True)
class Change:
    """What to change of one element of one broker's file.

    `connector` is the network connector, number `place[1]` of broker number `place[0]`, as it is; None where the change
    is of the `broker` element itself. `attribute` is spelled as in the file. `action` is `set` (`value` is the new
    number or flag), `add` or `remove` (`value` is a destination of that list), or `drop` the attribute.
    """

    broker: str
    place: tuple[int, int]
    connector: NetworkConnector | None
    attribute: str
    action: Literal["set", "add", "remove", "drop"]
    value: int | bool | Destination | None = None

    @property
    def source(self) -> Source | None:
        """Where the connector was read."""
        return None if self.connector is None else self.connector.source


def apply(network: Network, changes: Iterable[Change]) -> Network:
    """The network with all changes made."""
    brokers = list(network.brokers)
    for change in changes:
        at, position = change.place
        broker = brokers[at]
        if change.connector is None:
            brokers[at] = _changed(broker, BROKER, change)
            continue
        connectors = list(broker.network_connectors)
        connectors[position] = _changed(connectors[position], NETWORK_CONNECTOR, change)
        brokers[at] = replace(broker, network_connectors=tuple(connectors))
    return Network(tuple(brokers))


def _changed(of: _Changed, known: ModelElement, change: Change) -> _Changed:
    name: str = str(known.by_name[change.attribute].field)
    value: object = change.value
    if change.action == "add":
        value = (*getattr(of, name), change.value)
    elif change.action == "remove":
        value = tuple(one for one in getattr(of, name) if one != change.value)
    elif change.action == "drop":
        value = None
    return replace(of, **{name: value})  # type: ignore[arg-type]

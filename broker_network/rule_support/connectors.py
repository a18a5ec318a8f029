"""What a network connector says: its name, its filters, and how far it lets messages go."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from broker_network.mcollective.destinations import replies, reply
from broker_network.network import DEFAULT_CONNECTOR_NAME, Destination, NetworkConnector, Number, Unknown, resolved
from broker_network.network.ttl import ttl as ttl_of
from broker_network.routes import Bridge, permits

from .fix import FileEdit, setting


def connector_name(connector: NetworkConnector) -> str | None:
    """The effective name; None where it has an unknown placeholder."""
    if connector.name is None:
        return DEFAULT_CONNECTOR_NAME
    return connector.name if resolved(connector.name) else None


def lists(connector: NetworkConnector) -> tuple[Destination, ...]:
    """All patterns of a connector's filters."""
    return (
        *connector.excluded_destinations,
        *connector.dynamically_included_destinations,
        *connector.statically_included_destinations,
    )


def filters_resolved(connector: NetworkConnector) -> bool:
    """Whether a connector's filters hold no placeholder, so that what crosses is known."""
    for pattern in lists(connector):  # all() takes twice as long, and every rule about bridges asks this
        if not resolved(pattern.physical_name):
            return False
    return connector.destination_filter is None or resolved(connector.destination_filter)


def filters_of_all_resolved(*bridges: Bridge) -> bool:
    """Whether the filters of none of these bridges hold a placeholder."""
    return all(filters_resolved(one.connector) for one in bridges)


def told_apart(connectors: Iterable[NetworkConnector], collectives: tuple[str, ...]) -> tuple[str, ...]:
    """The collectives that these connectors' filters name, and one that represents all others.

    With these, a rule need not ask every connector about every collective.
    """
    return _told_apart(tuple([lists(connector) for connector in connectors]), collectives)


@lru_cache(maxsize=4096)  # the links of a network have the same few filters
def _told_apart(filters: tuple[tuple[Destination, ...], ...], collectives: tuple[str, ...]) -> tuple[str, ...]:
    named = {name: None for patterns in filters for name in first_parts(patterns)}
    known = set(collectives)
    other = next((name for name in collectives if name not in named), None)
    return (*(name for name in named if name in known), *(() if other is None else (other,)))


@lru_cache(maxsize=4096)  # the connectors of a network have the same few filters
def first_parts(patterns: tuple[Destination, ...]) -> tuple[str, ...]:
    """How the names begin that patterns select, where MCollective has the collective."""
    return tuple(name.strip().partition(".")[0] for pattern in patterns for name in pattern.physical_name.split(","))


def carries_replies(connector: NetworkConnector, collective: str) -> bool:
    """Whether a connector's filters let some reply queue of a collective across, be it that of one operator."""
    included = (*connector.dynamically_included_destinations, *connector.statically_included_destinations)
    return any(permits(connector, one) for one in (reply(collective), *_replies_selected(included, collective)))


@lru_cache(maxsize=4096)  # the connectors of a network include the same few
def _replies_selected(patterns: tuple[Destination, ...], collective: str) -> tuple[Destination, ...]:
    """For each pattern that selects reply queues of a collective one of them."""
    every = replies(collective)
    return tuple(
        one for pattern in patterns if pattern.overlaps(every) for one in examples_of(pattern) if every.matches(one)
    )


def examples_of(pattern: Destination) -> tuple[Destination, ...]:
    """A destination for each pattern that a comma separates: one that it selects."""
    return tuple(
        Destination(
            pattern.kind,
            ".".join({"*": "x", ">": "x.1"}.get(part, part) for part in name.strip().split(".")),
        )
        for name in pattern.physical_name.split(",")
    )


def covers(wide: Destination, narrow: Destination) -> bool:
    """Whether one pattern selects all that another selects; both may be composite. Never wrong when true."""
    return wide.kind == narrow.kind and all(
        any(_covers(one.strip().split("."), other.strip().split(".")) for one in wide.physical_name.split(","))
        for other in narrow.physical_name.split(",")
    )


def _covers(wide: list[str], narrow: list[str]) -> bool:
    for position, part in enumerate(wide):
        if part == ">":
            return True
        if position >= len(narrow) or narrow[position] == ">":
            return False
        if part not in ("*", narrow[position]):
            return False
    return len(wide) == len(narrow)


def consumer_ttl(connector: NetworkConnector) -> int | Unknown | None:
    """How far subscriptions go, as written: networkTTL wins. Less than zero is without limit, None is not written."""
    return connector.consumer_ttl if connector.network_ttl is None else connector.network_ttl


def message_ttl(connector: NetworkConnector) -> int | Unknown | None:
    """How far messages go, as `consumer_ttl` says it of subscriptions."""
    return connector.message_ttl if connector.network_ttl is None else connector.network_ttl


def excludes_all(connector: NetworkConnector, kind: Destination) -> bool:
    """Whether a connector's `excludedDestinations` surely hold all queues, or all topics; `kind` is `>` of them."""
    return any(covers(one, kind) for one in connector.excluded_destinations)


def ttl_attribute(connector: NetworkConnector, preferred: str) -> str:
    """The attribute that applies: networkTTL overrides both others, whatever their order (seen on 5.17.2)."""
    return "networkTTL" if connector.network_ttl is not None else preferred


def raised(connector: NetworkConnector, enough: int) -> tuple[FileEdit, ...]:
    """Let messages and subscriptions pass that many brokers, in the attributes that the file has."""
    written: dict[str, Number] = {"networkTTL": connector.network_ttl}
    if connector.network_ttl is None:
        written = {"messageTTL": connector.message_ttl, "consumerTTL": connector.consumer_ttl}
    wanted = {
        name: str(enough)
        for name, now in written.items()
        if now is None or (isinstance(now, int) and ttl_of(now) < enough)
    }
    return setting(connector.source, **wanted)

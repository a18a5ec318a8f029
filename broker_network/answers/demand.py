"""What `demand` says: how many subscriptions each bridge holds, and the TTL that connectors need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from broker_network.network import Source, Unknown
from broker_network.routes.subscription_counts import BridgeDemand, Population, TtlNeed

from .columns import columns
from .terminal import BOLD, Terminal


@dataclass(frozen=True, slots=True)
class HeldSubscriptions:
    """What one bridge holds at its sender for one collective; `exact` is false where there may be fewer."""

    sender: str
    receiver: str
    connector: str
    collective: str
    topics: int
    queues: int
    replies: int
    exact: bool


@dataclass(frozen=True, slots=True)
class NeededTtl:
    """The TTL that a connector needs and has; -1 is without limit. `enough` is null where it is not known."""

    broker: str
    connector: str
    source: Source | None
    message: int
    consumer: int
    message_has: int | Unknown
    consumer_has: int | Unknown
    enough: bool | None


@dataclass(frozen=True, slots=True)
class BrokerTotal:
    """All subscriptions that bridges hold at one broker."""

    broker: str
    subscriptions: int


@dataclass(frozen=True, slots=True)
class Demanded:
    """The subscriptions of bridges for the servers and clients given, their sum by broker, and the TTL needed."""

    populations: tuple[Population, ...]
    held: tuple[HeldSubscriptions, ...]
    totals: tuple[BrokerTotal, ...]
    ttl: tuple[NeededTtl, ...]


def demanded(populations: Iterable[Population], held: Iterable[BridgeDemand], needs: Iterable[TtlNeed]) -> Demanded:
    """The answer, from what the library found."""
    rows = tuple(
        HeldSubscriptions(
            one.bridge.sender,
            one.bridge.receiver,
            one.bridge.connector.name or "(no name)",
            one.collective,
            one.topics,
            one.queues,
            one.replies,
            one.exact,
        )
        for one in held
    )
    totals: dict[str, int] = {}
    for row in rows:
        totals[row.sender] = totals.get(row.sender, 0) + row.topics + row.queues + row.replies
    ttl = tuple(
        NeededTtl(
            need.broker,
            need.connector.name or "(no name)",
            need.connector.source,
            need.message,
            need.consumer,
            need.message_has,
            need.consumer_has,
            need.enough,
        )
        for need in needs
    )
    return Demanded(tuple(populations), rows, tuple(BrokerTotal(*one) for one in totals.items()), ttl)


def as_text(found: Demanded, terminal: Terminal) -> Iterator[str]:
    """The lines of a report."""
    yield terminal.paint("Servers and clients", BOLD)
    heads: tuple[str, ...] = ("Broker", "Collective", "Servers", "Clients")
    yield from columns(
        heads, [(one.broker, one.collective, str(one.servers), str(one.clients)) for one in found.populations], terminal
    )
    yield ""
    yield terminal.paint("Subscriptions that bridges hold", BOLD)
    heads = ("At", "For", "Connector", "Collective", "Topics", "Queues", "Replies")
    rows = [
        (
            one.sender,
            one.receiver,
            one.connector,
            one.collective,
            *(f"{'' if one.exact else 'up to '}{count}" for count in (one.topics, one.queues, one.replies)),
        )
        for one in found.held
    ]
    yield from columns(heads, rows, terminal)
    yield ""
    yield terminal.paint("By broker", BOLD)
    yield from columns(
        ("Broker", "Subscriptions"), [(one.broker, str(one.subscriptions)) for one in found.totals], terminal
    )
    yield ""
    yield terminal.paint("TTL", BOLD)
    heads = ("Broker", "Connector", "messageTTL needs", "has", "consumerTTL needs", "has", "Enough")
    needs = [
        (
            one.broker,
            one.connector,
            str(one.message),
            _number(one.message_has),
            str(one.consumer),
            _number(one.consumer_has),
            {True: "yes", False: "no", None: "not known"}[one.enough],
        )
        for one in found.ttl
    ]
    yield from columns(heads, needs, terminal)


def _number(ttl: int | Unknown) -> str:
    return ttl.text if isinstance(ttl, Unknown) else "no limit" if ttl < 0 else str(ttl)

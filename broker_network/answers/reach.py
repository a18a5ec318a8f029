"""What `reach` says: for each pair of brokers and collective, what becomes of requests and replies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from broker_network.activemq.releases import Release
from broker_network.activemq.releases.facts import CONSUMER_PRIORITY_DECREASED
from broker_network.collect import Reading
from broker_network.exposure import Ground, unstable
from broker_network.exposure.access_map import replies_to
from broker_network.mcollective import presence
from broker_network.mcollective.destinations import Message, broadcast, directed, reply
from broker_network.network import Destination, Source
from broker_network.routes import Arrival, Bridge, Delivery, Routing, Why, permits, routes_from, servers_of

from .columns import columns
from .terminal import Terminal, plain

MOST_PAIRS = 2_500
"""Pairs that are answered without being asked for by name: those of 50 brokers."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one kind of message.

    `copies` is the most, `fewest` the least that one subscriber gets of it; both 0 when it never arrives. `over` are
    the brokers on the way, both ends included, empty when nothing arrives. `parked` are the brokers on the way to where
    a message on a queue ends when it is not delivered. `why` says, a sentence each, what an answer hangs on.
    """

    delivery: Literal["always", "sometimes", "never", "unknown"]
    copies: int
    fewest: int
    over: tuple[str, ...]
    parked: tuple[str, ...]
    why: tuple[str, ...]
    places: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class ReachedPair:
    """Clients at one broker and servers at another, in a collective."""

    client: str
    server: str
    collective: str
    broadcast: Outcome
    directed: Outcome
    reply: Outcome


@dataclass(frozen=True, slots=True)
class Reached:
    """Every pair that was asked about, in the order of the brokers."""

    pairs: tuple[ReachedPair, ...]


_WHY: Mapping[Why, str] = {
    Why.SELECTOR: "A bridge with conduitSubscriptions drops the selectors of directed requests: some end at a broker "
    "that cannot deliver them.",
    Why.PARKED: "Of several ways one ends at a broker that cannot pass the message on, and they are taken in turn.",
    Why.OTHERS: "It depends on servers at the brokers between.",
    Why.ORDER: "It depends on who subscribed first: a conduit bridge passes on the news of the first subscriber alone.",
    Why.RELEASE: "It depends on the release, whose default of decreaseNetworkConsumerPriority changed with "
    f"{CONSUMER_PRIORITY_DECREASED.since.line_name}: name it with --activemq.",
    Why.FILES: "The files leave it open.",
    Why.MANY: "There are more ways than were followed.",
}


_FORBIDDEN = "The account of a bridge lacks a right or a login: `trace` tells which."
_ENDING = (
    "The account of a bridge lacks a right: the broker ends its connection each time, with all that crosses it. "
    "`check` tells which."
)
_UNTOLD = "The files do not tell what the account of a bridge may do."


def routing_of(reading: Reading, release: Release | None) -> Routing:
    """The network, ready to be asked."""
    servers = servers_of(reading.inventory) if reading.inventory else None
    decreases = CONSUMER_PRIORITY_DECREASED.if_known(release)
    return Routing(reading.network, reading.hosts, servers=servers, decreases=decreases)


def pairs_of(
    reading: Reading, clients: Iterable[str], servers: Iterable[str], collectives: Iterable[str]
) -> list[tuple[str, str, str]]:
    """Who may want to reach whom: of the inventory its groups; else every broker every other, in each collective.

    What is named in `clients`, `servers` or `collectives` is asked about alone.
    """
    asked = (tuple(clients), tuple(servers), tuple(collectives))
    if reading.inventory and not any(asked):
        found = (
            (group.brokers[0], members.brokers[0], collective)
            for group in reading.inventory.client_groups
            for members in reading.inventory.server_groups
            for collective in group.collectives
            if collective in members.collectives
        )
        return list(dict.fromkeys(found))
    names = tuple(dict.fromkeys(broker.name for broker in reading.network.brokers))
    known = asked[2] or presence.collectives(reading.network, reading.members)
    return [(one, other, name) for name in known for one in asked[0] or names for other in asked[1] or names]


def reached(routing: Routing, ground: Ground, pairs: Iterable[tuple[str, str, str]]) -> Reached:
    """The answer for pairs of `(client, server, collective)`: what links allow, less what rights of bridges forbid."""
    rows = []
    unsteady = unstable(ground)
    for client, server, collective in pairs:
        ways: tuple[tuple[Message, str, str, Destination], ...] = (
            ("broadcast", client, server, broadcast(collective)),
            ("directed", client, server, directed(collective)),
            ("reply", server, client, _reply(ground, client, collective)),
        )
        broadcasts, requests, replies = (becomes(routing, ground, unsteady, *way) for way in ways)
        rows.append(ReachedPair(client, server, collective, broadcasts, requests, replies))
    return Reached(tuple(rows))


def becomes(
    routing: Routing,
    ground: Ground,
    unsteady: Collection[Bridge],
    message: Message,
    sender: str,
    receiver: str,
    destination: Destination,
) -> Outcome:
    """What becomes of a message from one broker to subscribers at another, given the rights of bridges.

    `unsteady` are the bridges of `ending`.
    """
    found = outcome(routing.arrival(message, sender, receiver, destination), sender)
    found = _within_rights(found, ground, sender, receiver, destination)
    if found.delivery == "never" or sender == receiver or not unsteady:
        return found
    if any(
        _over(bridge, ground, sender, receiver, destination)
        for bridge in unsteady
        if permits(bridge.connector, destination)
    ):
        return replace(found, delivery="unknown", why=(*found.why, _ENDING))
    return found


def _over(bridge: Bridge, ground: Ground, sender: str, receiver: str, destination: Destination) -> bool:
    """Whether a message may get there over a bridge, without passing either end of it twice."""
    before = routes_from(sender, ground.bridges, destination).get(bridge.sender)
    after = routes_from(bridge.receiver, ground.bridges, destination).get(receiver)
    return (
        before is not None
        and after is not None
        and bridge.receiver not in (sender, *(one.receiver for one in before.bridges))
        and bridge.sender not in (one.receiver for one in after.bridges)
    )


def _reply(ground: Ground, client: str, collective: str) -> Destination:
    """A reply queue of the first operator who may send requests there; where nobody is known, of anybody."""
    operators = ground.operators_at(client, collective)
    return replies_to(ground, collective, operators[0]) if operators else reply(collective)


def _within_rights(found: Outcome, ground: Ground, sender: str, receiver: str, destination: Destination) -> Outcome:
    if found.delivery == "never" or sender == receiver or len(ground.crossing(destination)[0]) == len(ground.bridges):
        return found
    sure = ground.routes(sender, destination).get(receiver)
    if sure is None and receiver in routes_from(sender, ground.bridges, destination):
        return Outcome("never", 0, 0, (), (), (_FORBIDDEN,))
    return replace(found, delivery="unknown", why=(*found.why, _UNTOLD)) if sure is False else found


def outcome(arrival: Arrival, sender: str) -> Outcome:
    """An arrival in the words of a report."""
    over = (sender, *(bridge.receiver for bridge in arrival.route.bridges)) if arrival.route else ()
    parked = (sender, *(bridge.receiver for bridge in arrival.parked.bridges)) if arrival.parked else ()
    doubts = [f"{one.attribute} of {one.connector.name or 'a connector'} is {one.text}." for one in arrival.doubts]
    elsewhere = [
        f"{one.broker} dials {one.text}, and the files do not tell whose that is." for one in arrival.elsewhere
    ]
    places = [one.source for one in arrival.doubts if one.source is not None]
    return Outcome(
        arrival.delivery.value,
        arrival.copies,
        arrival.fewest,
        over,
        parked,
        tuple(dict.fromkeys([*(_WHY[reason] for reason in arrival.why), *doubts, *elsewhere])),
        tuple(dict.fromkeys(places)),
    )


def as_text(found: Reached, terminal: Terminal) -> Iterator[str]:
    """The lines of a report."""
    rows = [
        (
            pair.client,
            pair.server,
            pair.collective,
            *(_cell(one) for one in (pair.broadcast, pair.directed, pair.reply)),
            " → ".join(pair.directed.over or pair.broadcast.over),
        )
        for pair in found.pairs
    ]
    heads = ("Clients at", "Servers at", "Collective", "Broadcast", "Directed", "Reply", "Over")
    yield from columns(heads, rows, terminal)
    reasons = dict.fromkeys(
        reason for pair in found.pairs for one in (pair.broadcast, pair.directed, pair.reply) for reason in one.why
    )
    if reasons:
        yield ""
        for reason in reasons:
            yield terminal.fill(plain(reason), "  ", "- ")
    yield ""
    once = sum(all(_once(one) for one in (pair.broadcast, pair.directed, pair.reply)) for pair in found.pairs)
    yield f"{once} of {len(found.pairs)} pairs get every message once"


def _once(one: Outcome) -> bool:
    return one.delivery == Delivery.ALWAYS.value and one.copies == 1


def _cell(one: Outcome) -> str:
    if one.delivery == "unknown":
        return "not known"
    if one.delivery == "never":
        return "never"
    most, least = one.copies, one.fewest
    often = "once" if most == 1 else f"{most} times" if most == least else f"{least} to {most} times"
    return often if one.delivery == "always" else f"sometimes, {often}" if most > 1 else "sometimes"

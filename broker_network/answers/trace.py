"""What `trace` says: a message hop by hop, what blocks it, and the smallest change that lets it through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from broker_network.network import Destination, Source
from broker_network.reach import Blocks, CrossedBridge, Obstacle, Trace
from broker_network.routes import Denial, Edit, Grant
from broker_network.wording import listed

from .reach import TOLD_BY_TRACE, DeliveryAnswer, often, told
from .terminal import BOLD, DIM, RED, Terminal, plain


@dataclass(frozen=True, slots=True)
class Blocked:
    """One thing that blocks a message, as a sentence, with the place of the attribute, or of the element without it."""

    text: str
    attribute: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class TracedHop:
    """One bridge on the way.

    `message_left` and `consumer_left` are the brokers that a message may still pass after this hop, and a subscription
    before it; null is without limit.
    """

    sender: str
    receiver: str
    connector: str
    dialed_by: str
    source: Source | None
    message_left: int | None
    consumer_left: int | None
    included_by: Destination | None
    blocked: tuple[Blocked, ...]


@dataclass(frozen=True, slots=True)
class Mending:
    """One change of one element, as a sentence and in its parts."""

    broker: str
    connector: str | None
    attribute: str
    source: Source | None
    text: str


@dataclass(frozen=True, slots=True)
class Traced:
    """What becomes of one kind of message between two brokers, and why."""

    message: str
    sender: str
    receiver: str
    destination: Destination
    arrives: bool
    outcome: DeliveryAnswer
    hops: tuple[TracedHop, ...]
    refused: tuple[Blocked, ...]
    mending: tuple[Mending, ...]


@dataclass(frozen=True, slots=True)
class Traces:
    """The kinds of messages that were asked about, and what was taken to have failed."""

    messages: tuple[Traced, ...]
    without: tuple[str, ...] = ()


def traced(found: Trace) -> Traced:
    """The answer, from what the library found."""
    return Traced(
        found.question.message,
        found.question.sender,
        found.question.receiver,
        found.question.destination,
        found.arrives,
        told(found.verdict),
        tuple(map(_hop, found.crossings)),
        tuple(map(_denial, found.denials)),
        tuple(_granting(one) if isinstance(one, Grant) else _editing(one) for one in found.changes),
    )


def _hop(hop: CrossedBridge) -> TracedHop:
    connector = hop.bridge.connector
    return TracedHop(
        hop.bridge.sender,
        hop.bridge.receiver,
        connector.name or "(no name)",
        hop.bridge.dialing,
        connector.source,
        hop.message_left,
        hop.consumer_left,
        hop.included_by,
        tuple(Blocked(_obstacle(one), one.attribute, one.source) for one in hop.obstacles),
    )


_BLOCKED: Mapping[Blocks, str] = {
    Blocks.ONE_WAY: "the connector carries messages in the other direction only",
    Blocks.EXCLUDED: "excludedDestinations names it",
    Blocks.NOT_INCLUDED: "dynamicallyIncludedDestinations does not name it",
    Blocks.NOT_HEARD: "the bridge never learns of subscribers beyond",
    Blocks.MESSAGE_TTL: "the message has passed as many brokers as it may",
    Blocks.CONSUMER_TTL: "the subscription has passed as many brokers as it may",
    Blocks.SUPPRESSED: "another bridge may hold the subscription in its place, and there it is blocked",
    Blocks.SELECTOR: "subscriptions lose their selectors, so that some requests are taken elsewhere",
}


def _obstacle(one: Obstacle) -> str:
    value = "" if one.value is None else f'="{str(one.value).lower()}"'
    pattern = f" ({one.pattern})" if one.pattern else ""
    return f"{one.attribute}{value}{pattern}: {_BLOCKED[one.blocks]}"


_DOING = {"read": "read", "write": "write to", "admin": "create"}


def _denial(one: Denial) -> Blocked:
    who = one.user or "The bridge, which gives no name,"
    if one.action == "log in":
        return Blocked(f"{who} may not log in at {one.broker}: no user has this name and password", "log in", None)
    entries = ", ".join(str(entry.destination or "the default entry") for entry in one.entries)
    why = f"the entries that match ({entries}) do not allow it" if entries else "no entry matches"
    source = one.entries[0].source if one.entries else None
    doing = f"{_DOING[one.action]} {one.destination} at {one.broker}"
    return Blocked(f"{who} may not {doing}: {why}", one.action, source)


def _granting(grant: Grant) -> Mending:
    one = grant.denial
    if one.action == "log in":
        text = f"add {one.user} with the bridge's password to the users of {one.broker}"
    else:
        destinations = ", ".join(map(str, one.composite or (one.destination,)))
        text = f"give a group of {one.user} the right {one.action} on {destinations} at {one.broker}"
    return Mending(one.broker, None, one.action, grant.source, text)


def _editing(change: Edit) -> Mending:
    name = change.connector.name if change.connector else None
    place = f"{name or 'the connector'} of {change.broker}" if change.connector else change.broker
    if change.action == "set":
        text = f'set {change.attribute}="{str(change.value).lower()}" on {place}'
    elif change.action == "drop":
        text = f"remove {change.attribute} from {place}"
    else:
        text = (
            f"{change.action} {change.value} {'to' if change.action == 'add' else 'from'} {change.attribute} of {place}"
        )
    return Mending(change.broker, name, change.attribute, change.source, text)


def as_text(found: Traces, terminal: Terminal) -> Iterator[str]:
    """The lines of a report."""
    if found.without:
        yield terminal.fill(plain(f"Without {listed(found.without)}:"))
    for one in found.messages:
        heading = f"{one.message} from {one.sender} to {one.receiver}: {one.destination}"
        yield terminal.paint(plain(heading), BOLD)
        if one.sender == one.receiver:
            yield "  both are at the same broker: the message crosses no bridge"
        elif not one.hops:
            yield terminal.paint("  no connector leads there in either direction", RED)
        for number, hop in enumerate(one.hops, start=1):
            yield from _hop_lines(number, hop, terminal)
        for refusal in one.refused:
            yield terminal.paint(terminal.fill(plain(f"refused: {refusal.text}"), "           ", "  "), RED)
            if refusal.source:
                yield terminal.paint(f"           {plain(str(refusal.source))}", DIM)
        yield terminal.fill(plain(_verdict(one)), "  ", "  ")
        for reason in one.outcome.why:
            if reason in TOLD_BY_TRACE:
                continue
            yield terminal.fill(plain(reason), "    ", "  - ")
        for mending in one.mending:
            where = f" ({mending.source})" if mending.source else ""
            yield terminal.fill(plain(f"to let it through: {mending.text}{where}"), "    ", "  ")
        yield ""


def _hop_lines(number: int, hop: TracedHop, terminal: Terminal) -> Iterator[str]:
    source = f"  {hop.source}" if hop.source else ""
    yield f"  {number}. {plain(f'{hop.sender} → {hop.receiver}')}  " + terminal.paint(
        plain(f"{hop.connector}, dialed by {hop.dialed_by}{source}"), DIM
    )
    left = f"TTL left: message {_left(hop.message_left)}, subscription {_left(hop.consumer_left)}"
    yield f"     {left}" + (f"; let through by {plain(str(hop.included_by))}" if hop.included_by else "")
    for one in hop.blocked:
        yield terminal.paint(terminal.fill(plain(f"blocked: {one.text}"), "              ", "     "), RED)
        if one.source and one.source != hop.source:
            yield terminal.paint(f"              {plain(str(one.source))}", DIM)


def _left(brokers: int | None) -> str:
    return "without limit" if brokers is None else str(brokers)


def _verdict(one: Traced) -> str:
    delivery = one.outcome.delivery
    if delivery == "never":
        return f"never arrives{': rights refuse it' if one.refused else ''}"
    if delivery == "unknown":
        return "not known"
    return f"arrives, {often(one.outcome)}" if delivery == "always" else "arrives sometimes"

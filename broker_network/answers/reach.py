"""What `reach` says: for each pair of brokers and collective, what becomes of requests and replies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from broker_network.activemq.releases.facts import CONSUMER_PRIORITY_DECREASED
from broker_network.network import Source
from broker_network.reach import Failure, Reachability, Verdict
from broker_network.routes import Arrival, AskedPair, Delivery, Doubt, Route, Why
from broker_network.wording import counted, listed

from .columns import columns
from .terminal import Terminal, plain


@dataclass(frozen=True, slots=True)
class DeliveryAnswer:
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
    """Clients at one broker and servers at another, in a collective.

    `meant` is false where nobody is meant to use the pair: no account at the client's broker may send the requests, or
    none at the server's broker may receive them.
    """

    client: str
    server: str
    collective: str
    broadcast: DeliveryAnswer
    directed: DeliveryAnswer
    reply: DeliveryAnswer
    meant: bool


@dataclass(frozen=True, slots=True)
class Reached:
    """Every pair that was asked about, in the order of the brokers, and what was taken to have failed.

    `not_meant` is how many other pairs there are, which nobody is meant to use.
    """

    pairs: tuple[ReachedPair, ...]
    without: tuple[str, ...] = ()
    not_meant: int = 0


_WHY: Mapping[Why, str] = {
    Why.SELECTOR: "A bridge with conduitSubscriptions drops the selectors of directed requests: some arrive at a "
    "broker that cannot deliver them.",
    Why.PARKED: "One of several routes stops at a broker that cannot pass the message on. The routes take turns.",
    Why.OTHERS: "It depends on servers at the brokers between.",
    Why.ORDER: "It depends on who subscribed first: a conduit bridge announces only the first subscriber.",
    Why.RACE: "It depends on which copy is faster. In a circle of links, a copy that took a longer way can arrive "
    "first with too little TTL left, and then the copy that took the shorter way is dropped as a duplicate.",
    Why.RELEASE: "It depends on the release, whose default of decreaseNetworkConsumerPriority changed with "
    f"{CONSUMER_PRIORITY_DECREASED.since.line_name}: name it with --activemq.",
    Why.FILES: "The files do not determine it.",
    Why.MANY: "There are more routes than were followed.",
    Why.DENIED: "The account of a bridge lacks a right or a login: `trace` shows which.",
    Why.UNTOLD: "The files do not show what the account of a bridge may do.",
    Why.UNSTABLE: "The account of a bridge lacks a right: the broker closes its connection each time, with all that "
    "crosses it. `trace` shows which.",
    Why.ACCOUNT: "The account of the client or the server lacks a right: `trace` shows which.",
}


TOLD_BY_TRACE = frozenset(_WHY[one] for one in (Why.DENIED, Why.UNSTABLE, Why.ACCOUNT))
"""The sentences that only refer to `trace`."""


_NO_ACCOUNT = (
    "no account at the client's broker may send these requests, or none at the server's broker may receive them"
)
_NOT_MEANT = f"Nobody is meant to use the pairs marked as not meant: {_NO_ACCOUNT}."


def reached(
    engine: Reachability, pairs: Iterable[AskedPair], failed: Iterable[Failure] = (), *, not_meant: int = 0
) -> Reached:
    """The answer for pairs of `(client, server, collective)`, by an engine from which `failed` are left out.

    `not_meant` is how many other pairs are left out because nobody is meant to use them.
    """
    rows = []
    for pair in pairs:
        broadcasts, requests, replies = (told(engine.verdict(question)) for question in engine.questions(*pair))
        rows.append(ReachedPair(*pair, broadcasts, requests, replies, engine.intended.holds(pair)))
    return Reached(tuple(rows), tuple(one.part for one in failed), not_meant)


def told(verdict: Verdict) -> DeliveryAnswer:
    """A verdict in the words of a report."""
    arrival, sender = verdict.arrival, verdict.question.sender
    return DeliveryAnswer(
        arrival.delivery.value,
        arrival.copies,
        arrival.fewest,
        _passed(sender, arrival.route),
        _passed(sender, arrival.parked),
        tuple(dict.fromkeys([*(_WHY[reason] for reason in arrival.why), *_left_open(arrival)])),
        tuple(dict.fromkeys(one.source for one in arrival.doubts if one.source is not None)),
    )


def _left_open(arrival: Arrival) -> list[str]:
    """What the files leave open, a sentence each."""
    doubts = dict.fromkeys(map(_doubt, arrival.doubts))
    elsewhere = [
        f"{one.broker} dials {one.text}, and the files do not show which broker that is." for one in arrival.elsewhere
    ]
    return [*doubts, *elsewhere]


def _doubt(doubt: Doubt) -> str:
    name = doubt.connector.name or "a connector"
    if doubt.attribute == "brokerName":
        return f"Several brokers of these files are called {doubt.text}: `check` says why they do not count as one."
    if doubt.attribute == "uri":
        return f"{name} connects to {doubt.text}: failover: chooses one of them."
    if doubt.attribute == "name":
        return f"Two connectors called {doubt.text} dial the same broker, which refuses one of them."
    return f"{doubt.attribute} of {name} is {doubt.text}."


def _passed(sender: str, route: Route | None) -> tuple[str, ...]:
    return (sender, *(bridge.receiver for bridge in route.bridges)) if route else ()


def as_text(found: Reached, terminal: Terminal) -> Iterator[str]:
    """The lines of a report."""
    if found.without:
        yield terminal.fill(plain(f"Without {listed(found.without)}:"))
    rows = [
        (
            pair.client,
            pair.server,
            pair.collective,
            *(in_words(one) for one in (pair.broadcast, pair.directed, pair.reply)),
            _over(pair),
        )
        for pair in found.pairs
    ]
    heads = ("Clients at", "Servers at", "Collective", "Broadcast", "Directed", "Reply", "Over")
    yield from columns(heads, rows, terminal)
    reasons = dict.fromkeys(
        reason for pair in found.pairs for one in (pair.broadcast, pair.directed, pair.reply) for reason in one.why
    )
    if any(not pair.meant for pair in found.pairs):
        reasons[_NOT_MEANT] = None
    if reasons:
        yield ""
        for reason in reasons:
            yield terminal.fill(plain(reason), "  ", "- ")
    yield ""
    meant = [pair for pair in found.pairs if pair.meant]
    once = sum(all(_once(one) for one in (pair.broadcast, pair.directed, pair.reply)) for pair in meant)
    yield f"{once} of {len(meant)} pairs get every message once"
    if found.not_meant:
        others = counted(found.not_meant, "other pair is", "other pairs are")
        yield terminal.fill(f"{others} not shown, because nobody is meant to use them: {_NO_ACCOUNT}.")


def _over(pair: ReachedPair) -> str:
    over = " → ".join(pair.directed.over or pair.broadcast.over)
    return over if pair.meant else f"{over} (not meant)".strip()


def _once(one: DeliveryAnswer) -> bool:
    return one.delivery == Delivery.ALWAYS.value and one.copies == 1


def often(one: DeliveryAnswer) -> str:
    """How often a subscriber gets what is delivered."""
    most, least = one.copies, one.fewest
    return "once" if most == 1 else f"{most} times" if most == least else f"{least} to {most} times"


def in_words(one: DeliveryAnswer) -> str:
    """How often a message arrives, as a table tells it."""
    if one.delivery == "unknown":
        return "not known"
    if one.delivery == "never":
        return "never"
    return often(one) if one.delivery == "always" else f"sometimes, {often(one)}" if one.copies > 1 else "sometimes"

"""The verdict on one message, explained: the way bridge by bridge, what blocks it, and the smallest change."""

from __future__ import annotations

from dataclasses import dataclass

from broker_network.routes import Delivery, Denial, Edit, Grant, Route

from .obstacles import CrossedBridge, crossings
from .possible_bridges import PossibleBridges
from .reachability import Reachability
from .smallest_change import smallest_change
from .verdict import Question, Verdict


@dataclass(frozen=True, slots=True)
class Trace:
    """What becomes of one message, and why.

    `crossings` are the bridges of the shortest way that is open; where none is, of the way that takes the smallest
    change, with what blocks it; empty where no connectors join the brokers, or where both are one. `changes` are the
    fewest that let every message through, tried by asking again; empty where nothing is wrong, or nothing known would
    do. `denials` are rights and logins that are surely missing along the way.
    """

    verdict: Verdict
    crossings: tuple[CrossedBridge, ...]
    changes: tuple[Edit | Grant, ...]
    denials: tuple[Denial, ...]

    @property
    def question(self) -> Question:
        """What was asked."""
        return self.verdict.question

    @property
    def arrives(self) -> bool:
        """Whether every message gets there."""
        return self.verdict.arrives


def trace(engine: Reachability, question: Question) -> Trace:
    """Follow one message. Raises KeyError when there is no such broker."""
    verdict = engine.verdict(question)
    bridges = PossibleBridges(engine, question)
    changes, way = smallest_change(engine, bridges, verdict)
    delivered = verdict.arrival.delivery in (Delivery.ALWAYS, Delivery.SOMETIMES)
    if verdict.arrival.route is not None and verdict.arrival.delivery is not Delivery.NEVER:
        way = bridges.of(verdict.arrival.route)
    on_way: tuple[Denial, ...] = ()
    if verdict.arrival.delivery is Delivery.NEVER:
        on_way = engine.denials(question, Route(tuple(possible.bridge for possible in way)))
    return Trace(
        verdict,
        crossings(bridges, way, verdict.arrival if delivered else verdict.links, engine.routing.brokers),
        changes,
        tuple(dict.fromkeys((*verdict.denials, *on_way))),
    )

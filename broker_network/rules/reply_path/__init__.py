"""Replies that cannot come back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from broker_network.graph import walk
from broker_network.mcollective.destinations import broadcast, directed, replies
from broker_network.network import NetworkConnector, queue
from broker_network.routes import Bridge, permits
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.connectors import (
    carries_replies,
    covers,
    filters_of_all_resolved,
    filters_resolved,
    told_apart,
)
from broker_network.rule_support.fix import Fix, NewElement, inserting, sure, undecided


def _find(case: Case) -> Iterator[Fault]:
    replying: dict[str, dict[str, list[str]]] = {}
    told: set[int] = set()
    for (sender, receiver), bridges in case.links.between.items():
        back = case.links.between.get((receiver, sender))
        if not back or receiver in case.links.reaches_open or not filters_of_all_resolved(*bridges, *back):
            continue
        for collective in told_apart((one.connector for one in (*bridges, *back)), case.collectives):
            request = next((one for one in bridges if _requests(one, collective)), None)
            if request is None or any(carries_replies(one.connector, collective) for one in back):
                continue
            if collective not in replying:
                replying[collective] = _leaving(case, collective)
            if _gets(receiver, sender, replying[collective]):
                continue
            at = next((one for one in back if not _only_topics(one)), back[0])
            if id(at.connector) in told:
                break
            told.add(id(at.connector))
            answers = replies(collective)
            yield Fault(
                at.dialing,
                at.connector.source,
                f"Requests of {collective} go from {sender} to {receiver}, but no connector lets "
                f"{answers} come back from {receiver} to {sender}.",
                _fix(at.connector, collective),
            )
            break


def _fix(connector: NetworkConnector, collective: str) -> Fix:
    answers = replies(collective)
    element = NewElement(answers.kind, (("physicalName", answers.physical_name),))
    included = (*connector.dynamically_included_destinations, answers)
    if connector.dynamically_included_destinations and carries_replies(
        replace(connector, dynamically_included_destinations=included), collective
    ):
        return sure(*inserting(connector.source, ("dynamicallyIncludedDestinations",), element))
    return undecided("only you know which filter is to change", f"Let {element} across on the connector for queues.")


def _requests(bridge: Bridge, collective: str) -> bool:
    return permits(bridge.connector, broadcast(collective)) or permits(bridge.connector, directed(collective))


def _only_topics(bridge: Bridge) -> bool:
    return any(covers(pattern, queue(">")) for pattern in bridge.connector.excluded_destinations)


def _leaving(case: Case, collective: str) -> dict[str, list[str]]:
    """For each broker those that its replies of a collective can be passed on to."""
    found: dict[str, list[str]] = {}
    for bridge in case.links.carrying(collective):
        if not filters_resolved(bridge.connector) or carries_replies(bridge.connector, collective):
            found.setdefault(bridge.sender, []).append(bridge.receiver)
    return found


def _gets(start: str, end: str, leaving: dict[str, list[str]]) -> bool:
    """Whether what leaves one broker gets to another, over however many."""
    return end in walk([start], lambda name: leaving.get(name, ()))


RULE = Rule(__name__, _find, Severity.ERROR, about_mcollective=True)

"""A TTL with which broadcasts around a circle of links may be lost, by which copy is the faster."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.graph import longest_way, parts
from broker_network.mcollective.destinations import broadcast
from broker_network.network import NetworkConnector
from broker_network.network.ttl import ttl as ttl_of
from broker_network.routes import Bridge, permits
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.connectors import filters_resolved, raised, told_apart, ttl_attribute
from broker_network.rule_support.fix import FileEdit, sure

NAMED = 3
"""Pairs that a message names before it says that there are more."""

MOST_TOGETHER = 50
"""Connectors that one fix changes together; where there are more, each finding changes its own."""


def _find(case: Case) -> Iterator[Fault]:
    told: set[tuple[str, int]] = set()
    for collective in told_apart((one.connector for one in case.bridges), case.collectives):
        for bridges, near in _circles(case, collective):
            enough = longest_way(near)
            low = [one for one in bridges if 0 <= one.sure_message_ttl < enough]
            if not low or all(ttl_of(one.sure_message_ttl) <= 2 for one in bridges):
                continue
            racing = case.deliveries.racing(collective, near)
            if not racing:
                continue
            edits = _raised([one.connector for one in low], enough) if len(low) <= MOST_TOGETHER else ()
            pairs = ", ".join(f"from {client} to {server}" for client, server in racing[:NAMED])
            more = " and between others" if len(racing) > NAMED else ""
            for one in low:
                key = (one.dialing, id(one.connector))
                if key in told:
                    continue
                told.add(key)
                attribute = ttl_attribute(one.connector, "messageTTL")
                yield Fault(
                    one.dialing,
                    one.connector.source,
                    f"Some broadcasts {pairs}{more} are lost: the links form a circle, and a copy that took a longer "
                    "way can arrive first with too little TTL left. The copy that took the shorter way is then dropped "
                    "as a duplicate.",
                    sure(
                        *(edits if len(low) <= MOST_TOGETHER else _raised([one.connector], enough)),
                        then="No route that passes no broker twice has more links.",
                    ),
                    attribute,
                )


def _raised(connectors: list[NetworkConnector], enough: int) -> tuple[FileEdit, ...]:
    """Let messages and subscriptions pass that many brokers, in the attributes that the connectors have."""
    return tuple(dict.fromkeys(edit for one in connectors for edit in raised(one, enough)))


def _circles(case: Case, collective: str) -> Iterator[tuple[list[Bridge], dict[str, dict[str, None]]]]:
    """The bridges for broadcasts of each part with a circle, and its brokers with those that each is linked to."""
    destination = broadcast(collective)
    near: dict[str, dict[str, None]] = {}
    carrying: dict[str, list[Bridge]] = {}
    for one in case.links.carrying(collective):
        if one.sender != one.receiver and filters_resolved(one.connector) and permits(one.connector, destination):
            near.setdefault(one.sender, {})[one.receiver] = None
            near.setdefault(one.receiver, {})[one.sender] = None
            carrying.setdefault(one.sender, []).append(one)
    for part in parts(near):
        if sum(len(near[broker]) for broker in part) // 2 >= len(part):
            yield [one for broker in part for one in carrying.get(broker, ())], {one: near[one] for one in part}


RULE = Rule(__name__, _find, Severity.WARNING, about_mcollective=True)

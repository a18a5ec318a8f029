"""A collective of which only one kind of request crosses."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.destinations import broadcast, directed
from broker_network.routes import permits
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.connectors import (
    filters_of_all_resolved,
    told_apart,
)


def _find(case: Case) -> Iterator[Fault]:
    if not usage.spoken_of(case):
        return
    told: set[tuple[int, str]] = set()
    for (sender, receiver), bridges in case.links.between.items():
        if not filters_of_all_resolved(*bridges):
            continue
        for collective in told_apart((one.connector for one in bridges), case.collectives):
            topics = [one for one in bridges if permits(one.connector, broadcast(collective))]
            queues = [one for one in bridges if permits(one.connector, directed(collective))]
            if bool(topics) == bool(queues):
                continue
            carrying = (topics or queues)[0]
            if (id(carrying.connector), collective) in told:
                continue
            told.add((id(carrying.connector), collective))
            crossing, missing = (
                (broadcast(collective), directed(collective))
                if topics
                else (directed(collective), broadcast(collective))
            )
            yield Fault(
                carrying.dialing,
                carrying.connector.source,
                f"From {sender} to {receiver} {crossing} crosses and {missing} does not.",
                f"If {collective} is to cross, let {missing} across too; if not, keep {crossing} back here as well.",
            )


RULE = Rule(
    __name__,
    _find,
    Severity.WARNING,
    about_mcollective=True,
    decides="only you know whether the collective is to cross",
)

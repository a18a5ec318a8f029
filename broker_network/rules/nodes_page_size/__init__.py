"""Directed requests that wait behind others which cannot be delivered."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.destinations import directed
from broker_network.network import Unknown
from broker_network.routes import policy_of
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.fix import sure
from broker_network.rule_support.policies import NODES, PAGED, said_for

DEFAULT_PAGE_SIZE = 200
"""maxPageSize where the policy says none. (Source: BaseDestination.MAX_PAGE_SIZE.)"""


def _find(case: Case) -> Iterator[Fault]:
    for broker, severity, collectives, _ in usage.used(case):
        if severity is Severity.NOTE:
            continue
        for collective in collectives:
            entry = policy_of(broker, directed(collective))
            if isinstance(entry, Unknown):
                continue
            size = entry.max_page_size if entry else None
            if size is None or (not isinstance(size, Unknown) and size <= DEFAULT_PAGE_SIZE):
                yield Fault(
                    broker.name,
                    entry.source if entry else broker.source,
                    f"Of {directed(collective)} the broker looks at {size or DEFAULT_PAGE_SIZE} requests at a time: "
                    "that many for servers that are away hold up everybody's until they expire.",
                    sure(*said_for(broker, NODES, entry, PAGED)),
                    "maxPageSize" if size is not None else None,
                )
                break


RULE = Rule(__name__, _find, Severity.NOTE, about_mcollective=True)

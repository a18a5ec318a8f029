"""Directed requests that wait behind others which cannot be delivered."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.destinations import directed
from broker_network.network import Unknown
from broker_network.routes import policy_of

from . import samples, usage
from .case import Case
from .rule import Finding, Rule, Severity

DEFAULT_PAGE_SIZE = 200
"""maxPageSize where the policy says none. (Source: BaseDestination.MAX_PAGE_SIZE.)"""


def _find(case: Case) -> Iterator[Finding]:
    connected = usage.by_broker(case)
    for broker in case.network.brokers:
        members = connected.get(broker.name, [])
        if usage.weight(case, broker, Severity.WARNING, bool(members)) is not Severity.WARNING:
            continue
        for collective in usage.broker_collectives(broker, members):
            entry = policy_of(broker, directed(collective))
            if isinstance(entry, Unknown):
                continue
            size = entry.max_page_size if entry else None
            if size is None or (not isinstance(size, Unknown) and size <= DEFAULT_PAGE_SIZE):
                yield Finding(
                    "nodes-page-size",
                    Severity.NOTE,
                    broker.name,
                    entry.source if entry else broker.source,
                    f"Of queue {collective}.nodes the broker looks at {size or DEFAULT_PAGE_SIZE} requests at a time: "
                    "that "
                    "many for servers that are away hold up everybody's until they expire.",
                    'Add <policyEntry queue="*.nodes" maxPageSize="5000" expireMessagesPeriod="10000"/>.',
                    "maxPageSize" if size is not None else None,
                )
                break


def _broker(size: str) -> dict[str, str]:
    nodes = f'queue="*.nodes" expireMessagesPeriod="10000"{size}'
    policies = samples.policies(samples.NO_FLOW_CONTROL, nodes, samples.COLLECTED)
    return {"a.xml": samples.broker("a", policies, attributes=samples.PURGE)}


RULES = (
    Rule(
        id="nodes-page-size",
        severity=Severity.NOTE,
        title="A small page on the queue of directed requests",
        symptom="While a site is cut off, directed requests to servers elsewhere get no answer.",
        cause="All directed requests of a collective stand in one queue, each for one server, and the broker looks for "
        "deliverable ones in the first maxPageSize (200) only. Requests for absent servers fill that page until they "
        "expire and the next sweep (every 30 s) removes them.",
        fix='Give queue="*.nodes" a policy entry with maxPageSize="5000" and expireMessagesPeriod="10000".',
        sources=(
            "evidence/head-of-line",
            "BaseDestination.MAX_PAGE_SIZE, Queue.doPageInForDispatch",
        ),
        before=_broker(""),
        after=_broker(' maxPageSize="5000"'),
        find=_find,
        about_mcollective=True,
    ),
)

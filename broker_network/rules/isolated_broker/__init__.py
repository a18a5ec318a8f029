"""A broker that is linked to nothing."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.rule_support import Case, Fault, Rule, Severity


def _find(case: Case) -> Iterator[Fault]:
    links = case.links
    if links.unknown_dials or links.ambiguous or len(links.peers) < 2:
        return
    for broker in case.network.brokers:
        if broker.name in links.peers or broker.network_connectors or broker.name in links.shared:
            continue
        yield Fault(
            broker.name,
            broker.source,
            f"{broker.name} is linked to no other broker: it dials none and none dials it.",
            f"Let {broker.name} dial one of the others, or leave its file out if it is none of this network.",
        )


RULE = Rule(__name__, _find, Severity.WARNING, decides="only you know which broker it is to dial")

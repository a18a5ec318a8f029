"""Faults of single ActiveMQ releases."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.activemq.releases import advised_instead
from broker_network.activemq.releases.facts import DEMAND_LOST
from broker_network.rule_support import Case, Fault, Rule, Severity


def _find(case: Case) -> Iterator[Fault]:
    if case.release is None or not DEMAND_LOST.is_in(case.release):
        return
    for broker in case.network.brokers:
        duplex = next((one for one in broker.network_connectors if one.duplex is True), None)
        if duplex is not None:
            yield Fault(
                broker.name,
                duplex.source,
                f"With ActiveMQ {case.release} a duplex bridge can miss a subscription of the other side.",
                f"Run {advised_instead(case.release)}, which lacks later security fixes, or one with the fix "
                f"({', '.join(map(str, DEMAND_LOST.fixed_in))}, or later of these lines); "
                'or set duplex="false" and declare the connectors at both brokers.',
                "duplex",
            )


RULE = Rule(__name__, _find, Severity.ERROR, releases=str(DEMAND_LOST), shown_on=DEMAND_LOST.seen_on[-1])

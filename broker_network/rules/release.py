"""Faults of single ActiveMQ releases."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.activemq.releases import advised_instead, loses_demand, losing_demand

from .case import Case
from .rule import Finding, Rule, Severity


def _find(case: Case) -> Iterator[Finding]:
    if case.release is None or not loses_demand(case.release):
        return
    for broker in case.network.brokers:
        duplex = next((one for one in broker.network_connectors if one.duplex is True), None)
        if duplex is not None:
            yield Finding(
                "release-fault",
                Severity.ERROR,
                broker.name,
                duplex.source,
                f"With ActiveMQ {case.release} a duplex bridge can miss a subscription of the other side.",
                f"Run {advised_instead(case.release)}, which lacks later security fixes, or one with the fix "
                '(5.19.12, 6.3.3, or later of these lines); or set duplex="false" and declare the connectors at both '
                "brokers.",
                "duplex",
            )


def _link(duplex: str) -> dict[str, str]:
    return {
        name: f"""<broker brokerName="{name[0]}">
  <networkConnectors>
    <networkConnector name="{name[0]}-{far}" uri="static:(tcp://{far}:61616)" duplex="{duplex}"/>
  </networkConnectors>
</broker>
"""
        for name, far in (("a.xml", "b"), *((("b.xml", "a"),) if duplex == "false" else ()))
    }


RULES = (
    Rule(
        id="release-fault",
        severity=Severity.ERROR,
        title="A release whose duplex bridges lose subscriptions",
        symptom="A server or an operator is invisible from the other side until it connects again. Nothing is logged.",
        cause="Since pull request 2071 advisories of subscriptions that come at once share one evaluation context, "
        "and one "
        "of them can get to one bridge and not to another.",
        fix="Run the newest release of the line without the fault, or one with the fix; or use one-way connectors "
        "declared "
        "at both brokers, with which it was not seen.",
        releases=losing_demand(),
        sources=(
            "measured on 6.2.7 and 6.3.1, not on 5.17.2, 5.18.3, 6.1.7, 6.2.0 and 6.2.6: evidence/lost-demand",
            "https://github.com/apache/activemq/issues/2519",
        ),
        before=_link("true"),
        after=_link("false"),
        find=_find,
        shown_on="6.3.1",
    ),
)

"""`networkTTL` beside the attributes that it overrides."""

from __future__ import annotations

from collections.abc import Iterator

from .case import Case
from .rule import Finding, Rule, Severity


def _find(case: Case) -> Iterator[Finding]:
    for broker in case.network.brokers:
        for connector in broker.network_connectors:
            split = {"messageTTL": connector.message_ttl, "consumerTTL": connector.consumer_ttl}
            overridden = [name for name, value in split.items() if value is not None]
            if connector.network_ttl is not None and overridden:
                yield Finding(
                    "ttl-both-kinds",
                    Severity.ERROR,
                    broker.name,
                    connector.source,
                    f"networkTTL overrides {' and '.join(overridden)}, which then say nothing.",
                    "Remove networkTTL, and give messageTTL and consumerTTL the values you want.",
                    "networkTTL",
                )


def _connector(attributes: str) -> dict[str, str]:
    return {
        "a.xml": f"""<broker brokerName="a">
  <networkConnectors>
    <networkConnector name="a-b" uri="static:(tcp://b:61616)" {attributes}/>
  </networkConnectors>
</broker>
"""
    }


RULES = (
    Rule(
        id="ttl-both-kinds",
        severity=Severity.ERROR,
        title="networkTTL beside messageTTL or consumerTTL",
        symptom="A TTL that you split into two has no effect: messages and subscriptions go as far as networkTTL says.",
        cause="Setting networkTTL sets both others, whatever the order of the attributes in the file.",
        fix="Remove networkTTL and keep messageTTL and consumerTTL.",
        sources=("evidence/network-ttl", "NetworkBridgeConfiguration.setNetworkTTL, activemq-broker 5.17.2"),
        before=_connector('networkTTL="5" messageTTL="3" consumerTTL="1"'),
        after=_connector('messageTTL="3" consumerTTL="1"'),
        find=_find,
    ),
)

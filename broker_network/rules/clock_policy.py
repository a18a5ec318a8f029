"""A plugin that puts the broker's clock in the place of everybody else's, also where it is behind."""

from __future__ import annotations

from collections.abc import Iterator

from .case import Case
from .rule import Finding, Rule, Severity


def _find(case: Case) -> Iterator[Finding]:
    linked = {end for bridge in case.bridges for end in (bridge.sender, bridge.receiver)}
    for broker in case.network.brokers:
        severity = Severity.WARNING if broker.network_connectors or broker.name in linked else Severity.NOTE
        for plugin in broker.plugins:
            if plugin.name != "timeStampingBrokerPlugin":
                continue
            future_only = dict(plugin.attributes).get("futureOnly")
            if future_only is None or future_only.strip().lower() == "false":
                yield Finding(
                    "clock-policy",
                    severity,
                    broker.name,
                    plugin.source,
                    "Where this broker's clock is behind, the plugin sets the expiry of messages back: for a broker "
                    "whose "
                    "clock is right they have expired on arrival.",
                    'Write futureOnly="true", and keep all clocks in step with NTP.',
                    None if future_only is None else "futureOnly",
                )


def _broker(attributes: str) -> dict[str, str]:
    return {
        "a.xml": f"""<broker brokerName="a">
  <networkConnectors>
    <networkConnector name="a-b" uri="static:(ssl://b:61617)"/>
  </networkConnectors>
  <plugins>
    <timeStampingBrokerPlugin{attributes}/>
  </plugins>
</broker>
"""
    }


RULES = (
    Rule(
        id="clock-policy",
        severity=Severity.WARNING,
        title="timeStampingBrokerPlugin without futureOnly",
        symptom="Requests and replies that cross one broker are lost while its clock is behind the others'.",
        cause="The plugin writes the broker's own time into each message that a client sends, and moves its expiry by "
        "as "
        "much. A broker that is minutes behind so gives messages an expiry that has passed at the next broker.",
        fix='Write futureOnly="true": then times are moved forward only. NTP on all hosts is what really helps, since '
        "MCollective's servers compare the time inside a request with their own clock.",
        log=("seconds old, TTL is 60",),
        sources=("TimeStampingBrokerPlugin.send, 5.17 to 6.3", "lib/mcollective/connector/activemq.rb#headers_for"),
        before=_broker(""),
        after=_broker(' futureOnly="true"'),
        find=_find,
    ),
)

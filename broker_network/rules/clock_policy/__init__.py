"""A plugin that puts the broker's clock in the place of everybody else's, also where it is behind."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.fix import setting, sure


def _find(case: Case) -> Iterator[Fault]:
    linked = {end for bridge in case.bridges for end in (bridge.sender, bridge.receiver)}
    for broker in case.network.brokers:
        severity = Severity.WARNING if broker.network_connectors or broker.name in linked else Severity.NOTE
        for plugin in broker.plugins:
            if plugin.name != "timeStampingBrokerPlugin":
                continue
            future_only = dict(plugin.attributes).get("futureOnly")
            if future_only is None or future_only.strip().lower() == "false":
                yield Fault(
                    broker.name,
                    plugin.source,
                    "Where this broker's clock is behind, the plugin sets the expiry of messages back: for a broker "
                    "whose clock is right they have expired on arrival.",
                    sure(*setting(plugin.source, futureOnly="true"), then="Keep all clocks in step with NTP."),
                    None if future_only is None else "futureOnly",
                    severity=severity,
                )


RULE = Rule(__name__, _find, Severity.WARNING)

"""Primary and standby dialed as if both ran."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broker_network.rule_support import Case, Fault, Rule, Severity


def _find(case: Case) -> Iterator[Fault]:
    for broker in case.network.brokers:
        for connector in broker.network_connectors:
            if not re.match(r"(?:static|simple):", connector.uri):
                continue
            hosts: dict[str, tuple[str, str]] = {}
            for one in case.links.of(connector):
                if one.uri is None or one.target is None or one.target.name in case.links.ambiguous:
                    continue
                first, text = hosts.setdefault(one.target.name, (one.uri.host, one.text))
                if first != one.uri.host and not connector.uri.partition(":")[2].strip("/").startswith("failover"):
                    yield Fault(
                        broker.name,
                        connector.source,
                        f"{text} and {one.text} are the two hosts of {one.target.name}: static: wants a bridge to "
                        "each, and the standby never answers.",
                        f"Write masterslave:({text},{one.text}), and another connector for any other broker.",
                        "uri",
                    )
                    break


RULE = Rule(__name__, _find, Severity.WARNING)

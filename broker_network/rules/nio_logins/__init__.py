"""STOMP listeners that take some logins for two."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.addresses import resolved_uri
from broker_network.rule_support.fix import setting, sure

_SPOILT = "stomp+nio+ssl"


def _find(case: Case) -> Iterator[Fault]:
    for broker in case.network.brokers:
        for listener in broker.transport_connectors:
            uri = resolved_uri(listener.uri)
            if uri is not None and uri.scheme.lower() == _SPOILT:
                yield Fault(
                    broker.name,
                    listener.source,
                    f"After a restart of {broker.name} some of those who log in over nio and TLS are not served.",
                    sure(*setting(listener.source, uri=f"stomp+ssl{listener.uri.strip()[len(_SPOILT) :]}")),
                    "uri",
                )


RULE = Rule(__name__, _find, Severity.WARNING)

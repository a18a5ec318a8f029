"""STOMP listeners that take some logins for two."""

from __future__ import annotations

from collections.abc import Iterator

from . import samples
from .case import Case
from .links import resolved_uri
from .rule import Finding, Rule, Severity

_SPOILT = "stomp+nio+ssl"


def _find(case: Case) -> Iterator[Finding]:
    for broker in case.network.brokers:
        for listener in broker.transport_connectors:
            uri = resolved_uri(listener.uri)
            if uri is not None and uri.scheme.lower() == _SPOILT:
                yield Finding(
                    "nio-logins",
                    Severity.WARNING,
                    broker.name,
                    listener.source,
                    f"After a restart of {broker.name} some of those who log in over nio and TLS are not served.",
                    "Listen with stomp+ssl://.",
                    "uri",
                )


def _broker(scheme: str) -> dict[str, str]:
    return {"a.xml": samples.broker("a", samples.listeners(f'name="stomp" uri="{scheme}://0.0.0.0:61614"'))}


RULES = (
    Rule(
        id="nio-logins",
        severity=Severity.WARNING,
        title="STOMP over nio and TLS takes some logins for two",
        symptom="After a broker has started, single servers answer nothing, though they are connected. They come back "
        "when mcollectived is restarted.",
        cause="While a connection over nio and TLS 1.3 begins, two threads read from it. If both see the login, the "
        "second is an error, and a subscription that comes with it may be lost. A broker that has just started is slow "
        "enough for it.",
        fix="Use stomp+ssl, which has one thread for each connection.",
        sources=(
            "evidence/deaf-servers",
            "StompNIOSSLTransport.initializeStreams, NIOSSLTransport.serviceRead",
        ),
        before=_broker(_SPOILT),
        after=_broker("stomp+ssl"),
        find=_find,
    ),
)

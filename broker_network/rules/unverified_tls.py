"""TLS that goes on when the broker cannot be verified."""

from __future__ import annotations

from collections.abc import Iterator

from . import usage
from .case import Case
from .rule import Finding, Rule, Severity


def _find(case: Case) -> Iterator[Finding]:
    for member in usage.members(case):
        for entry in usage.pool(member):
            key = f"plugin.activemq.pool.{entry.number}.ssl.fallback"
            setting = member.setting(key)
            if setting is not None and entry.ssl is True and usage.flag(member, key) is True:
                yield Finding(
                    "unverified-tls",
                    Severity.WARNING,
                    None,
                    setting.source,
                    "When ca, cert or key is missing or unreadable, the connection goes on without verifying the "
                    "broker: "
                    "whoever stands between gets the password.",
                    f"Set {key} = 0, and give ssl.ca, ssl.cert and ssl.key.",
                )


def _client(fallback: str) -> dict[str, str]:
    return {
        "client.cfg": f"""securityprovider = ssl
plugin.ssl_serializer = yaml
connector = activemq
plugin.activemq.pool.size = 1
plugin.activemq.pool.1.host = broker.example.net
plugin.activemq.pool.1.port = 61614
plugin.activemq.pool.1.ssl = 1
plugin.activemq.pool.1.ssl.fallback = {fallback}
"""
    }


RULES = (
    Rule(
        id="unverified-tls",
        severity=Severity.WARNING,
        title="TLS falls back to an unverified broker",
        symptom="None: the connection looks encrypted, and is, with whoever answered.",
        cause="ssl.fallback = 1 lets MCollective connect without verification whenever it cannot set up the verified "
        "mode, "
        "which needs ca, cert and key. A warning in the log is all that tells.",
        fix="Set ssl.fallback = 0.",
        log=("Failed to set full SSL verified mode, falling back to unverified",),
        sources=("lib/mcollective/connector/activemq.rb#ssl_parameters",),
        before=_client("1"),
        after=_client("0"),
        find=_find,
        about_mcollective=True,
    ),
)

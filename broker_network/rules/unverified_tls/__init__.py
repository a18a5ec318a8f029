"""TLS that goes on when the broker cannot be verified."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.rule_support import Case, Fault, Rule, Severity, usage


def _find(case: Case) -> Iterator[Fault]:
    for member in usage.members(case):
        for entry in usage.pool(member):
            key = f"plugin.activemq.pool.{entry.number}.ssl.fallback"
            setting = member.setting(key)
            if setting is not None and entry.ssl is True and member.flag(key) is True:
                yield Fault(
                    None,
                    setting.source,
                    "When ca, cert or key is missing or unreadable, the connection goes on without verifying the "
                    "broker: whoever stands between gets the password.",
                    f"Set {key} = 0, and give ssl.ca, ssl.cert and ssl.key.",
                )


RULE = Rule(__name__, _find, Severity.WARNING, about_mcollective=True)

"""TLS that goes on when the broker cannot be verified."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.read import Member
from broker_network.network import Source
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.fix import Fix, setting_key, sure, undecided
from broker_network.wording import listed


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
                    _verified(member, entry.number, setting.source),
                )


def _verified(member: Member, number: int, source: Source) -> Fix:
    key = f"plugin.activemq.pool.{number}.ssl"
    off = setting_key(source, f"{key}.fallback", "0")
    absent = [f"ssl.{part}" for part in ("ca", "cert", "key") if member.setting(f"{key}.{part}") is None]
    if absent:
        return undecided("the connection needs files that only you have", f"Also give {listed(absent)}.", off)
    return sure(off)


RULE = Rule(__name__, _find, Severity.WARNING, about_mcollective=True)

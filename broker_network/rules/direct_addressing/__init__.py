"""Directed requests that servers do not listen to."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.fix import setting_key, sure


def _find(case: Case) -> Iterator[Fault]:
    senders: dict[str, str] = {}
    for member in usage.members(case):
        if member.kind == "client" and member.flag("direct_addressing") is True:
            for collective in usage.collectives(member) or ():
                senders.setdefault(collective, member.file)
    for member in usage.members(case):
        setting = member.setting("direct_addressing")
        if member.kind != "server" or setting is None or member.flag("direct_addressing") is not False:
            continue
        client = next((senders[name] for name in usage.collectives(member) or () if name in senders), None)
        if client is not None:
            yield Fault(
                None,
                setting.source,
                f"This server does not listen to directed requests, which {client} sends.",
                sure(setting_key(setting.source, "direct_addressing", "1")),
            )


RULE = Rule(__name__, _find, Severity.ERROR, about_mcollective=True)

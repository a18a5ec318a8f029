"""Servers that do not notice that their connection is gone."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.read import Member
from broker_network.network import Source
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.fix import FileEdit, setting_key, sure

_KEY = "plugin.activemq.heartbeat_interval"


def _find(case: Case) -> Iterator[Fault]:
    for member in usage.members(case):
        if member.kind != "server" or not usage.uses_activemq(member) or not usage.has_pool(member):
            continue
        at = member.setting(_KEY) or member.setting("plugin.activemq.pool.size")
        if at is not None and (member.get(_KEY) or "0").strip() == "0":
            yield Fault(
                None,
                at.source,
                "Without heartbeats this server keeps waiting on a connection that a firewall or a crash has ended.",
                sure(_heartbeats(member)),
            )


def _heartbeats(member: Member) -> FileEdit:
    there = member.setting(_KEY)
    return setting_key(there.source if there else Source(member.file, 0), _KEY, "30")


RULE = Rule(__name__, _find, Severity.NOTE, about_mcollective=True)

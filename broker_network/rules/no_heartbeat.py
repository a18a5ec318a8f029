"""Servers that do not notice that their connection is gone."""

from __future__ import annotations

from collections.abc import Iterator

from . import usage
from .case import Case
from .rule import Finding, Rule, Severity

_KEY = "plugin.activemq.heartbeat_interval"


def _find(case: Case) -> Iterator[Finding]:
    for member in usage.members(case):
        if member.kind != "server" or not usage.uses_activemq(member) or not usage.has_pool(member):
            continue
        at = member.setting(_KEY) or member.setting("plugin.activemq.pool.size")
        if at is not None and (member.get(_KEY) or "0").strip() == "0":
            yield Finding(
                "no-heartbeat",
                Severity.NOTE,
                None,
                at.source,
                "Without heartbeats this server keeps waiting on a connection that a firewall or a crash has ended.",
                f"Set {_KEY} = 30.",
            )


def _server(line: str) -> dict[str, str]:
    return {
        "server.cfg": f"""securityprovider = ssl
plugin.ssl_serializer = yaml
connector = activemq
{line}plugin.activemq.pool.size = 1
plugin.activemq.pool.1.host = broker.example.net
plugin.activemq.pool.1.port = 61614
plugin.activemq.pool.1.ssl = 1
"""
    }


RULES = (
    Rule(
        id="no-heartbeat",
        severity=Severity.NOTE,
        title="Servers send no heartbeats",
        symptom="After a night, or after a broker crashed, some servers are missing until mcollectived is restarted.",
        cause="heartbeat_interval is 0 unless set: then neither side notices when the connection is dropped on the "
        "way, as "
        "stateful firewalls do with idle ones.",
        fix="Set plugin.activemq.heartbeat_interval = 30, the least that MCollective accepts, on clients and servers.",
        log=("Connecting without STOMP 1.1 heartbeats",),
        sources=("lib/mcollective/connector/activemq.rb#connection_headers",),
        before=_server(""),
        after=_server("plugin.activemq.heartbeat_interval = 30\n"),
        find=_find,
        about_mcollective=True,
    ),
)

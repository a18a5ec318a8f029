"""How requests are signed: with one key that all share, or with different plugins on the two sides."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.read import Member, Setting
from broker_network.rule_support import Case, Fault, Rule, Severity, usage


def _find(case: Case) -> Iterator[Fault]:
    clients: dict[str, Member] = {}
    for member in usage.members(case):
        if member.kind == "client":
            for collective in usage.collectives(member) or ():
                clients.setdefault(collective, member)
    for member in usage.members(case):
        provider = usage.provider_of(member)
        at = member.setting("securityprovider") or _first(member)
        if provider is None or at is None:
            continue
        if provider == "none":
            message = "Requests are not signed: whoever may send one is obeyed."
            yield _finding(Severity.ERROR, at, message, "Set securityprovider = ssl on clients and servers.")
        elif provider == "psk" and member.kind == "server":
            message = "Requests are signed with one key that every server has: whoever has one server can command all."
            yield _finding(Severity.WARNING, at, message, "Set securityprovider = ssl on clients and servers.")
        if member.kind == "server":
            client = next((clients[name] for name in usage.collectives(member) or () if name in clients), None)
            other = usage.provider_of(client) if client else None
            if client is not None and other is not None and other != provider:
                message = (
                    f"securityprovider is {provider} here and {other} in {client.file}: neither understands the other."
                )
                yield _finding(Severity.ERROR, at, message, "Set the same securityprovider on clients and servers.")


def _first(member: Member) -> Setting | None:
    return member.settings[0] if member.settings else None


def _finding(severity: Severity, at: Setting, message: str, fix: str) -> Fault:
    return Fault(None, at.source, message, fix, severity=severity)


RULE = Rule(__name__, _find, Severity.WARNING, about_mcollective=True, decides="it needs keys on all hosts")

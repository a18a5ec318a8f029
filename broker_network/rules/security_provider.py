"""How requests are signed: with one key that all share, or with different plugins on the two sides."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.read import Member, Setting

from . import usage
from .case import Case
from .rule import Finding, Rule, Severity


def provider_of(member: Member) -> str | None:
    """The security plugin of a member, in lower case; `psk` where none is set, None where that is not known."""
    if member.get("securityprovider") is None:
        return "psk"
    value = usage.text(member, "securityprovider")
    return value.strip().lower() if value else None


def _find(case: Case) -> Iterator[Finding]:
    clients: dict[str, Member] = {}
    for member in usage.members(case):
        if member.kind == "client":
            for collective in usage.collectives(member) or ():
                clients.setdefault(collective, member)
    for member in usage.members(case):
        provider = provider_of(member)
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
            other = provider_of(client) if client else None
            if client is not None and other is not None and other != provider:
                message = (
                    f"securityprovider is {provider} here and {other} in {client.file}: neither understands the other."
                )
                yield _finding(Severity.ERROR, at, message, "Set the same securityprovider on clients and servers.")


def _first(member: Member) -> Setting | None:
    return member.settings[0] if member.settings else None


def _finding(severity: Severity, at: Setting, message: str, fix: str) -> Finding:
    return Finding("security-provider", severity, None, at.source, message, fix)


def _server(provider: str) -> dict[str, str]:
    return {
        "server.cfg": f"""collectives = mcollective
{provider}
"""
    }


RULES = (
    Rule(
        id="security-provider",
        severity=Severity.WARNING,
        title="One key signs everybody's requests, or the two sides sign differently",
        symptom="With psk none, until a server is taken over. With different plugins, no server answers.",
        cause="psk, which is the default, hashes each message with one key that clients and servers share, so that "
        "each "
        "server could sign requests too; it also deserializes what arrives, with Ruby's Marshal, before it compares "
        "the "
        "hash. With ssl, operators have keys of their own and servers only their public halves.",
        fix="Set securityprovider = ssl and plugin.ssl_serializer = yaml on clients and servers.",
        sources=("lib/mcollective/security/psk.rb#decodemsg", "lib/mcollective/config.rb#set_config_defaults"),
        before=_server("securityprovider = psk"),
        after=_server("securityprovider = ssl\nplugin.ssl_serializer = yaml"),
        find=_find,
        about_mcollective=True,
    ),
)

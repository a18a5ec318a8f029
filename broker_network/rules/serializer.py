"""Messages that are read with Ruby's Marshal before anybody looked at their signature."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.read import Member

from . import usage
from .case import Case
from .rule import Finding, Rule, Severity
from .security_provider import provider_of

_KEYS = {"ssl": "plugin.ssl_serializer", "aes_security": "plugin.aes.serializer"}
"""The key of each security plugin that says how messages are written."""


def _find(case: Case) -> Iterator[Finding]:
    yaml_clients = {
        collective: member.file
        for member in usage.members(case)
        if member.kind == "client" and _serializer(member) == "yaml"
        for collective in usage.collectives(member) or ()
    }
    for member in usage.members(case):
        provider = provider_of(member)
        if provider is None or _serializer(member) != "marshal":
            continue
        at = member.setting(_KEYS[provider]) or member.setting("securityprovider")
        if at is None:
            continue
        client = None
        if member.kind == "server":
            client = next(
                (yaml_clients[name] for name in usage.collectives(member) or () if name in yaml_clients), None
            )
        yield Finding(
            "serializer",
            Severity.ERROR if client else Severity.WARNING,
            None,
            at.source,
            f"Messages are written with Marshal here and as yaml in {client}: neither reads the other's."
            if client
            else "A message is read with Marshal before its signature is: whoever may send one here can run code.",
            f"Set {_KEYS[provider]} = yaml on clients and servers.",
        )


def _serializer(member: Member) -> str | None:
    """`yaml` or `marshal`; None where that is not known, or the security plugin leaves no choice."""
    provider = provider_of(member)
    if provider not in _KEYS:
        return None
    if member.get(_KEYS[provider]) is None:
        # What begins with plugin.aes. can also stand in plugin.d/aes.cfg, which is not read.
        here = provider == "ssl" or any(setting.key.startswith("plugin.aes.") for setting in member.settings)
        return "marshal" if here else None
    value = usage.text(member, _KEYS[provider])
    return value.strip().lower() if value else None


def _client(line: str) -> dict[str, str]:
    return {
        "client.cfg": f"""collectives = mcollective
securityprovider = ssl
{line}"""
    }


RULES = (
    Rule(
        id="serializer",
        severity=Severity.WARNING,
        title="Messages are deserialized with Marshal",
        symptom="None, until a server that was taken over answers an operator.",
        cause="The security plugins ssl and aes_security use Ruby's Marshal unless told otherwise, and read a message "
        "before they verify it. Marshal can be made to run code: a single server that was taken over so reaches the "
        "operators' machines.",
        fix="Set plugin.ssl_serializer = yaml (plugin.aes.serializer with aes_security) on clients and servers, all at "
        "once. On Ruby 3.1 and newer MCollective 2.12 needs a change for it.",
        sources=(
            "evidence/ruby-cure",
            "lib/mcollective/security/ssl.rb#decodemsg and deserialize",
            "lib/mcollective/security/aes_security.rb",
        ),
        before=_client(""),
        after=_client("plugin.ssl_serializer = yaml\n"),
        find=_find,
        about_mcollective=True,
    ),
)

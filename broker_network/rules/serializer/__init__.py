"""Messages that are read with Ruby's Marshal before anybody looked at their signature."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.read import Member
from broker_network.network import Source
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.fix import FileEdit, setting_key, undecided

_KEYS = {"ssl": "plugin.ssl_serializer", "aes_security": "plugin.aes.serializer"}
"""The key of each security plugin that says how messages are written."""


def _find(case: Case) -> Iterator[Fault]:
    yaml_clients = {
        collective: member.file
        for member in usage.members(case)
        if member.kind == "client" and _serializer(member) == "yaml"
        for collective in usage.collectives(member) or ()
    }
    edits = tuple(_as_yaml(case))
    for member in usage.members(case):
        provider = usage.provider_of(member)
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
        yield Fault(
            None,
            at.source,
            f"Messages are written with Marshal here and as yaml in {client}: neither reads the other's."
            if client
            else "A message is read with Marshal before its signature is: whoever may send one here can run code.",
            undecided(
                "clients and servers on all hosts have to change at the same time",
                "Do so on all clients and servers.",
                *edits,
            ),
            severity=Severity.ERROR if client else Severity.WARNING,
        )


def _as_yaml(case: Case) -> Iterator[FileEdit]:
    """The key in every file that is read with Marshal now."""
    for member in usage.members(case):
        provider = usage.provider_of(member)
        if provider is not None and _serializer(member) == "marshal":
            there = member.setting(_KEYS[provider])
            yield setting_key(there.source if there else Source(member.file, 0), _KEYS[provider], "yaml")


def _serializer(member: Member) -> str | None:
    """`yaml` or `marshal`; None where that is not known, or the security plugin leaves no choice."""
    provider = usage.provider_of(member)
    if provider not in _KEYS:
        return None
    if member.get(_KEYS[provider]) is None:
        # What begins with plugin.aes. can also stand in plugin.d/aes.cfg, which is not read.
        here = provider == "ssl" or any(setting.key.startswith("plugin.aes.") for setting in member.settings)
        return "marshal" if here else None
    value = usage.text(member, _KEYS[provider])
    return value.strip().lower() if value else None


RULE = Rule(__name__, _find, Severity.WARNING, about_mcollective=True)

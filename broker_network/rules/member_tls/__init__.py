"""Clients and servers whose TLS settings are not complete, so that they do not connect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from broker_network.mcollective.read import Member
from broker_network.network import Source, resolved
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.wording import listed

_UNSET = frozenset(("undef", "undefined", "nil", "null", "none", "false", ":undef"))
"""What a script or a Puppet template writes where it has no value. MCollective takes it for the name of a file."""


class _Part(NamedTuple):
    """One of the three files, and the end of the name of the variable that may give it in place of the setting."""

    name: str
    variable: str | None


_PARTS = (_Part("ca", None), _Part("cert", "SSL_CERT"), _Part("key", "SSL_KEY"))


def _find(case: Case) -> Iterator[Fault]:
    for member in usage.members(case):
        if not _names_files(member):
            continue
        for entry in usage.pool(member):
            if entry.ssl is True and member.flag(_key(entry.number, "fallback")) is not True:
                yield from _incomplete(member, entry.number)
                yield from _absent(case, member, entry.number)


def _names_files(member: Member) -> bool:
    """Whether the files of TLS are set among the files that were read, and not in a `plugin.d` that was not."""
    return len(member.texts) > 1 or any(
        member.get(_key(entry.number, part.name)) is not None for entry in usage.pool(member) for part in _PARTS
    )


def _key(number: int, name: str) -> str:
    return f"plugin.activemq.pool.{number}.ssl.{name}"


def _incomplete(member: Member, number: int) -> Iterator[Fault]:
    """Files that no setting names; one fault for each entry of the pool."""
    missing = [part for part in _PARTS if member.get(_key(number, part.name)) is None]
    at = member.setting(f"plugin.activemq.pool.{number}.ssl")
    if missing and at is not None:
        names = listed([part.name for part in missing])
        variables = [f"MCOLLECTIVE_ACTIVEMQ_POOL{number}_{part.variable}" for part in missing if part.variable]
        unless = f", unless {listed(variables)} {'is' if len(variables) == 1 else 'are'} set" if variables else ""
        only_variables = len(variables) == len(missing)
        yield Fault(
            None,
            at.source,
            f"TLS is on for broker {number} of the pool, and {names} {'is' if len(missing) == 1 else 'are'} not given: "
            f"the connection is refused here{unless if only_variables else ''}.",
            f"Set {listed([_key(number, part.name) for part in missing])}.",
        )
    for part in _PARTS:
        setting = member.setting(_key(number, part.name))
        if setting is not None and setting.value.strip().lower() in _UNSET:
            message = f"{setting.value} is taken for the name of a file: {setting.key} has no value."
            yield Fault(None, setting.source, message, f"Write the path of the {part.name} file.")


def _absent(case: Case, member: Member, number: int) -> Iterator[Fault]:
    """Files that are not where a setting says, on a machine whose files were given."""
    for part in _PARTS:
        setting = member.setting(_key(number, part.name))
        if setting is None or not resolved(setting.value) or setting.value.strip().lower() in _UNSET:
            continue
        for path in (one.strip() for one in setting.value.split(",")):
            if case.reading.lacks(member.file, path):
                yield _not_there(setting.source, path)


def _not_there(source: Source, path: str) -> Fault:
    return Fault(None, source, f"{path} is not among the files of this machine.", "Copy the file there.")


RULE = Rule(__name__, _find, Severity.ERROR, about_mcollective=True, decides="it needs files that only you have")

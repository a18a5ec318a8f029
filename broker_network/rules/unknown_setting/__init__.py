"""Keys that MCollective does not know: one of its own stops it, one of a plugin says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broker_network.mcollective.read import Member, Setting
from broker_network.mcollective.settings import ACTIVEMQ, CORE, POOL
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.fix import FileEdit, Fix, setting_key, undecided
from broker_network.wording import closest

_KEY = re.compile(r"[a-z][a-z0-9_]*")


def _find(case: Case) -> Iterator[Fault]:
    for member in usage.members(case):
        if any(setting.key.startswith("plugin.choria.") for setting in member.settings):
            continue
        for setting in member.settings:
            yield from _core(setting)
            if usage.uses_activemq(member):
                yield from _connector(member, setting)


def _core(setting: Setting) -> Iterator[Fault]:
    if _KEY.fullmatch(setting.key) and setting.key not in CORE and setting.value:
        meant = closest(setting.key, sorted(CORE), cutoff=0.8)
        fix = _renamed(setting, meant, f"Or remove it; what a plugin reads is called plugin.{setting.key}.")
        message = f"MCollective does not know {setting.key}, and does not start."
        yield Fault(None, setting.source, message, fix)


def _connector(member: Member, setting: Setting) -> Iterator[Fault]:
    """A key of the connector that it never reads."""
    prefix, dot, key = setting.key.partition("plugin.activemq.")
    if prefix or not dot or key in ACTIVEMQ:
        return
    known: list[str] = sorted(ACTIVEMQ)
    found = re.fullmatch(r"pool\.(\d+)\.(.+)", key)
    size = usage.text(member, "plugin.activemq.pool.size") or ""
    if found and found[2] in POOL:
        if not size.isdecimal() or 1 <= int(found[1]) <= int(size):
            return
        message = f"The connector reads {size} members of its pool, and never {setting.key}."
        there = member.setting("plugin.activemq.pool.size")
        fix = undecided(
            "the pool may be meant to be larger",
            "Or remove it, if the pool is not to have this broker.",
            *((setting_key(there.source, there.key, found[1]),) if there else ()),
        )
    else:
        known += [f"pool.{found[1] if found else 1}.{name}" for name in sorted(POOL)]
        meant = closest(key, known, cutoff=0.8)
        message = f"The connector does not read {setting.key}: it has no effect."
        fix = _renamed(setting, meant and f"plugin.activemq.{meant}", "Or remove it.")
    yield Fault(None, setting.source, message, fix, severity=Severity.WARNING)


def _renamed(setting: Setting, meant: str | None, rest: str) -> Fix:
    """Give the key the name that is meant; without one, take it away."""
    why = "only you know what is meant"
    if meant is None:
        return undecided(why, "", FileEdit("delete-key", setting.source, setting.key))
    return undecided(why, rest, FileEdit("rename-key", setting.source, setting.key, meant))


RULE = Rule(__name__, _find, Severity.ERROR, about_mcollective=True)

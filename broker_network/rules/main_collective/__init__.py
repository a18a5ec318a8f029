"""A main collective that a client or server is not in."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.presence import DEFAULT_COLLECTIVE
from broker_network.network import resolved
from broker_network.rule_support import Case, Fault, Rule, Severity, usage


def _find(case: Case) -> Iterator[Fault]:
    for member in usage.members(case):
        collectives = usage.collectives(member)
        if not collectives:
            continue
        main = member.setting("main_collective")
        name = main.value.strip() if main else DEFAULT_COLLECTIVE
        if not resolved(name) or name in collectives:
            continue
        registers = (member.get("registerinterval") or "0").strip() not in ("0", "")
        if member.kind == "server" and not registers:
            continue
        listed = member.setting("collectives")
        at = main or listed
        told = f"main_collective is {name}" if main else f"main_collective is not set, and is {name} then"
        yield Fault(
            None,
            at.source if at else None,
            f"{told}: that is not among collectives ({', '.join(collectives)}), so "
            + ("mco fails unless -T names one." if member.kind == "client" else "registration fails."),
            f"Set main_collective = {collectives[0]}.",
            severity=Severity.ERROR if member.kind == "client" else Severity.WARNING,
        )


RULE = Rule(__name__, _find, Severity.ERROR, about_mcollective=True)

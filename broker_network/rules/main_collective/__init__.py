"""A main collective that a client or server is not in."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.presence import DEFAULT_COLLECTIVE
from broker_network.mcollective.read import Member
from broker_network.network import Source, resolved
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.rule_support.fix import Fix, setting_key, sure, undecided


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
            _fix(member, collectives),
            severity=Severity.ERROR if member.kind == "client" else Severity.WARNING,
        )


def _fix(member: Member, collectives: tuple[str, ...]) -> Fix:
    main = member.setting("main_collective")
    edit = setting_key(main.source if main else Source(member.file, 0), "main_collective", collectives[0])
    if len(collectives) == 1:
        return sure(edit)
    return undecided("any of its collectives may be the main one", "Or name another of its collectives.", edit)


RULE = Rule(__name__, _find, Severity.ERROR, about_mcollective=True)

"""A main collective that a client or server is not in."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import resolved

from . import usage
from .case import Case
from .presence import DEFAULT_COLLECTIVE
from .rule import Finding, Rule, Severity


def _find(case: Case) -> Iterator[Finding]:
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
        yield Finding(
            "main-collective",
            Severity.ERROR if member.kind == "client" else Severity.WARNING,
            None,
            at.source if at else None,
            f"{told}: that is not among collectives ({', '.join(collectives)}), so "
            + ("mco fails unless -T names one." if member.kind == "client" else "registration fails."),
            f"Set main_collective = {collectives[0]}.",
        )


def _client(main: str) -> dict[str, str]:
    return {
        "client.cfg": f"""collectives = de,eu
{main}securityprovider = ssl
plugin.ssl_serializer = yaml
"""
    }


RULES = (
    Rule(
        id="main-collective",
        severity=Severity.ERROR,
        title="The main collective is not among the collectives",
        symptom="mco stops with an error unless -T is given.",
        cause="main_collective is mcollective unless it is set, also where collectives names others. mco addresses it "
        "when -T is not given, and a server registers in it.",
        fix="Set main_collective to one of collectives.",
        log=("Unknown collective 'mcollective' known collectives are 'de, eu'",),
        sources=("lib/mcollective/config.rb#set_config_defaults", "lib/mcollective/connector/activemq.rb#make_target"),
        before=_client(""),
        after=_client("main_collective = de\n"),
        find=_find,
        about_mcollective=True,
    ),
)

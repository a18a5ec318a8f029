"""One user name for two users."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import AuthenticationUser

from . import samples
from .case import Case
from .rule import Finding, Rule, Severity


def _find(case: Case) -> Iterator[Finding]:
    for broker in case.network.brokers:
        if broker.authentication is None or broker.authentication.kind != "simple":
            continue
        seen: dict[str, AuthenticationUser] = {}
        for user in broker.users:
            before = seen.get(user.username)
            if before is not None and before != user:
                yield Finding(
                    "duplicate-user",
                    Severity.WARNING,
                    broker.name,
                    before.source,
                    f"The user {user.username} is there twice: this one has no effect, the last of them holds.",
                    "Remove one of the two.",
                    "username",
                )
            seen[user.username] = user


def _broker(second: str) -> dict[str, str]:
    users = samples.users(
        'username="alice" password="${alice.password}" groups="operators"',
        f'username="{second}" password="${{{second}.password}}" groups="servers"',
    )
    return {"a.xml": samples.broker("a", samples.plugins(users))}


RULES = (
    Rule(
        id="duplicate-user",
        severity=Severity.WARNING,
        title="Two users of one name",
        symptom="A user lacks the rights, or is refused with the password, that the file plainly gives.",
        cause="The broker keeps users by name, so that the last of two with one name replaces the first, groups "
        "included.",
        fix="Keep one of them, with the groups of both.",
        log=("User name [alice] or password is invalid.",),
        sources=("SimpleAuthenticationPlugin.setUsers",),
        before=_broker("alice"),
        after=_broker("web"),
        find=_find,
    ),
)

"""One user name for two users."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import AuthenticationUser
from broker_network.rule_support import Case, Fault, Rule, Severity
from broker_network.rule_support.fix import deleting, undecided


def _find(case: Case) -> Iterator[Fault]:
    for broker in case.network.brokers:
        if broker.authentication is None or broker.authentication.kind != "simple":
            continue
        seen: dict[str, AuthenticationUser] = {}
        for user in broker.users:
            before = seen.get(user.username)
            if before is not None and before != user:
                yield Fault(
                    broker.name,
                    before.source,
                    f"The user {user.username} is there twice: this one has no effect, the last of them holds.",
                    undecided(
                        "only you know which of the two is meant",
                        "That changes nothing. Or remove the other one, if this one is meant.",
                        *deleting(before.source),
                    ),
                    "username",
                )
            seen[user.username] = user


RULE = Rule(__name__, _find, Severity.WARNING)

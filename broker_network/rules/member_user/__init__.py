"""The account of a client or server, at the brokers of its pool."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import Source, resolved
from broker_network.rule_support import Case, Fault, Rule, Severity, usage


def _find(case: Case) -> Iterator[Fault]:
    for member in usage.members(case):
        for entry in usage.pool(member):
            broker = usage.broker_of(case, entry)
            if broker is None or entry.user is None or not resolved(entry.user.value):
                continue
            rights = case.rights(broker)
            if broker.authentication is None or not rights.users_known:
                continue
            name = entry.user.value.strip()
            user = rights.users.get(name)
            if user is None:
                message = f"It logs in as {name} at broker {broker.name}, where no such user is."
                yield _finding(entry.user.source, message, f"Add the user {name} there, or name one that it has.")
            elif (
                entry.password is not None
                and all(resolved(one) and not one.startswith("ENC(") for one in (user.password, entry.password.value))
                and resolved(user.password)
                and user.password != entry.password.value
            ):
                message = f"The password is not the one that {name} has at broker {broker.name}."
                yield _finding(entry.password.source, message, "Write the password that the broker knows.")


def _finding(source: Source, message: str, fix: str) -> Fault:
    return Fault(None, source, message, fix)


RULE = Rule(__name__, _find, Severity.ERROR, about_mcollective=True, decides="it needs an account and a password")

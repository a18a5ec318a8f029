"""Servers whose account may send requests to other servers."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective import presence
from broker_network.mcollective.destinations import broadcast, directed
from broker_network.network import AuthenticationUser, Broker
from broker_network.routes import Rights
from broker_network.routes.rights import EVERYONE
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.wording import listed


def _find(case: Case) -> Iterator[Fault]:
    bridging = {
        user for broker in case.network.brokers for one in broker.network_connectors
        for user in (one.user_name, one.remote_user_name) if user
    }  # fmt: skip
    for broker, severity, collectives, members in usage.used(case):
        if severity is Severity.NOTE or broker.authorization != "map" or broker.authentication is None:
            continue
        rights = case.rights(broker)
        for collective in collectives:
            if EVERYONE in rights.grantees("write", directed(collective)).groups:
                continue
            named = {
                entry.user.value
                for member, entry in members
                if member.kind == "server"
                and entry.user is not None
                and collective in (usage.collectives(member) or ())
            }
            served = [rights.users[name] for name in sorted(named) if name in rights.users]
            commanding = [user for user in served or _likely(case, rights, bridging, collective)
                          if _commands(rights, user, collective)]  # fmt: skip
            if commanding:
                yield _finding(broker, rights, commanding, collective)
                break
            if not served and broker.authentication.users_known and presence.speaks_stomp(broker):
                whoever = _whoever_takes_requests(rights, bridging, collective)
                if whoever:
                    yield _finding(broker, rights, whoever, collective, known=False)
                    break


def _commands(rights: Rights, user: AuthenticationUser, collective: str) -> bool:
    """Whether a user surely may take requests and send some."""
    return all(
        (
            rights.may(user.username, "read", directed(collective)),
            rights.may(user.username, "write", directed(collective)),
            rights.may(user.username, "write", broadcast(collective)),
        )
    )


def _likely(case: Case, rights: Rights, bridging: set[str], collective: str) -> list[AuthenticationUser]:
    """The accounts that servers must be using, where nothing names it: those called after MCollective.

    An account that takes requests and sends none is the servers', and then others need not be.
    """
    users = [user for user in rights.users.values() if user.username not in bridging]
    requests = directed(collective)
    if any(
        rights.may(user.username, "read", requests)
        and rights.may(user.username, "write", broadcast(collective)) is False
        for user in users
    ):
        return []
    return [user for user in users if user.username == "mcollective"]


def _whoever_takes_requests(rights: Rights, bridging: set[str], collective: str) -> list[AuthenticationUser]:
    """The accounts that may take requests, if each of them may also send some; else none."""
    requests = directed(collective)
    found = [user for user in rights.users.values() if rights.may(user.username, "read", requests) is not False]
    if all(user.username in bridging for user in found) or not all(_commands(rights, one, collective) for one in found):
        return []
    return found


def _finding(
    broker: Broker, rights: Rights, users: list[AuthenticationUser], collective: str, *, known: bool = True
) -> Fault:
    names = listed([user.username for user in users], 3, kept=2)
    groups = {group for user in users for group in user.groups}
    entry = next((one for one in rights.entries(broadcast(collective)) if not groups.isdisjoint(one.write)), None)
    return Fault(
        broker.name,
        entry.source if entry else users[0].source,
        f"{names}, which servers log in as, may also send requests of {collective}: a stolen server can command others "
        "as far as MCollective's own keys let it."
        if known
        else f"Every account that may take requests of {collective} may also send them ({names}): whichever of them "
        "servers log in as, a stolen server can command others as far as MCollective's own keys let it.",
        "Give servers an account that reads requests and writes replies, and operators others.",
        "write" if entry else None,
        # At a broker without servers it does no harm.
        severity=None if known else Severity.NOTE,
    )


RULE = Rule(__name__, _find, Severity.WARNING, about_mcollective=True, decides="it needs an account of its own")

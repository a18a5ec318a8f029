"""What a client or server must be allowed at the brokers of its pool, in each of its collectives."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.destinations import broadcast, directed, multiplexed, pattern, replies
from broker_network.mcollective.read import Member
from broker_network.network import Broker, Destination, resolved
from broker_network.routes import Rights
from broker_network.rule_support import Case, Fault, Rule, Severity, usage


def _find(case: Case) -> Iterator[Fault]:
    for member in usage.members(case):
        told: set[str] = set()
        for entry in usage.pool(member):
            broker = usage.broker_of(case, entry)
            if broker is None or broker.authorization != "map" or broker.authentication is None or broker.name in told:
                continue
            told.add(broker.name)
            rights = case.rights(broker)
            user = entry.user.value.strip() if entry.user and resolved(entry.user.value) else None
            if user is not None and rights.users_known and user not in rights.users:
                continue
            groups = rights.groups(user) if user is not None else None
            main = member.get("main_collective")
            for collective in usage.collectives(member) or ():
                lacks = list(_lacks(member, rights, groups, collective))
                if lacks:
                    severity = Severity.ERROR if collective == main or main is None else Severity.WARNING
                    yield _finding(member, broker, severity, user, collective, lacks)


def _lacks(member: Member, rights: Rights, groups: tuple[str, ...] | None, collective: str) -> Iterator[str]:
    """What a member cannot do in a collective, a few words each."""
    multiplex = member.flag("plugin.activemq.agents_multiplex")
    requests = multiplexed(collective) if multiplex else broadcast(collective)
    asked: list[Destination] = [requests]
    if member.flag("direct_addressing") is not False:
        asked.append(directed(collective))
    answers = replies(collective)
    for destination in asked:
        if rights.allows(groups, "read" if member.kind == "server" else "write", destination) is False:
            name = pattern("broadcast", collective) if destination == broadcast(collective) else destination
            yield f"{'read' if member.kind == 'server' else 'write to'} {name}"
    if rights.anywhere(groups, "write" if member.kind == "server" else "read", answers) is False:
        yield f"{'write to' if member.kind == 'server' else 'read'} {answers}"


def _finding(
    member: Member, broker: Broker, severity: Severity, user: str | None, collective: str, lacks: list[str]
) -> Fault:
    setting = member.setting("collectives")
    source = setting.source if setting else member.settings[0].source
    return Fault(
        None,
        source,
        f"In collective {collective}, {user or 'nobody'} may {'not ' if user else ''}{' or '.join(lacks)} at broker "
        f"{broker.name}.",
        f"Give a group of {user or 'its user'} these rights at {broker.name}, or take {collective} out of collectives.",
        severity=severity,
    )


RULE = Rule(__name__, _find, Severity.ERROR, about_mcollective=True, decides="it changes who may do what")

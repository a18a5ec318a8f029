"""Servers whose account may send requests to other servers."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.destinations import broadcast, directed
from broker_network.network import AuthenticationUser, Broker
from broker_network.routes import Rights

from . import samples, usage
from .case import Case
from .rule import Finding, Rule, Severity


def _find(case: Case) -> Iterator[Finding]:
    connected = usage.by_broker(case)
    bridging = {
        user for broker in case.network.brokers for one in broker.network_connectors
        for user in (one.user_name, one.remote_user_name) if user
    }  # fmt: skip
    for broker in case.network.brokers:
        if broker.authorization != "map" or broker.authentication is None:
            continue
        members = connected.get(broker.name, [])
        if usage.weight(case, broker, Severity.WARNING, bool(members)) is not Severity.WARNING:
            continue
        rights = case.rights(broker)
        for collective in usage.broker_collectives(broker, members):
            if any("*" in entry.write for entry in rights.entries(directed(collective))):
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
    if any(
        rights.may(user.username, "read", directed(collective))
        and rights.may(user.username, "write", broadcast(collective)) is False
        for user in users
    ):
        return []
    return [user for user in users if user.username == "mcollective"]


def _finding(broker: Broker, rights: Rights, users: list[AuthenticationUser], collective: str) -> Finding:
    names = usage.some([user.username for user in users])
    groups = {group for user in users for group in user.groups}
    entry = next((one for one in rights.entries(broadcast(collective)) if not groups.isdisjoint(one.write)), None)
    return Finding(
        "servers-command",
        Severity.WARNING,
        broker.name,
        entry.source if entry else users[0].source,
        f"{names}, which servers log in as, may also send requests of {collective}: a stolen server can command others "
        "as far as MCollective's own keys let it.",
        "Give servers an account that reads requests and writes replies, and operators others.",
        "write" if entry else None,
    )


def _set(write: str) -> dict[str, str]:
    policies = samples.policies(samples.NO_FLOW_CONTROL, samples.PAGES, samples.COLLECTED)
    plugins = samples.plugins(
        samples.users(
            'username="mcollective" password="${mcollective.password}" groups="servers,everyone"',
            'username="alice" password="${alice.password}" groups="operators,everyone"',
        ),
        samples.rights(
            f'topic="mcollective.*.agent" read="servers" write="{write}" admin="everyone"',
            f'queue="mcollective.nodes" read="servers" write="{write}" admin="everyone"',
            'queue="mcollective.reply.>" read="operators" write="servers" admin="everyone"',
            'topic="ActiveMQ.Advisory.>" admin="everyone"',
            temporary=False,
        ),
    )
    return {"a.xml": samples.broker("a", policies, plugins, attributes=samples.PURGE)}


RULES = (
    Rule(
        id="servers-command",
        severity=Severity.WARNING,
        title="Servers may send requests",
        symptom="None, until one server is taken over.",
        cause="One account for servers and operators, as in MCollective's sample, lets each server publish requests "
        "to all "
        "others. With the psk security plugin it also has the key they are signed with.",
        fix="Give servers read on <collective>.*.agent and <collective>.nodes and write on <collective>.reply.>, and "
        "no "
        "write on requests.",
        sources=("MCollective, website/deploy/middleware/activemq.md, Detailed restrictions",),
        before=_set("servers,operators"),
        after=_set("operators"),
        find=_find,
        about_mcollective=True,
    ),
)

"""What a client or server must be allowed at the brokers of its pool, in each of its collectives."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.mcollective.destinations import broadcast, directed
from broker_network.mcollective.read import Member
from broker_network.network import Broker, Destination, queue, resolved, topic
from broker_network.routes import Rights

from . import samples, usage
from .case import Case
from .rule import Finding, Rule, Severity


def _find(case: Case) -> Iterator[Finding]:
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
    multiplex = usage.flag(member, "plugin.activemq.agents_multiplex")
    requests = topic(f"{collective}.agents") if multiplex else broadcast(collective)
    asked: list[Destination] = [requests]
    if usage.flag(member, "direct_addressing") is not False:
        asked.append(directed(collective))
    replies = queue(f"{collective}.reply.>")
    for destination in asked:
        if rights.allows(groups, "read" if member.kind == "server" else "write", destination) is False:
            name = f"topic {collective}.*.agent" if destination == broadcast(collective) else str(destination)
            yield f"{'read' if member.kind == 'server' else 'write to'} {name}"
    if rights.anywhere(groups, "write" if member.kind == "server" else "read", replies) is False:
        yield f"{'write to' if member.kind == 'server' else 'read'} {replies}"


def _finding(
    member: Member, broker: Broker, severity: Severity, user: str | None, collective: str, lacks: list[str]
) -> Finding:
    setting = member.setting("collectives")
    source = setting.source if setting else member.settings[0].source
    return Finding(
        "member-rights",
        severity,
        None,
        source,
        f"In collective {collective}, {user or 'nobody'} may {'not ' if user else ''}{' or '.join(lacks)} "
        f"at broker {broker.name}.",
        f"Give a group of {user or 'its user'} these rights at {broker.name}, or take {collective} out of collectives.",
    )


def _broker(collective: str) -> str:
    plugins = samples.plugins(
        samples.users(
            'username="web" password="${web.password}" groups="servers,everyone"',
            'username="alice" password="${alice.password}" groups="operators,everyone"',
        ),
        samples.rights(
            f'topic="{collective}.*.agent" read="servers" write="operators" admin="everyone"',
            f'queue="{collective}.nodes" read="servers" write="operators" admin="everyone"',
            f'queue="{collective}.reply.>" read="operators" write="servers" admin="everyone"',
            'topic="ActiveMQ.Advisory.>" admin="everyone"',
            temporary=False,
        ),
    )
    policies = samples.policies(samples.NO_FLOW_CONTROL, samples.PAGES, samples.COLLECTED)
    return samples.broker("a", policies, plugins, attributes=samples.PURGE)


_SERVER = """collectives = de
main_collective = de
securityprovider = ssl
plugin.ssl_serializer = yaml
connector = activemq
plugin.activemq.heartbeat_interval = 30
plugin.activemq.pool.size = 1
plugin.activemq.pool.1.host = a
plugin.activemq.pool.1.port = 61614
plugin.activemq.pool.1.ssl = 1
plugin.activemq.pool.1.user = web
"""

RULES = (
    Rule(
        id="member-rights",
        severity=Severity.ERROR,
        title="A client or server lacks rights in one of its collectives",
        symptom="mco with -T finds no servers of that collective, or servers are found and never answer.",
        cause="A server reads the topics <collective>.*.agent and the queue <collective>.nodes, and writes to the "
        "reply "
        "queues <collective>.reply.>; a client does the reverse. What the broker's rights do not give in a collective "
        "is "
        "refused there.",
        fix="Give the user's group these rights for each collective in the file.",
        log=("is not authorized to read from: topic://", "is not authorized to write to: queue://"),
        sources=("lib/mcollective/connector/activemq.rb#make_target", "AuthorizationBroker"),
        before={"a.xml": _broker("fr"), "server.cfg": _SERVER},
        after={"a.xml": _broker("de"), "server.cfg": _SERVER},
        find=_find,
        about_mcollective=True,
    ),
)

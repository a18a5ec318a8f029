"""The account of a client or server, at the brokers of its pool."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import Source, resolved

from . import samples, usage
from .case import Case
from .rule import Finding, Rule, Severity


def _find(case: Case) -> Iterator[Finding]:
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


def _finding(source: Source, message: str, fix: str) -> Finding:
    return Finding("member-user", Severity.ERROR, None, source, message, fix)


_BROKER = samples.broker(
    "a",
    samples.plugins(samples.users('username="web" password="${web.password}" groups="servers"')),
    samples.listeners('name="stomp" uri="stomp+ssl://0.0.0.0:61614"'),
)


def _server(user: str) -> str:
    return f"""securityprovider = ssl
plugin.ssl_serializer = yaml
connector = activemq
plugin.activemq.heartbeat_interval = 30
plugin.activemq.pool.size = 1
plugin.activemq.pool.1.host = a
plugin.activemq.pool.1.port = 61614
plugin.activemq.pool.1.ssl = 1
plugin.activemq.pool.1.user = {user}
"""


RULES = (
    Rule(
        id="member-user",
        severity=Severity.ERROR,
        title="A client or server logs in as a user that its broker does not have",
        symptom="mco finds no servers, or hangs; mcollectived connects again and again.",
        cause="plugin.activemq.pool.N.user and password must be those of a user of the broker at pool.N.host.",
        fix="Write the same name and password in both files.",
        log=("User name [web] or password is invalid.",),
        sources=("lib/mcollective/connector/activemq.rb#connect", "SimpleAuthenticationBroker.authenticate"),
        before={"a.xml": _BROKER, "server.cfg": _server("mcollective")},
        after={"a.xml": _BROKER, "server.cfg": _server("web")},
        find=_find,
        about_mcollective=True,
    ),
)

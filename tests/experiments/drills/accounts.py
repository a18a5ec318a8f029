"""A broker that knows its accounts from files that it reads again, in place of `activemq.xml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from broker_network.lab.cluster import Cluster
from broker_network.network import AuthenticationUser

_SIMPLE = re.compile(r"<simpleAuthenticationPlugin>.*</simpleAuthenticationPlugin>", re.DOTALL)
PLUGIN = '<jaasAuthenticationPlugin configuration="activemq"/>'
LOGIN = """activemq {
  org.apache.activemq.jaas.PropertiesLoginModule required
    reload=true
    org.apache.activemq.jaas.properties.user="users.properties"
    org.apache.activemq.jaas.properties.group="groups.properties";
};
"""
"""As ActiveMQ ships it, but for `reload`."""

SHOWN = f"<!-- in place of simpleAuthenticationPlugin -->\n{PLUGIN}\n<!-- login.config -->\n{LOGIN}"

JAVA_OPTIONS = ("-Djava.security.auth.login.config=conf/login.config",)
"""For all brokers of a lab: each is started in its own folder."""


def with_files(running: Cluster, broker: str, text: bytes) -> None:
    """Let a broker know its accounts from such files; `text` is its `activemq.xml` with the accounts in it."""
    changed, count = _SIMPLE.subn(PLUGIN, text.decode())
    assert count == 1
    running.brokers[broker].install({"activemq.xml": changed.encode(), "login.config": LOGIN.encode()})


def write_accounts(running: Cluster, broker: str, users: Iterable[AuthenticationUser]) -> None:
    """Write the files of accounts; the broker looks at them at the next login."""
    users = tuple(users)
    groups: dict[str, list[str]] = {}
    for user in users:
        for group in user.groups:
            groups.setdefault(group, []).append(user.username)
    running.brokers[broker].install(
        {
            "users.properties": _properties({user.username: running.folder.password(user.username) for user in users}),
            "groups.properties": _properties({group: ",".join(members) for group, members in groups.items()}),
        }
    )


def _properties(values: Mapping[str, str]) -> bytes:
    return "".join(f"{key}={value}\n" for key, value in values.items()).encode()

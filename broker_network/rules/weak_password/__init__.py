"""Passwords that stand in documentation, and passwords that several users have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broker_network.network import AuthenticationUser, resolved
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.wording import listed

_PUBLISHED = frozenset({
    "111111", "654321", "abc123", "activemq", "admin", "administrator", "amq", "artemis", "asimplething", "changeit",
    "changeme", "default", "demo", "guest", "letmein", "manager", "marionette", "mcollective", "mcopassword",
    "passw0rd", "password", "password1", "password123", "puppet", "puppetlabs", "qwerty", "root", "s3cr3t", "secret",
    "secret123", "supersecret", "system", "test", "test123", "unset",
})  # fmt: skip
"""What is in the samples of ActiveMQ and MCollective, in public documentation of products that use them, and in
everybody's first guesses, in lower case.
"""


_PASSWORD = re.compile(r"plugin\.(?:activemq\.pool\.[0-9]+|stomp|stomp\.pool\.[0-9]+|rabbitmq\.pool\.[0-9]+)\.password")


def is_weak(password: str, user: str = "") -> bool:
    """Whether a password is one that whoever knows the samples tries first."""
    if not resolved(password):
        return False
    counted = len(password) > 2 and "1234567890".startswith(password)
    return counted or password.lower() in _PUBLISHED or password == user != ""


def _find(case: Case) -> Iterator[Fault]:
    for broker in case.network.brokers:
        if broker.authentication is None:
            continue
        by_password: dict[str, list[AuthenticationUser]] = {}
        for user in case.rights(broker).users.values():
            if is_weak(user.password, user.username):
                message = f"The password of {user.username} is one that anybody tries first."
                fix = "Give it a long random one, here and wherever the user logs in."
                yield Fault(broker.name, user.source, message, fix, _attribute(user))
            elif user.password and resolved(user.password):
                by_password.setdefault(user.password, []).append(user)
        for users in by_password.values():
            if len(users) > 1:
                names = listed([user.username for user in users], 3, kept=2)
                message = f"{names} have the same password: whoever has one account has the others."
                fix = "Give each user a password of its own."
                yield Fault(broker.name, users[1].source, message, fix, _attribute(users[1]))
    for member in usage.members(case):
        psk = member.setting("plugin.psk")
        provider = (member.get("securityprovider") or "psk").strip().lower()
        if psk is not None and provider == "psk" and resolved(psk.value) and is_weak(psk.value.strip()):
            message = "The key that signs requests is one that anybody tries first."
            fix = "Give plugin.psk a long random value, the same on all clients and servers."
            yield Fault(None, psk.source, message, fix, severity=Severity.ERROR)
        for setting in member.settings:
            if _PASSWORD.fullmatch(setting.key) and is_weak(setting.value):
                message = "The password is one that anybody tries first."
                fix = "Give the account a long random one, here and at the broker."
                yield Fault(None, setting.source, message, fix)


def _attribute(user: AuthenticationUser) -> str | None:
    """The attribute; users of a properties file have none."""
    return "password" if user.source is None or user.source.file.endswith(".xml") else None


RULE = Rule(__name__, _find, Severity.WARNING, decides="it needs a new password")

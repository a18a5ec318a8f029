"""The account that a bridge logs in with, at its own broker and at the far one."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import Broker, NetworkConnector, dialed, resolved
from broker_network.rule_support import Case, Fault, Rule, Severity


def _find(case: Case) -> Iterator[Fault]:
    for broker in case.network.brokers:
        for connector in broker.network_connectors:
            local = (connector.user_name, connector.password, "userName", "password")
            remote = local
            if connector.remote_user_name is not None:
                remote = (connector.remote_user_name, connector.remote_password, "remoteUserName", "remotePassword")
            yield from _logs_in(case, broker, connector, broker, *local)
            for far in _far(case, connector):
                yield from _logs_in(case, broker, connector, far, *remote)
                if connector.duplex is True and remote is not local:
                    yield from _logs_in(case, broker, connector, far, *local)


def _far(case: Case, connector: NetworkConnector) -> tuple[Broker, ...]:
    """The brokers that a connector dials, each once, as far as they are known."""
    try:
        found = [case.target(address) for address in dialed(connector.uri)]
    except ValueError:
        return ()
    return tuple({one.name: one for one in found if one and one.name not in case.shared_names}.values())


def _logs_in(
    case: Case,
    broker: Broker,
    connector: NetworkConnector,
    at: Broker,
    user: str | None,
    password: str | None,
    user_attribute: str,
    password_attribute: str,
) -> Iterator[Fault]:
    """What is wrong with one login, `at` the broker of the connector itself or at a far one."""
    rights = case.rights(at)
    where = "its own broker" if at is broker else f"broker {at.name}"
    if at.authentication is None or not rights.users_known:
        return
    if user is None:
        if at.authentication.kind == "simple" and at.authentication.anonymous_groups is None:
            yield _finding(
                broker,
                connector,
                f"The bridge names no user, and {where} refuses whoever names none.",
                f'Add userName="…" and password="…" of a user that exists at both brokers, {at.name} among them.',
                None,
            )
        return
    if not resolved(user):
        return
    known = rights.users.get(user)
    if known is None:
        yield _finding(
            broker,
            connector,
            f"The bridge logs in as {user} at {where}, where no such user is.",
            f"Add the user {user} with the bridge's password at broker {at.name}, or name one that it has.",
            user_attribute,
        )
    elif _differ(known.password, password):
        yield _finding(
            broker,
            connector,
            f"The password of the bridge is not the one that {user} has at {where}.",
            f"Give {user} the same password in {password_attribute} and at broker {at.name}.",
            password_attribute if password is not None else user_attribute,
        )


def _differ(one: str, other: str | None) -> bool:
    """Whether two passwords are surely not the same; placeholders and encrypted ones may be."""
    if other is None:
        return resolved(one) and not one.startswith("ENC(")
    return all(resolved(text) and not text.startswith("ENC(") for text in (one, other)) and one != other


def _finding(broker: Broker, connector: NetworkConnector, message: str, fix: str, attribute: str | None) -> Fault:
    return Fault(broker.name, connector.source, message, fix, attribute)


RULE = Rule(__name__, _find, Severity.ERROR, decides="it needs an account and a password")

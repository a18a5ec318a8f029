"""Who or what can be stolen, and what a thief then holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from broker_network.network import resolved

from .access_map import AccessMap

AssetKind = Literal["operator", "laptop", "server", "broker", "link", "password", "anybody"]


@dataclass(frozen=True, slots=True)
class Account:
    """A user of a broker. `user` is None for whoever runs the broker itself, `""` for one who gives no name."""

    user: str | None
    broker: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What somebody holds. `str(subject)` is what a reader calls it: `operator alice.noc`.

    An *operator* is an account with its certificate and signing key; a *laptop* (`<site>/<group>` of clients) all
    operators that use it; a *server* (`<site>/<group>`, or the user name) the account of its group, a certificate
    and the signing key that all servers share; a *broker* what passes, and all accounts in its files, wherever else
    they are known and a firewall lets its host through; a *link* the password of a bridge user; a *password* that of
    any other account, alone. *anybody* holds nothing, where brokers ask for nothing.

    `certificate` is whether it holds a client certificate of the network's authority, `signs_as` whose requests it
    can sign, `signs_replies` whether it can sign as a server.
    """

    kind: AssetKind
    name: str
    accounts: tuple[Account, ...]
    certificate: bool = False
    signs_as: tuple[str, ...] = ()
    signs_replies: bool = False

    def __str__(self) -> str:
        return f"{self.kind} {self.name}" if self.name else self.kind

    @property
    def controls(self) -> tuple[str, ...]:
        """The brokers that the thief runs."""
        return tuple(account.broker for account in self.accounts if account.user is None)


def subjects(access: AccessMap) -> tuple[Subject, ...]:
    """Everything that can be stolen in a network, by kind, in the order of its files."""
    return tuple(_subjects(access))


def subject(access: AccessMap, who: str) -> Subject:
    """The subject that a reader means by `alice`, `alice.noc`, `operator alice` or `password alice`.

    Without a kind the first of operator, laptop, server, broker, link and password that has the name is meant; an
    operator may go without the site. Raises LookupError, with the known names, where none or several fit.
    """
    first, _, rest = who.strip().replace(":", " ", 1).partition(" ")
    kind, name = (first, rest.strip()) if first in get_args(AssetKind) else (None, who.strip())
    known = [one for one in subjects(access) if kind in (None, one.kind)]
    exact = [one for one in known if one.name == name]
    short = [one for one in known if one.kind == "operator" and name and one.name.partition(".")[0] == name]
    for fitting in (short, exact) if len(short) == 1 else (exact, short):
        if fitting and (len(fitting) == 1 or fitting[0].kind != fitting[1].kind):
            return fitting[0]
    if exact or short:
        raise LookupError(f"{who} may be any of: {', '.join(map(str, exact or short))}.")
    raise LookupError(f'nothing here is called "{who}". Known: {", ".join(map(str, known)) or "none"}.')


def _subjects(access: AccessMap) -> Iterator[Subject]:
    at = _known_at(access)
    links = _links(access, at)
    if access.inventory is None:
        yield from _by_rights(access, at)
    else:
        yield from _by_inventory(access)
    for name, broker in access.brokers.items():
        elsewhere = {
            Account(user, other): None
            for user in (*(user.username for user in broker.users), *_dialing_users(access, name))
            for other in at.get(user, ())
            if other != name and access.firewalls.lets_through(name, other)
        }
        yield Subject("broker", name, (Account(None, name), *elsewhere), certificate=broker.ssl_context is not None)
    for user, ends in links.items():
        yield Subject("link", user, tuple(Account(user, broker) for broker in ends))
    for user, brokers in at.items():
        if user not in links:
            yield Subject("password", user, tuple(Account(user, broker) for broker in brokers))
    open_to_all = tuple(
        Account("", name)
        for name, broker in access.brokers.items()
        if broker.authentication is None or broker.authentication.anonymous_groups is not None
    )
    if open_to_all:
        yield Subject("anybody", "", open_to_all)


def _known_at(access: AccessMap) -> dict[str, tuple[str, ...]]:
    """For each user the brokers that know it."""
    found: dict[str, dict[str, None]] = {}
    for name, broker in access.brokers.items():
        for user in broker.users:
            if resolved(user.username):
                found.setdefault(user.username, {})[name] = None
    return {user: tuple(brokers) for user, brokers in found.items()}


def _dialing_users(access: AccessMap, broker: str) -> Iterator[str]:
    for connector in access.brokers[broker].network_connectors:
        yield from (user for user in (connector.user_name, connector.remote_user_name) if user is not None)


def _links(access: AccessMap, at: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """For each bridge user the brokers at which it can log in: all that know it, and both ends of its bridges."""
    found: dict[str, dict[str, None]] = {}
    for bridge in access.bridges:
        local, remote = bridge.connector.user_name, bridge.connector.remote_user_name
        far = bridge.receiver if bridge.dialing == bridge.sender else bridge.sender
        for user, end in ((local, bridge.dialing), (remote or local, far)):
            if user is not None and resolved(user):
                broker = access.brokers[end]
                unknown = broker.authentication is not None and not broker.authentication.users_known
                places = (*at.get(user, ()), *((end,) if unknown else ()))
                found.setdefault(user, {}).update(dict.fromkeys(places))
    return {user: tuple(brokers) for user, brokers in found.items()}


def _by_inventory(access: AccessMap) -> Iterator[Subject]:
    assert access.inventory is not None
    certificate = access.inventory.client_security == "mtls"
    held: dict[str, dict[Account, None]] = {}
    for clients in access.inventory.client_groups:
        for operator in clients.operators:
            accounts = (Account(operator.name, broker) for broker in clients.brokers)
            held.setdefault(operator.identity, {}).update(dict.fromkeys(accounts))
    for identity, found in held.items():
        yield Subject("operator", identity, tuple(found), certificate, signs_as=(identity,))
    for clients in access.inventory.client_groups:
        names = tuple(operator.identity for operator in clients.operators)
        found = {account: None for name in names for account in held[name]}
        if names:
            yield Subject("laptop", f"{clients.site}/{clients.name}", tuple(found), certificate, signs_as=names)
    for servers in access.inventory.server_groups:
        own = tuple(Account(servers.user, broker) for broker in servers.brokers)
        yield Subject("server", f"{servers.site}/{servers.name}", own, certificate, signs_replies=True)


def _by_rights(access: AccessMap, at: dict[str, tuple[str, ...]]) -> Iterator[Subject]:
    for role in ("operator", "server"):
        for user, brokers in at.items():
            accounts = tuple(Account(user, broker) for broker in brokers)
            names = access.identities.operators_at if role == "operator" else access.identities.servers_at
            if any(user in names(broker, collective) for broker in brokers for collective in access.collectives):
                yield (
                    Subject("operator", user, accounts, certificate=True, signs_as=(user,))
                    if role == "operator"
                    else Subject("server", user, accounts, certificate=True, signs_replies=True)
                )

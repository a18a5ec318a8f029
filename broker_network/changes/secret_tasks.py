"""Passwords, keys and certificates: made before something needs them, and deleted when nothing does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from broker_network.network import Broker, ClientGroup, Operator
from broker_network.network.index import NetworkIndex
from broker_network.network.placement import BROKER_SECRETS, placeholders
from broker_network.network.tunnels import tunnels

from .member_tasks import client_settings, key_file, obeyed, site_secrets
from .tasks import Task

PLACE = "secrets/"
"""Where `make-secrets` keeps what it makes."""

MAKE = "./make-secrets"
CREDENTIALS = "credentials.properties"


class SecretTasks(NamedTuple):
    """What to do before the brokers change, and after."""

    making: tuple[Task, ...]
    cleaning: tuple[Task, ...]


def secret_tasks(then: NetworkIndex, now: NetworkIndex) -> SecretTasks:
    """Run `make-secrets` if it makes something, and at the end delete what nobody uses any more."""
    unfit = tuple(_unfit(then, now))
    keys = tuple(_keys_gone(then, now))
    detail = tuple(f"move away {path}: {why}" for path, why in unfit)
    runs = ((MAKE,) if unfit or _made(then, now) else ()) + tuple(_certificates(then, now))
    gone = tuple(_gone(then, now))
    lines = tuple(
        f"delete {', '.join(lines)} in {BROKER_SECRETS.copy(CREDENTIALS, broker=broker).source}"
        for broker, lines in forgotten(then, now).items()
    )
    return SecretTasks(
        (Task("secrets", PLACE, detail, deletes=keys, commands=runs),) if runs or keys else (),
        (Task("secrets", PLACE, lines, deletes=gone),) if lines or gone else (),
    )


def learned(then: NetworkIndex, now: NetworkIndex) -> dict[str, tuple[str, ...]]:
    """For each broker of both networks, the lines that its `credentials.properties` gets."""
    return _lines(then.brokers, now.brokers)


def forgotten(then: NetworkIndex, now: NetworkIndex) -> dict[str, tuple[str, ...]]:
    """For each broker of both networks, the lines that its `credentials.properties` no longer needs."""
    return _lines(now.brokers, then.brokers)


def _lines(few: Mapping[str, Broker], many: Mapping[str, Broker]) -> dict[str, tuple[str, ...]]:
    found = {}
    for name, broker in many.items():
        if name in few:
            known = set(placeholders(few[name]))
            lines = tuple(key for key in placeholders(broker) if key not in known)
            if lines:
                found[name] = lines
    return found


def renamed(then: NetworkIndex, now: NetworkIndex) -> tuple[str, ...]:
    """The brokers whose certificate no longer names all of their hosts."""
    return tuple(
        name
        for name, broker in now.brokers.items()
        if broker.ssl_context
        and name in then.brokers
        and then.brokers[name].ssl_context
        and not set(now.host_names(name)) <= set(then.host_names(name))
    )


STORES = ("broker.p12", "trust.p12")
_STORED = tuple(f"conf/{store}" for store in STORES)


def without_tls(then: NetworkIndex, now: NetworkIndex) -> tuple[str, ...]:
    """The brokers that no longer need a key store."""
    return tuple(
        name
        for name, broker in now.brokers.items()
        if name in then.brokers and then.brokers[name].ssl_context and not broker.ssl_context
    )


def _unfit(then: NetworkIndex, now: NetworkIndex) -> Iterator[tuple[str, str]]:
    """What `make-secrets` made for the old network and must make again: it overwrites nothing by itself."""
    for name in renamed(then, now):
        why = "the broker's hosts have new names"
        yield f"secrets/brokers/{name}/cert.pem", why
        yield BROKER_SECRETS.copy("broker.p12", broker=name).source, why
    old = _operators(then)
    for identity, (group, operator) in _operators(now).items():
        if identity in old and client_settings(*old[identity], then) != client_settings(group, operator, now):
            for file in ("client.cfg", "plugin.d/activemq.cfg"):
                yield f"secrets/operators/{identity}/{file}", "the connections or collectives of its group change"
    for site in obeyed(now.inventory):
        if site in obeyed(then.inventory) and site_secrets(site, then) != site_secrets(site, now):
            yield f"secrets/servers/{site}/plugin.d/activemq.cfg", "the connections of the site's servers change"


def _made(then: NetworkIndex, now: NetworkIndex) -> bool:
    """Whether `make-secrets` makes anything that it has not made for the old network."""
    sites = obeyed(then.inventory)
    return bool(
        learned(then, now)
        or set(now.brokers) - set(then.brokers)
        or set(_operators(now)) - set(_operators(then))
        or any(set(names) - set(sites.get(site, ())) for site, names in obeyed(now.inventory).items())
        or set(obeyed(now.inventory)) - set(sites)
        or set(_ends(now)) - set(_ends(then))
        or (now.inventory.client_security == "mtls" and then.inventory.client_security != "mtls")
    )


def _certificates(then: NetworkIndex, now: NetworkIndex) -> Iterator[str]:
    """Certificates for managed servers that had none."""
    if now.inventory.client_security != "mtls":
        return
    plain = then.inventory.client_security != "mtls"
    counts = {(group.site, group.name): group.count for group in then.inventory.server_groups}
    for group in now.inventory.server_groups:
        known = 0 if plain else counts.get((group.site, group.name), 0)
        if group.count > known:
            yield f"{MAKE} host NAME ...      # {group.count - known} servers of {group.site}/{group.name}"


def _keys_gone(then: NetworkIndex, now: NetworkIndex) -> Iterator[str]:
    """Keys that must not be obeyed: they would be copied again with the rest of the site's folder."""
    old, new = obeyed(then.inventory), obeyed(now.inventory)
    for site, names in old.items():
        yield from (
            f"secrets/servers/{site}/{key_file(name)}" for name in names if site in new and name not in new[site]
        )


def _gone(then: NetworkIndex, now: NetworkIndex) -> Iterator[str]:
    """Secrets that belong to nobody. Somebody new with the same name would get the old password or key."""
    yield from (f"secrets/brokers/{name}/" for name in _missing(then.brokers, now.brokers))
    yield from (f"secrets/brokers/{name}/{file}" for name in without_tls(then, now) for file in ("cert.pem", *_STORED))
    yield from (f"secrets/ipsec/{name}/" for name in _missing(_ends(then), _ends(now)))
    old, new = _operators(then), _operators(now)
    yield from (f"secrets/operators/{identity}/" for identity in _missing(old, new))
    names = [dict.fromkeys(operator.name for _, operator in found.values()) for found in (old, new)]
    yield from (f"secrets/signing/operators/{name}/" for name in _missing(*names))
    yield from (f"secrets/servers/{site}/" for site in _missing(obeyed(then.inventory), obeyed(now.inventory)))
    users = [dict.fromkeys(user.username for one in of.brokers.values() for user in one.users) for of in (then, now)]
    yield from (f"secrets/passwords/{user}" for user in _missing(*users))


def _missing(old: Iterable[str], new: Iterable[str]) -> tuple[str, ...]:
    here = set(new)
    return tuple(name for name in old if name not in here)


def _operators(index: NetworkIndex) -> dict[str, tuple[ClientGroup, Operator]]:
    """Each operator by identity, with the first group of the site, whose settings the operator has."""
    found: dict[str, tuple[ClientGroup, Operator]] = {}
    for group in index.inventory.client_groups:
        for operator in group.operators:
            found.setdefault(operator.identity, (group, operator))
    return found


def _ends(index: NetworkIndex) -> tuple[str, ...]:
    """The hosts at the end of a tunnel."""
    return tuple(host.name for host in index.inventory.hosts if tunnels(host, index))

"""Keys of operators, and the files of clients and servers."""

from __future__ import annotations

from collections.abc import Iterator

from broker_network.network import ClientGroup, Inventory, Operator, ServerGroup
from broker_network.network.index import NetworkIndex
from broker_network.network.placement import (
    OPERATOR_SECRETS,
    RESTART_MCOLLECTIVE,
    RUBY_ON_SERVERS,
    RUBY_ON_TERMINALS,
    SERVER_CERTIFICATE,
    SERVER_FILES,
    SERVER_SECRETS,
    Copy,
)

from .tasks import Task


def obeyed(inventory: Inventory) -> dict[str, dict[str, None]]:
    """For each site with servers, the operators whose keys they have: those who command a collective of the site."""
    found: dict[str, dict[str, None]] = {}
    for site in inventory.sites:
        if site.server_groups:
            here = {collective for group in site.server_groups for collective in group.collectives}
            named = (
                operator.name
                for group in inventory.client_groups
                for operator in group.operators
                if here & set(operator.collectives)
            )
            found[site.name] = dict.fromkeys(named)
    return found


def key_file(operator: str) -> str:
    """Where the key of an operator is, below the secrets of a site's servers."""
    return f"ssl/clients/{operator}.pem"


def keys_gone(then: NetworkIndex, now: NetworkIndex) -> Iterator[Task]:
    """Keys that servers must no longer have."""
    old, new = obeyed(then.inventory), obeyed(now.inventory)
    for site in new:
        gone = [name for name in old.get(site, ()) if name not in new[site]]
        if gone:
            yield Task(
                "keys",
                site,
                tuple(f"delete the public key of {name}" for name in gone),
                deletes=tuple(SERVER_SECRETS.copy(key_file(name), site=site).target for name in gone),
            )


def keys_new(then: NetworkIndex, now: NetworkIndex) -> Iterator[Task]:
    """Keys that servers get. The servers of a new site get them with all their files."""
    old, new = obeyed(then.inventory), obeyed(now.inventory)
    for site in new:
        came = [name for name in new[site] if site in old and name not in old[site]]
        if came:
            copies = [SERVER_SECRETS.copy(key_file(name), site=site) for name in came]
            yield Task(
                "keys",
                site,
                tuple(f"install the public key of {name}" for name in came),
                tuple(copies),
            )


def member_tasks(then: NetworkIndex, now: NetworkIndex) -> Iterator[Task]:
    """What changes for each group of clients and of servers."""
    old_clients = {(one.site, one.name): one for one in then.inventory.client_groups}
    for client in now.inventory.client_groups:
        yield from _clients(old_clients.pop((client.site, client.name), None), client, then, now)
    yield from (_ended("clients", site, name) for site, name in old_clients)
    old_servers = {(one.site, one.name): one for one in then.inventory.server_groups}
    for server in now.inventory.server_groups:
        yield from _servers(old_servers.pop((server.site, server.name), None), server, then, now)
    yield from (_ended("servers", site, name) for site, name in old_servers)


def _ended(kind: str, site: str, name: str) -> Task:
    return Task("members", f"{kind}/{site}/{name}", ("stop what runs here: this group no longer exists",))


def _clients(was: ClientGroup | None, group: ClientGroup, then: NetworkIndex, now: NetworkIndex) -> Iterator[Task]:
    place = f"clients/{group.site}/{group.name}"
    old = {} if was is None else {one.identity: one for one in was.operators}
    copies = [] if was else [RUBY_ON_TERMINALS.copy()]
    detail = [] if was else ["install all files of this new group"]
    for operator in group.operators:
        before = old.pop(operator.identity, None)
        if was is None or before is None:
            detail += [f"install the files of {operator.name}"] if was else []
        elif client_settings(was, before, then) != client_settings(group, operator, now):
            detail.append(f"install client.cfg of {operator.name} and restart programs that use it")
        else:
            continue
        copies.append(OPERATOR_SECRETS.copy(operator=operator.name, site=group.site))
    detail += [f"delete the files of {one.name}" for one in old.values()]
    deletes = tuple(OPERATOR_SECRETS.copy(operator=one.name, site=group.site).target for one in old.values())
    if detail or deletes:
        yield Task("members", place, tuple(detail), tuple(copies), deletes)


def _servers(was: ServerGroup | None, group: ServerGroup, then: NetworkIndex, now: NetworkIndex) -> Iterator[Task]:
    place = f"servers/{group.site}/{group.name}"
    names = {"site": group.site, "group": group.name}
    tls = now.inventory.client_security == "mtls"
    certificate = [SERVER_CERTIFICATE.copy()] if tls else []
    everything = [SERVER_FILES.copy(**names), RUBY_ON_SERVERS.copy(), SERVER_SECRETS.copy(**names), *certificate]
    if was is None:
        whole = "install all files of this new group"
        yield Task("members", place, (whole,), tuple(everything), commands=(RESTART_MCOLLECTIVE,))
        return
    detail, copies = [], list[Copy]()
    if server_settings(was, then) != server_settings(group, now):
        detail.append("install server.cfg and restart MCollective")
        copies.append(SERVER_FILES.copy("server.cfg", **names))
    if site_secrets(group.site, then) != site_secrets(group.site, now):
        detail.append("install the secrets that make-secrets made for this site")
        copies.append(SERVER_SECRETS.copy(**names))
        copies += certificate if then.inventory.client_security != now.inventory.client_security else []
    restarted = bool(copies)
    for file, differs in (("facts.yaml", was.facts != group.facts), ("classes.txt", was.classes != group.classes)):
        if differs:
            detail.append(f"install {file}")
            copies.append(SERVER_FILES.copy(file, **names))
    commands = (RESTART_MCOLLECTIVE,) if restarted else ()
    if group.count < was.count:
        detail.append(f"stop {was.count - group.count} of these servers")
    if detail:
        yield Task("members", place, tuple(detail), tuple(copies), commands=commands)
    if group.count > was.count:
        more = f"install all files of this group on {group.count - was.count} more"
        yield Task("members", place, (more,), tuple(everything), commands=(RESTART_MCOLLECTIVE,))


def client_settings(group: ClientGroup, operator: Operator, index: NetworkIndex) -> tuple[object, ...]:
    """Everything that determines the files of one operator."""
    return (index.pool(group), group.collectives, operator.collectives, index.inventory.client_security)


def server_settings(group: ServerGroup, index: NetworkIndex) -> tuple[object, ...]:
    """Everything that determines the `server.cfg` of a group."""
    return (index.pool(group), group.collectives, group.user, index.inventory.client_security)


def site_secrets(site: str, index: NetworkIndex) -> tuple[object, ...]:
    """Everything that determines the secrets of a site's servers, except the keys of operators."""
    groups = [group for group in index.inventory.server_groups if group.site == site]
    return (max((len(index.pool(group)) for group in groups), default=0), index.inventory.client_security)

"""Names that are made from the topology's: users, groups and files must be as distinct as what they stand for."""

from __future__ import annotations

from broker_network.network.names import (
    PREFIXES,
    RESERVED,
    bridge_user,
    operators_group,
    servers_group,
    servers_user,
)

from ..wording import code, listed
from ..yaml_source import Path
from .checked_topology import View


def check(view: View) -> None:
    """Report names that could be taken for one another."""
    _sites_and_brokers(view)
    _reserved(view)
    _operators(view)
    _generated(view)
    _connectors(view)
    _pools(view)
    _twice_in_a_site(view)


def _sites_and_brokers(view: View) -> None:
    for site, name, _ in view.brokers():
        other = view.topology.sites.get(name)
        if other is not None and not (name == site and len(other.brokers) == 1):
            view.add_at_key(
                ("sites", site, "brokers", name),
                f"{code(name)} is the name of a site too, at {view.key_mark(('sites', name))}; "
                f"a link could not tell them apart: call the broker {code(name[:38] + '-1')}",
            )


def _reserved(view: View) -> None:
    """Names that the plan uses itself: whoever had one would have the rights of what it stands for."""
    named: list[tuple[str, str, Path]] = [("a site", name, ("sites", name)) for name in view.topology.sites]
    named += [("a collective", name, ("collectives", index)) for index, name in enumerate(view.topology.collectives)]
    named += [("an operator", name, path) for path, _, name, _, _ in view.operators()]
    for whose, name, path in named:
        if name in RESERVED:
            view.add_at_key(path, f"{whose} cannot be called {code(name)}: that {RESERVED[name]}; choose another name")


def _operators(view: View) -> None:
    groups = {made(name) for name in view.topology.collectives for made in (servers_group, operators_group)}
    for path, _, name, _, _ in view.operators():
        if prefix := next((one for one in PREFIXES if name.startswith(one)), None):
            view.add_at_key(
                path,
                f"an operator cannot be called {code(name)}: names that begin with {code(prefix)} are users of "
                f"{PREFIXES[prefix]}; choose another name",
            )
        elif name in groups:
            view.add_at_key(
                path, f"an operator cannot be called {code(name)}: that is a group of users; choose another name"
            )


def _generated(view: View) -> None:
    """Two links, or a link or site and a collective, whose users and groups would have one name."""
    taken: dict[str, tuple[Path, str]] = {}
    for index, name in enumerate(view.topology.collectives):
        for role, group in (("servers", servers_group(name)), ("operators", operators_group(name))):
            taken[group] = (("collectives", index), f"the {role} of collective {code(name)}")
    users: list[tuple[str, Path, str]] = []
    for name, site in view.topology.sites.items():
        if site.servers:
            users.append((servers_user(name), ("sites", name), f"the servers of site {code(name)}"))
    for index, link in enumerate(view.topology.links):
        dialing, listening = view.linked(link.dialing), view.linked(link.listening)
        if len(users) + len(dialing) * len(listening) > 100_000:
            break
        for one in dialing:
            for other in listening:
                users.append((bridge_user(one, other), ("links", index), f"the link from {code(one)} to {code(other)}"))
    for user, path, meaning in users:
        first, other_meaning = taken.setdefault(user, (path, meaning))
        if other_meaning != meaning:
            view.add_at_key(
                path,
                f"{meaning} and {other_meaning} at {view.mark(first)} would both be called {code(user)}; "
                "rename a broker, site or collective",
            )


def _connectors(view: View) -> None:
    """A one-way link has connectors in the other direction too, which may bear the name of another link's.

    Where two links of one direction share a name, so do their users, which `_generated` reports.
    """
    if all(link.duplex for link in view.topology.links):
        return
    taken: dict[str, tuple[tuple[str, str], bool, int]] = {}
    for index, link in enumerate(view.topology.links):
        dialing, listening = view.linked(link.dialing), view.linked(link.listening)
        if len(taken) + len(dialing) * len(listening) > 100_000:
            break
        pairs = [(one, other, False) for one in dialing for other in listening]
        pairs += [] if link.duplex else [(other, one, True) for one, other, _ in pairs]
        for one, other, is_back in pairs:
            pair, was_back, first = taken.setdefault(f"{one}-{other}", ((one, other), is_back, index))
            if pair != (one, other) and (is_back or was_back):
                view.add(
                    ("links", index),
                    f"connectors from {code(one)} to {code(other)} and from {code(pair[0])} to {code(pair[1])}, of the "
                    f"link at {view.mark(('links', first))}, would both be called {code(f'{one}-{other}-topics')}; "
                    "rename a broker",
                )


def _pools(view: View) -> None:
    """`brokers` of a group names brokers of its own site."""
    groups = [(path, site, group.brokers) for path, site, _, group in view.client_groups()]
    groups += [(path, site, group.brokers) for path, site, _, group in view.server_groups()]
    for path, site, brokers in groups:
        here = view.names.sites[site]
        for index, name in enumerate(brokers or ()):
            if name in here:
                continue
            at: Path = (*path, "brokers", index)
            if name in view.names.brokers:
                view.add(
                    at,
                    f"broker {code(name)} is in site {code(view.names.brokers[name])}; "
                    f"a group connects to brokers of its own site: {listed(here)}",
                )
            else:
                view.add(
                    at, f"there is no broker {code(name)} in site {code(site)}; {view.mend(name, here, 'there is')}"
                )


def _twice_in_a_site(view: View) -> None:
    """An operator has one configuration in a site, so all groups with this operator connect alike."""
    first: dict[tuple[str, str], tuple[Path, tuple[str, ...]]] = {}
    for path, site, name, group, _ in view.operators():
        pool = group.brokers or tuple(view.topology.sites[site].brokers)
        earlier, other = first.setdefault((site, name), (path, pool))
        if other != pool:
            view.add_at_key(
                path,
                f"operator {code(name)} is at {view.mark(earlier)} too, with other `brokers`; "
                f"there is one configuration for {code(f'{name}.{site}')}: give both groups the same",
            )

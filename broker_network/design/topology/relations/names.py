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

from ..phrases import code, listed
from ..yaml_tree import KeyPath
from .checked_topology import CheckedTopology


def check(checked: CheckedTopology) -> None:
    """Report names that could be taken for one another."""
    _sites_and_brokers(checked)
    _reserved(checked)
    _operators(checked)
    _generated(checked)
    _connectors(checked)
    _pools(checked)
    _twice_in_a_site(checked)


def _sites_and_brokers(checked: CheckedTopology) -> None:
    for site, name, _ in checked.brokers():
        other = checked.topology.sites.get(name)
        if other is not None and not (name == site and len(other.brokers) == 1):
            checked.add_at_key(
                ("sites", site, "brokers", name),
                f"{code(name)} is the name of a site too, at {checked.key_mark(('sites', name))}; "
                f"a link could not tell them apart: call the broker {code(name[:38] + '-1')}",
            )


def _reserved(checked: CheckedTopology) -> None:
    """Names that the plan uses itself: whoever had one would have the rights of what it stands for."""
    named: list[tuple[str, str, KeyPath]] = [("a site", name, ("sites", name)) for name in checked.topology.sites]
    named += [("a collective", name, ("collectives", index)) for index, name in enumerate(checked.topology.collectives)]
    named += [("an operator", name, path) for path, _, name, _, _ in checked.operators()]
    for whose, name, path in named:
        if name in RESERVED:
            checked.add_at_key(
                path, f"{whose} cannot be called {code(name)}: that {RESERVED[name]}; choose another name"
            )


def _operators(checked: CheckedTopology) -> None:
    groups = {made(name) for name in checked.topology.collectives for made in (servers_group, operators_group)}
    for path, _, name, _, _ in checked.operators():
        if prefix := next((one for one in PREFIXES if name.startswith(one)), None):
            checked.add_at_key(
                path,
                f"an operator cannot be called {code(name)}: names that begin with {code(prefix)} are users of "
                f"{PREFIXES[prefix]}; choose another name",
            )
        elif name in groups:
            checked.add_at_key(
                path, f"an operator cannot be called {code(name)}: that is a group of users; choose another name"
            )


def _generated(checked: CheckedTopology) -> None:
    """Two links, or a link or site and a collective, whose users and groups would have one name."""
    taken: dict[str, tuple[KeyPath, str]] = {}
    for index, name in enumerate(checked.topology.collectives):
        for role, group in (("servers", servers_group(name)), ("operators", operators_group(name))):
            taken[group] = (("collectives", index), f"the {role} of collective {code(name)}")
    users: list[tuple[str, KeyPath, str]] = []
    for name, site in checked.topology.sites.items():
        if site.servers:
            users.append((servers_user(name), ("sites", name), f"the servers of site {code(name)}"))
    for index, link in enumerate(checked.topology.links):
        dialing, listening = checked.linked(link.dialing), checked.linked(link.listening)
        if len(users) + len(dialing) * len(listening) > 100_000:
            break
        for one in dialing:
            for other in listening:
                users.append((bridge_user(one, other), ("links", index), f"the link from {code(one)} to {code(other)}"))
    for user, path, meaning in users:
        first, other_meaning = taken.setdefault(user, (path, meaning))
        if other_meaning != meaning:
            checked.add_at_key(
                path,
                f"{meaning} and {other_meaning} at {checked.mark(first)} would both be called {code(user)}; "
                "rename a broker, site or collective",
            )


def _connectors(checked: CheckedTopology) -> None:
    """A one-way link has connectors in the other direction too, which may bear the name of another link's.

    Where two links of one direction share a name, so do their users, which `_generated` reports.
    """
    if all(link.duplex for link in checked.topology.links):
        return
    taken: dict[str, tuple[tuple[str, str], bool, int]] = {}
    for index, link in enumerate(checked.topology.links):
        dialing, listening = checked.linked(link.dialing), checked.linked(link.listening)
        if len(taken) + len(dialing) * len(listening) > 100_000:
            break
        pairs = [(one, other, False) for one in dialing for other in listening]
        pairs += [] if link.duplex else [(other, one, True) for one, other, _ in pairs]
        for one, other, is_back in pairs:
            pair, was_back, first = taken.setdefault(f"{one}-{other}", ((one, other), is_back, index))
            if pair != (one, other) and (is_back or was_back):
                checked.add(
                    ("links", index),
                    f"connectors from {code(one)} to {code(other)} and from {code(pair[0])} to {code(pair[1])}, of the "
                    f"link at {checked.mark(('links', first))}, would both be called {code(f'{one}-{other}-topics')}; "
                    "rename a broker",
                )


def _pools(checked: CheckedTopology) -> None:
    """`brokers` of a group names brokers of its own site."""
    groups = [(path, site, group.brokers) for path, site, _, group in checked.client_groups()]
    groups += [(path, site, group.brokers) for path, site, _, group in checked.server_groups()]
    for path, site, brokers in groups:
        here = checked.names.sites[site]
        for index, name in enumerate(brokers or ()):
            if name in here:
                continue
            at: KeyPath = (*path, "brokers", index)
            if name in checked.names.brokers:
                checked.add(
                    at,
                    f"broker {code(name)} is in site {code(checked.names.brokers[name])}; "
                    f"a group connects to brokers of its own site: {listed(here)}",
                )
            else:
                how = checked.suggestion(name, here, "there is")
                checked.add_absent(at, f"there is no broker {code(name)} in site {code(site)}; {how}")


def _twice_in_a_site(checked: CheckedTopology) -> None:
    """An operator has one configuration in a site, so all groups with this operator connect alike."""
    first: dict[tuple[str, str], tuple[KeyPath, tuple[str, ...]]] = {}
    for path, site, name, group, _ in checked.operators():
        pool = group.brokers or tuple(checked.topology.sites[site].brokers)
        earlier, other = first.setdefault((site, name), (path, pool))
        if other != pool:
            checked.add_at_key(
                path,
                f"operator {code(name)} is at {checked.mark(earlier)} too, with other `brokers`; "
                f"there is one configuration for {code(f'{name}.{site}')}: give both groups the same",
            )

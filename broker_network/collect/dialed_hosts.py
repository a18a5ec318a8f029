"""Whom a dialed host belongs to, as far as the files tell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

from broker_network.mcollective.read import DEFAULT_PORT, Member
from broker_network.network import Broker, resolved

from .broker_places import ADDRESS, Known, is_this_machine, telling

FILE = "hosts.properties"
"""A file of lines `dialed.host.name = brokerName`, or `host\\:port = brokerName` where a machine runs several."""

_POOL_HOST = re.compile(r"plugin\.(?:activemq|stomp)\.pool\.(\w+)\.host")
_NUMERIC = re.compile(r"[0-9.]+|.*:.*")


def hosts(
    brokers: Sequence[Broker],
    places: Sequence[Known],
    pairs: Container[str],
    tables: Sequence[tuple[str, Mapping[str, str]]],
    members: Iterable[Member],
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The broker's name for each dialed `host`, or `host:port`, in lower case; and what is wrong with the tables.

    `places` tells what names each of `brokers`, `pairs` are the names of a primary and its standby, `tables` are files
    of the name `FILE`. The tables win, then the folder's name, the host a listener is bound to, and the broker's name.
    A host that may be several brokers' is told by the port they listen on, else left out, and so is a name that
    brokers share which are not a pair.
    """
    found, notes = _tabled(brokers, tables)
    asked = set(_dialed(brokers))
    search = _Search(telling(brokers, places, pairs), {host for host, _ in asked})
    local_only = all(is_this_machine(host) for host, _ in asked)
    asked.update(_pools(members))
    for host, port in sorted(asked):
        if host in found or f"{host}:{port}" in found:
            continue
        if is_this_machine(host):
            candidates = search.all if local_only and len(search.all) > 1 else []
            by_port = True
        else:
            candidates = search.candidates(host)
            by_port = len({one.name for one in candidates}) > 1
        names = {one.name for one in candidates if not by_port or port in one.ports}
        if len(names) == 1:
            found[f"{host}:{port}" if by_port else host] = names.pop()
    return found, notes


def _tabled(
    brokers: Sequence[Broker], tables: Sequence[tuple[str, Mapping[str, str]]]
) -> tuple[dict[str, str], tuple[str, ...]]:
    by_name = {broker.name.lower(): broker.name for broker in brokers}
    given: dict[str, set[str]] = defaultdict(set)
    notes = []
    for file, entries in tables:
        absent = sorted({name for name in entries.values() if name.strip().lower() not in by_name})
        if absent:
            notes.append(f"{file}: names brokers that were not read: {', '.join(absent)}.")
        for host, name in entries.items():
            given[host.strip().lower()].add(name.strip().lower())
    contradicted = sorted(host for host, names in given.items() if len(names) > 1)
    if contradicted:
        files = ", ".join(file for file, _ in tables)
        notes.append(f"{files}: name different brokers for {', '.join(contradicted)}.")
    found = {host: by_name.get(next(iter(names)), "") for host, names in given.items() if len(names) == 1}
    return {host: name for host, name in found.items() if name}, tuple(notes)


class _Search:
    """Brokers by whatever may name their hosts."""

    def __init__(self, known: Sequence[Known], dialed: Iterable[str]) -> None:
        self.all = known
        self._folders = _index((one.folder, one) for one in known)
        self._listeners = _index((host, one) for one in known for host in one.hosts)
        self._names = _index((one.name.lower(), one) for one in known)
        self._folder_labels = _index((_label(one.folder), one) for one in known)
        self._name_labels = _index((_label(one.name.lower()), one) for one in known)
        self._full: dict[str, set[str]] = defaultdict(set)
        for host in dialed:
            if "." in host and not _NUMERIC.fullmatch(host):
                self._full[host.partition(".")[0]].add(host)

    def candidates(self, host: str) -> Sequence[Known]:
        """The brokers that a host may belong to, by the strongest sign there is."""
        label = _label(host)
        for found in (
            self._folders.get(host),
            self._listeners.get(host),
            self._by_label(self._folder_labels, host, label, lambda one: one.folder or ""),
            self._names.get(host),
            self._by_label(self._name_labels, host, label, lambda one: one.name.lower()),
        ):
            if found:
                return found
        return ()

    def _by_label(
        self, index: Mapping[str, list[Known]], host: str, label: str | None, name: Callable[[Known], str]
    ) -> list[Known]:
        """Those whose name is the first part of the host, or the other way round; none where hosts share that part."""
        if label is None or len(self._full.get(label, ())) > 1:
            return []
        return [one for one in index.get(label, ()) if "." not in host or "." not in name(one)]


def _index(pairs: Iterable[tuple[str | None, Known]]) -> dict[str, list[Known]]:
    found: dict[str, list[Known]] = defaultdict(list)
    for key, one in pairs:
        if key:
            found[key].append(one)
    return found


def _label(host: str | None) -> str | None:
    """The first part of a host's name; None for an address."""
    return None if host is None or _NUMERIC.fullmatch(host) else host.partition(".")[0]


def _dialed(brokers: Iterable[Broker]) -> Iterator[tuple[str, int]]:
    for broker in brokers:
        for connector in broker.network_connectors:
            for host, port in ADDRESS.findall(connector.uri):
                yield host.strip("[]").lower(), int(port)


def _pools(members: Iterable[Member]) -> Iterator[tuple[str, int]]:
    """The hosts and ports in MCollective's files."""
    for member in members:
        for setting in member.settings:
            match = _POOL_HOST.fullmatch(setting.key)
            if match and resolved(setting.value):
                port = member.get(setting.key.removesuffix("host") + "port") or str(DEFAULT_PORT)
                yield setting.value.lower(), int(port) if re.fullmatch("[0-9]{1,5}", port) else 0

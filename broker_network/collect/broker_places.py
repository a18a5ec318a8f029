"""What names each broker: its own name, its folder, the hosts and ports that it listens on."""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

from broker_network.network import Broker, resolved
from broker_network.network.loopback import is_any, is_loopback

ADDRESS = re.compile(r"(?<=\w)://(\[[0-9A-Fa-f:.]+\]|[^\s:/?,()\[\]{}$#]+):([0-9]{1,5})(?![0-9])")
_GENERAL = re.compile(
    r"\.*|conf|config|etc|(?:apache-)?activemq(?:-[0-9.]+)?|amq|brokers?|instances(?:-enabled|-available)?|main|current"
    r"|default|files|templates|src|resources|opt|home"
)
"""Names of folders that say nothing about the broker inside."""


@dataclass(frozen=True, slots=True)
class Known:
    """What names a broker: its own name, the folder it was read from, the hosts and ports it listens on."""

    name: str
    folder: str | None
    hosts: frozenset[str]
    ports: frozenset[int]


def named_by_place(
    brokers: Sequence[tuple[Broker, str]], tables: Sequence[tuple[str, Mapping[str, str]]] = ()
) -> tuple[list[tuple[Broker, str]], list[Known]]:
    """The same, where a broker that its file does not name has the name that its place gives it, and their places.

    A placeholder, an expression, the host or a managed service names it. `tables`, files of lines `host = brokerName`,
    say what the broker of a folder or of a listener's host is called; else it is called as its folder. It stays without
    a name where no folder of its own tells it, or where the folder's name is that of another broker.
    """
    places = places_of(brokers)
    tabled = _tabled(tables)
    names = [
        broker.name if resolved(broker.name) else _of_tables(place, tabled) or place.folder
        for (broker, _), place in zip(brokers, places, strict=True)
    ]
    taken = Counter(name.lower() for name in names if name)
    named = list(brokers)
    for number, ((broker, file), place, name) in enumerate(zip(brokers, places, names, strict=True)):
        if name and name != broker.name and (taken[name.lower()] == 1 or name == _of_tables(place, tabled)):
            named[number] = (replace(broker, name=name), file)
            places[number] = replace(place, name=name)
    return named, places


def _tabled(tables: Sequence[tuple[str, Mapping[str, str]]]) -> dict[str, str]:
    """The one name that tables give to each host, in lower case."""
    given: dict[str, set[str]] = defaultdict(set)
    for _, entries in tables:
        for host, name in entries.items():
            given[host.strip().lower()].add(name.strip())
    return {host: next(iter(names)) for host, names in given.items() if len(names) == 1}


def _of_tables(place: Known, tabled: Mapping[str, str]) -> str | None:
    """The name that tables give to a broker by its folder, or by the hosts that its listeners are bound to."""
    if place.folder is not None and place.folder in tabled:
        return tabled[place.folder]
    found = {tabled[host] for host in place.hosts if host in tabled}
    return found.pop() if len(found) == 1 else None


def is_this_machine(host: str) -> bool:
    """Whether a host of a URI is the machine itself, whichever that is."""
    return is_loopback(host) or is_any(host)


def places_of(brokers: Sequence[tuple[Broker, str]]) -> list[Known]:
    """What names each of these brokers, which come with the files that they were read from."""
    in_folder: dict[str, int] = defaultdict(int)
    for _, file in brokers:
        in_folder[posixpath.dirname(file)] += 1
    return [_known(broker, folder, in_folder[folder] == 1) for broker, folder in _folders(brokers)]


def _folders(brokers: Sequence[tuple[Broker, str]]) -> list[tuple[Broker, str]]:
    return [(broker, posixpath.dirname(file)) for broker, file in brokers]


def telling(brokers: Sequence[Broker], places: Sequence[Known], pairs: Container[str]) -> list[Known]:
    """The places of the brokers whose name is known, and is that of no other broker but a standby."""
    named: dict[str, int] = defaultdict(int)
    for broker in brokers:
        named[broker.name.lower()] += 1
    return [
        place
        for broker, place in zip(brokers, places, strict=True)
        if resolved(broker.name) and (named[broker.name.lower()] == 1 or broker.name in pairs)
    ]


def _known(broker: Broker, folder: str, alone: bool) -> Known:
    addresses = [
        (host.strip("[]").lower(), int(port))
        for listener in broker.transport_connectors
        for host, port in ADDRESS.findall(listener.uri)
    ]
    return Known(
        broker.name,
        _telling(folder) if alone else None,
        frozenset(host for host, _ in addresses if not is_this_machine(host)),
        frozenset(port for _, port in addresses),
    )


def _telling(folder: str) -> str | None:
    """The nearest folder above a file whose name is not that of any broker's folder."""
    return next((part for part in reversed(folder.lower().split("/")) if not _GENERAL.fullmatch(part)), None)

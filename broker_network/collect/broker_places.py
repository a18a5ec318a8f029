"""What names each broker: its own name, its folder, the hosts and ports that it listens on."""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Container, Sequence
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


def named_by_place(brokers: Sequence[tuple[Broker, str]]) -> list[tuple[Broker, str]]:
    """The same, where a broker that its file does not name has the name of its folder.

    A placeholder, an expression, the host or a managed service names it. It stays without a name where no folder of its
    own tells it, or where the folder's name is that of another broker.
    """
    taken = Counter(broker.name.lower() for broker, _ in brokers if resolved(broker.name))
    places = places_of(brokers)
    taken.update(
        place.folder
        for (broker, _), place in zip(brokers, places, strict=True)
        if place.folder and not resolved(broker.name)
    )
    return [
        (replace(broker, name=place.folder), file)
        if place.folder and not resolved(broker.name) and taken[place.folder] == 1
        else (broker, file)
        for (broker, file), place in zip(brokers, places, strict=True)
    ]


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

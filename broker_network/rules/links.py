"""Who dials whom, gathered once for all rules about links, with what the files leave open."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from broker_network.mcollective.destinations import reply
from broker_network.network import (
    Broker,
    Destination,
    NetworkConnector,
    TransportUri,
    Unknown,
    addresses,
    parse,
    queue,
    resolved,
)
from broker_network.routes import Bridge, permits

TCP = frozenset({"tcp", "nio", "ssl", "nio+ssl", "auto", "auto+nio", "auto+ssl", "auto+nio+ssl"})
"""Schemes of OpenWire over a socket of its own."""


@dataclass(frozen=True, slots=True)
class Dial:
    """One address that a connector of `broker` dials; `uri` and `target` are None where the files do not tell."""

    broker: Broker
    connector: NetworkConnector
    text: str
    uri: TransportUri | None
    target: Broker | None


class Links:
    """The links of a network.

    `dials` are all addresses of all connectors, in the order of the files. `between` holds the bridges by sender and
    receiver, `peers` the brokers that each broker is linked to, whoever dials. `dialed` are the names of the brokers
    that some connector of another broker dials. `position` is that of a broker among the files. `shared` are the
    names that several brokers have, `ambiguous` those of them that cannot be a primary and its standby.

    `open` are the brokers of which the files do not tell all links: those that dial an unknown address or have an
    ambiguous name; `unknown_dials` tells whether there is such an address at all. `reaches_open` are these and all
    whose messages can get to them.
    """

    def __init__(
        self, brokers: Iterable[Broker], bridges: Iterable[Bridge], target: Callable[[TransportUri], Broker | None]
    ) -> None:
        brokers = tuple(brokers)
        self.dials: list[Dial] = []
        self._of: dict[int, list[Dial]] = {}
        named: dict[str, list[Broker]] = {}
        for broker in brokers:
            named.setdefault(broker.name, []).append(broker)
        self.shared = {name for name, same in named.items() if len(same) > 1}
        self.ambiguous = {name for name in self.shared if not are_a_pair(named[name])}
        self.open = set(self.ambiguous)
        self.position = {broker.name: position for position, broker in reversed(list(enumerate(brokers)))}
        self.unknown_dials = False
        for broker in brokers:
            for connector in broker.network_connectors:
                self._dial(broker, connector, target)
        self.dialed = {one.target.name for one in self.dials if one.target and one.target.name != one.broker.name}
        self.between: dict[tuple[str, str], list[Bridge]] = {}
        self.peers: dict[str, dict[str, None]] = {}
        entering: dict[str, list[str]] = {}
        for bridge in bridges:
            if bridge.sender == bridge.receiver:
                continue
            self.between.setdefault((bridge.sender, bridge.receiver), []).append(bridge)
            self.peers.setdefault(bridge.sender, {})[bridge.receiver] = None
            self.peers.setdefault(bridge.receiver, {})[bridge.sender] = None
            entering.setdefault(bridge.receiver, []).append(bridge.sender)
        self.reaches_open = _closure(self.open, entering)
        self._named = {
            name.strip().partition(".")[0]
            for broker in brokers
            for connector in broker.network_connectors
            for pattern in lists(connector)
            for name in pattern.physical_name.split(",")
        }
        self._for_any: list[Bridge] = []
        self._for_one: dict[str, list[Bridge]] = {}
        for between in self.between.values():
            for bridge in between:
                collectives = _collectives_named(bridge.connector)
                if collectives is None:
                    self._for_any.append(bridge)
                for name in collectives or ():
                    self._for_one.setdefault(name, []).append(bridge)

    def names(self, collective: str) -> bool:
        """Whether some connector's filters name a collective; all others are treated alike."""
        return collective in self._named

    def carrying(self, collective: str) -> list[Bridge]:
        """The bridges whose filters do not rule out a collective from the start; what crosses is still to be asked."""
        return [*self._for_any, *self._for_one.get(collective, ())]

    @cached_property
    def circles(self) -> Mapping[str, int]:
        """How many brokers are joined together, by each of them, where their links form a circle and all are known."""
        parts = _parts(self.peers)
        size: dict[str, int] = {}
        joins: dict[str, int] = {}
        unknown = {parts[one] for one in self.open if one in parts}
        for name, part in parts.items():
            size[part] = size.get(part, 0) + 1
            joins[part] = joins.get(part, 0) + len(self.peers[name])
        # Every link is counted from both of its brokers. Without a circle there is one fewer than brokers.
        return {
            name: size[part] for name, part in parts.items() if part not in unknown and joins[part] // 2 >= size[part]
        }

    def of(self, connector: NetworkConnector) -> list[Dial]:
        """What a connector of this network dials, in the order of its URI."""
        return self._of.get(id(connector), [])

    def _dial(
        self, broker: Broker, connector: NetworkConnector, target: Callable[[TransportUri], Broker | None]
    ) -> None:
        try:
            texts = addresses(connector.uri)
        except ValueError:
            texts = ()
        if not texts:
            self.open.add(broker.name)
            self.unknown_dials = True
        found = []
        for text in texts:
            uri = _parsed(text)
            found.append(Dial(broker, connector, text, uri, target(uri) if uri else None))
        self.dials.extend(found)
        self._of[id(connector)] = found
        known = [one.target.name for one in found if one.target]
        # Of a primary and its standby one is enough: both are the same broker.
        if len(known) < (1 if connector.uri.startswith("masterslave:") else len(found)):
            self.open.add(broker.name)
            self.unknown_dials = True
        if isinstance(connector.duplex, Unknown):
            self.open.update((broker.name, *known))


_LOOPBACK = re.compile(r"localhost(?:\..*)?|127\.[0-9.]+|::1")


def is_loopback(host: str) -> bool:
    """Whether a host is the machine itself, whichever that is."""
    return _LOOPBACK.fullmatch(host) is not None


def are_a_pair(brokers: list[Broker]) -> bool:
    """Whether brokers of one name may be a primary and its standby: they are configured alike and keep a store.

    Whoever connects is served by the one or the other, so both have the same users. Both say where the store is: the
    one that a broker has by itself is its own.
    """
    first = brokers[0]
    return all(
        one.network_connectors == first.network_connectors
        and one.persistence == first.persistence
        and one.users == first.users
        and one.persistence is not None
        and one.persistent is not False
        for one in brokers
    )


def _parts(peers: Mapping[str, Mapping[str, None]]) -> dict[str, str]:
    """For each linked broker the first of those that it is joined with."""
    found: dict[str, str] = {}
    for start in peers:
        if start in found:
            continue
        found[start] = start
        waiting = deque([start])
        while waiting:
            for other in peers.get(waiting.popleft(), ()):
                if other not in found:
                    found[other] = start
                    waiting.append(other)
    return found


def resolved_uri(text: str) -> TransportUri | None:
    """What a listener or an address says; None where that is not known, or no URI."""
    return _parsed(text) if resolved(text) else None


def _parsed(text: str) -> TransportUri | None:
    try:
        return parse(text)
    except ValueError:
        return None


def _closure(start: Iterable[str], entering: Mapping[str, list[str]]) -> set[str]:
    found = set(start)
    waiting = deque(found)
    while waiting:
        for sender in entering.get(waiting.popleft(), ()):
            if sender not in found:
                found.add(sender)
                waiting.append(sender)
    return found


def lists(connector: NetworkConnector) -> tuple[Destination, ...]:
    """All patterns of a connector's filters."""
    return (
        *connector.excluded_destinations,
        *connector.dynamically_included_destinations,
        *connector.statically_included_destinations,
    )


def filters_resolved(connector: NetworkConnector) -> bool:
    """Whether a connector's filters hold no placeholder, so that what crosses is known."""
    return all(resolved(pattern.physical_name) for pattern in lists(connector)) and (
        connector.destination_filter is None or resolved(connector.destination_filter)
    )


def told_apart(connectors: Iterable[NetworkConnector], collectives: tuple[str, ...]) -> tuple[str, ...]:
    """Of all collectives those that these connectors' filters name, and one that stands for all they do not name.

    So that a rule need not ask every connector about every collective.
    """
    named: dict[str, None] = {}
    for connector in connectors:
        for pattern in lists(connector):
            for name in pattern.physical_name.split(","):
                named[name.strip().partition(".")[0]] = None
    known = set(collectives)
    other = next((name for name in collectives if name not in named), None)
    return (*(name for name in named if name in known), *(() if other is None else (other,)))


def _collectives_named(connector: NetworkConnector) -> tuple[str, ...] | None:
    """The first parts of what a connector includes; None where it includes more than such names tell."""
    included = (*connector.dynamically_included_destinations, *connector.statically_included_destinations)
    first = dict.fromkeys(
        name.strip().partition(".")[0] for pattern in included for name in pattern.physical_name.split(",")
    )
    general = not connector.dynamically_included_destinations or not {"*", ">"}.isdisjoint(first)
    return None if general or not all(resolved(name) for name in first) else tuple(first)


def carries_replies(connector: NetworkConnector, collective: str) -> bool:
    """Whether a connector's filters let some reply queue of a collective across, be it that of one operator."""
    every = queue(f"{collective}.reply.>")
    tried = [reply(collective, "client.site")]
    for pattern in (*connector.dynamically_included_destinations, *connector.statically_included_destinations):
        if pattern.overlaps(every):
            tried.extend(one for one in examples_of(pattern) if every.matches(one))
    return any(permits(connector, one) for one in tried)


def examples_of(pattern: Destination) -> tuple[Destination, ...]:
    """A destination for each pattern that a comma separates: one that it selects."""
    return tuple(
        Destination(
            pattern.kind,
            ".".join({"*": "x", ">": "x.1"}.get(part, part) for part in name.strip().split(".")),
        )
        for name in pattern.physical_name.split(",")
    )


def covers(wide: Destination, narrow: Destination) -> bool:
    """Whether one pattern selects all that another selects; both may be composite. Never wrong when true."""
    return wide.kind == narrow.kind and all(
        any(_covers(one.strip().split("."), other.strip().split(".")) for one in wide.physical_name.split(","))
        for other in narrow.physical_name.split(",")
    )


def _covers(wide: list[str], narrow: list[str]) -> bool:
    for position, part in enumerate(wide):
        if part == ">":
            return True
        if position >= len(narrow) or narrow[position] == ">":
            return False
        if part not in ("*", narrow[position]):
            return False
    return len(wide) == len(narrow)


UNLIMITED = 1 << 30


def ttl(value: int) -> int:
    """A TTL, where less than zero means that there is no limit."""
    return UNLIMITED if value < 0 else value


def consumer_ttl(connector: NetworkConnector) -> int | Unknown | None:
    """How far subscriptions go, as written: networkTTL wins. Less than zero is without limit, None is not written."""
    return connector.consumer_ttl if connector.network_ttl is None else connector.network_ttl


def ttl_attribute(connector: NetworkConnector, preferred: str) -> str:
    """The attribute that holds: networkTTL wins over both others, whatever their order (seen on 5.17.2)."""
    return "networkTTL" if connector.network_ttl is not None else preferred

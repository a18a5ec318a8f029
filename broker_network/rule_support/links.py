"""Who dials whom, collected once for all rules about links, with what the files leave open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from broker_network.graph import distances, parts, walk
from broker_network.network import Broker, NetworkConnector, TransportUri, Unknown, alternatives, resolved
from broker_network.routes import Bridge

from .addresses import parsed_uri
from .connectors import first_parts, lists


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
    names that several brokers have, `ambiguous` those of them that are not a primary and its standby.

    `open` are the brokers of which the files do not tell all links: those that dial an unknown address or have an
    ambiguous name; `unknown_dials` tells whether there is such an address at all. `reaches_open` are these and all
    whose messages can get to them.
    """

    def __init__(
        self,
        brokers: Iterable[Broker],
        bridges: Iterable[Bridge],
        target: Callable[[TransportUri], Broker | None],
        pairs: Collection[str] = (),
    ) -> None:
        brokers = tuple(brokers)
        self.dials: list[Dial] = []
        self._alike: dict[int, dict[frozenset[str], list[NetworkConnector]]] = {}
        self._of: dict[int, list[Dial]] = {}
        counted = Counter(broker.name for broker in brokers)
        self.shared = {name for name, count in counted.items() if count > 1}
        self.ambiguous = self.shared.difference(pairs)
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
        self.reaches_open = set(walk(self.open, lambda name: entering.get(name, ())))
        self._named = {
            name
            for broker in brokers
            for connector in broker.network_connectors
            for name in first_parts(lists(connector))
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
        return {
            name: len(part)
            for part in parts(self.peers)
            if self.open.isdisjoint(part)
            # Every link is counted from both of its brokers. Without a circle there is one fewer than brokers.
            and sum(len(self.peers[one]) for one in part) // 2 >= len(part)
            for name in part
        }

    @cached_property
    def farthest(self) -> Mapping[str, int]:
        """For each broker the links of the longest way among those joined with it, where there is no circle.

        Only where all links are known. In a tree, whoever is farthest from any broker is an end of a longest way.
        """
        found: dict[str, int] = {}
        for part in parts(self.peers):
            if not self.open.isdisjoint(part) or part[0] in self.circles:
                continue
            end = next(reversed(distances(part[0], self.peers.__getitem__)))
            found.update(dict.fromkeys(part, max(distances(end, self.peers.__getitem__).values())))
        return found

    def of(self, connector: NetworkConnector) -> list[Dial]:
        """What a connector of this network dials, in the order of its URI."""
        return self._of.get(id(connector), [])

    def alike(self, broker: Broker, connector: NetworkConnector) -> list[NetworkConnector]:
        """The connectors of a broker of this network that dial the same addresses, itself among them; none without any.

        They are looked up by the addresses: a hub may have thousands of connectors.
        """
        if id(broker) not in self._alike:
            found: dict[frozenset[str], list[NetworkConnector]] = {}
            for one in broker.network_connectors:
                found.setdefault(frozenset(dial.text for dial in self.of(one)), []).append(one)
            self._alike[id(broker)] = found
        dialed = frozenset(dial.text for dial in self.of(connector))
        return self._alike[id(broker)][dialed] if dialed else []

    def _dial(
        self, broker: Broker, connector: NetworkConnector, target: Callable[[TransportUri], Broker | None]
    ) -> None:
        try:
            groups = alternatives(connector.uri)
        except ValueError:
            groups = ()
        if not any(groups):
            self.open.add(broker.name)
            self.unknown_dials = True
        found: list[Dial] = []
        for group in groups:
            here = [
                Dial(broker, connector, text, uri, target(uri) if uri else None)
                for text in group
                for uri in (parsed_uri(text),)
            ]
            found += here
            # Of a primary and its standby one is enough: both are the same broker.
            if not any(one.target for one in here):
                self.open.add(broker.name)
                self.unknown_dials = True
        self.dials.extend(found)
        self._of[id(connector)] = found
        known = [one.target.name for one in found if one.target]
        if isinstance(connector.duplex, Unknown):
            self.open.update((broker.name, *known))


def _collectives_named(connector: NetworkConnector) -> tuple[str, ...] | None:
    """The first parts of what a connector includes; None where it includes more than such names tell."""
    included = (*connector.dynamically_included_destinations, *connector.statically_included_destinations)
    first = dict.fromkeys(first_parts(included))
    general = not connector.dynamically_included_destinations or not {"*", ">"}.isdisjoint(first)
    return None if general or not all(resolved(name) for name in first) else tuple(first)

"""Who reaches whom: whether a message between two brokers is delivered, how often, and over which bridges.

Filters and TTL decide, and what the accounts of bridges may do. What a network does depends on more than its files: on
where servers are, for their subscriptions draw messages, and on the order in which they subscribed. Where an answer
hangs on that it is "sometimes"; where it hangs on a placeholder it is "unknown".
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from broker_network.mcollective.destinations import UNNAMED_CLIENT, Message, broadcast, directed, reply
from broker_network.network import Broker, Destination, Network

from .arrivals import Arrival, Delivery, Reach, Why
from .bridge_directions import BridgeDirection
from .bridges import Declared, Doubt, Elsewhere, survey
from .interpretations import Interpretation, interpretations
from .interpreted import Interpreted
from .permissions import RightsIndex, carries
from .server_places import SUBSCRIBERS, ServerPlaces, Servers


@dataclass(frozen=True, slots=True)
class _Closed:
    """By their `id` the bridges whose accounts may not take a destination across, and those of which it is not told."""

    denied: frozenset[int] = frozenset()
    untold: frozenset[int] = frozenset()


_NONE = _Closed()


class Routing:
    """A network, asked who reaches whom. Answers are kept, so that asking for all pairs costs little more than one.

    `hosts` tells whom a connector dials. `servers` says for each collective how many servers there are at which
    broker, where that is known; else what is said holds wherever they are, and `subscribers` of them at each broker
    are thought of.
    `decreases` is the default of `decreaseNetworkConsumerPriority` in the release (true since 5.18.0); None where
    the release is not known. `rights` may be shared by routings that have brokers in common.
    """

    def __init__(
        self,
        network: Network,
        hosts: Mapping[str, str],
        *,
        servers: Servers | None = None,
        subscribers: int = SUBSCRIBERS,
        decreases: bool | None = None,
        rights: RightsIndex | None = None,
    ) -> None:
        """Survey the network's bridges."""
        self.network = network
        self.hosts = hosts
        self.decreases = decreases
        self.rights = rights or RightsIndex()
        self.brokers: dict[str, Broker] = {}
        self._clashing: set[str] = set()
        for broker in network.brokers:
            if broker.name in self.brokers:
                self._clashing.add(broker.name)
            self.brokers.setdefault(broker.name, broker)
        self.places = ServerPlaces(self.brokers, servers, subscribers)
        surveyed = tuple(survey(network, hosts))
        self.declared = tuple(one for one in surveyed if isinstance(one, Declared))
        self.elsewhere = tuple(one for one in surveyed if isinstance(one, Elsewhere))
        self.interpretations = interpretations(network, self.declared, decreases)
        self._extremes: tuple[Interpretation, ...] | None = None
        self._interpreted: dict[tuple[int, frozenset[int]], Interpreted] = {}
        self._closed: dict[Destination, _Closed] = {}

    def reach(self, client: str, server: str, collective: str, identity: str = UNNAMED_CLIENT) -> Reach:
        """How clients at one broker and servers at another get on; raise KeyError when there is no such broker."""
        return Reach(
            broadcast=self.arrival("broadcast", client, server, broadcast(collective)),
            directed=self.arrival("directed", client, server, directed(collective)),
            reply=self.arrival("reply", server, client, reply(collective, identity)),
        )

    def arrival(self, message: Message, sender: str, receiver: str, destination: Destination) -> Arrival:
        """What becomes of a message that somebody at `sender` sends to subscribers at `receiver`.

        Raises KeyError when there is no such broker.
        """
        closed = self._closed_to(destination)
        found = self._arrival(message, sender, receiver, destination, closed)
        if found.delivery is Delivery.NEVER and closed.denied:
            links = self.by_links(message, sender, receiver, destination)
            if links.delivery is not Delivery.NEVER:
                return replace(found, why=(Why.DENIED,))
        return found

    def by_links(self, message: Message, sender: str, receiver: str, destination: Destination) -> Arrival:
        """What becomes of it by filters and TTL alone, whatever the accounts of bridges may do."""
        return self._arrival(message, sender, receiver, destination, _NONE)

    @property
    def directions(self) -> tuple[BridgeDirection, ...]:
        """Every bridge that there may be, with the most that its attributes may let through."""
        return self.interpretations[-1].directions

    def changed(self, network: Network) -> Routing:
        """The same questions about another network."""
        places = self.places
        return Routing(
            network,
            self.hosts,
            servers=places.servers,
            subscribers=places.subscribers,
            decreases=self.decreases,
            rights=self.rights,
        )

    def _arrival(
        self, message: Message, sender: str, receiver: str, destination: Destination, closed: _Closed
    ) -> Arrival:
        for name in (sender, receiver):
            if name not in self.brokers:
                raise KeyError(name)
        if sender == receiver and sender in self._clashing:
            return Arrival(Delivery.UNKNOWN, why=(Why.FILES,))
        asked = self._asked(closed)
        found = [one.arrival(message, sender, receiver, destination) for one in asked]
        if len({one.delivery for one in found}) > 1:
            return self._undecided(asked, found, sender, receiver, closed)
        answer = found[-1]
        if answer.delivery is Delivery.NEVER:
            over = asked[-1].elsewhere(sender, receiver, destination, self.elsewhere) if self.elsewhere else ()
            return Arrival(Delivery.UNKNOWN, why=(Why.FILES,), elsewhere=over) if over else answer
        most, least = max(one.copies for one in found), min(one.fewest for one in found)
        why = dict.fromkeys(reason for one in found for reason in one.why)
        return replace(answer, copies=most, fewest=least, why=tuple(why))

    def _closed_to(self, destination: Destination) -> _Closed:
        """The bridges that filters open and accounts may close."""
        if destination not in self._closed:
            answers = [
                (id(one.bridge), carries(one.bridge, self.brokers, destination, self.rights))
                for one in self.directions
                if one.admits(destination)
            ]
            self._closed[destination] = _Closed(
                frozenset(bridge for bridge, answer in answers if answer is False),
                frozenset(bridge for bridge, answer in answers if answer is None),
            )
        return self._closed[destination]

    def _asked(self, closed: _Closed) -> list[Interpreted]:
        """The interpretations to ask, that with the most last: what surely is lacks what accounts may close."""
        if closed.untold and self._extremes is None:
            self._extremes = interpretations(self.network, self.declared, self.decreases, extremes=True)
        asked = (self._extremes or ()) if closed.untold else self.interpretations
        return [
            self._interpretation(one, closed.denied if one.possible else closed.denied | closed.untold) for one in asked
        ]

    def _interpretation(self, interpretation: Interpretation, left_out: frozenset[int]) -> Interpreted:
        key = (id(interpretation), left_out)
        if key not in self._interpreted:
            self._interpreted[key] = Interpreted(self.places, interpretation.without(left_out))
        return self._interpreted[key]

    def _undecided(
        self, asked: Collection[Interpreted], found: list[Arrival], sender: str, receiver: str, closed: _Closed
    ) -> Arrival:
        best = max(found, key=lambda one: one.copies)
        doubts: dict[Doubt, None] = {}
        for one in asked:
            for direction in one.doubtful(sender, receiver):
                doubts.update(dict.fromkeys(direction.doubts))
        most = {one.delivery for one, of in zip(found, asked, strict=True) if of.interpretation.possible}
        why = [Why.FILES] if doubts else []
        if closed.untold and len(most) == 1:
            why.append(Why.UNTOLD)
        return replace(
            best, delivery=Delivery.UNKNOWN, fewest=0, why=tuple(why) or (Why.RELEASE,), doubts=tuple(doubts)
        )

"""What becomes of messages of every kind under one interpretation of the files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from broker_network.mcollective.destinations import Message
from broker_network.network import Destination

from .arrivals import Arrival, Delivery, Why
from .bridge_directions import BridgeDirection
from .bridges import Elsewhere, effective_ttl
from .broadcasts import Broadcasts
from .demand_subscriptions import DemandSubscriptions
from .directed_requests import DirectedRequests
from .interpretations import Interpretation
from .messages import routes, ways
from .queued import on_queue
from .server_places import ServerPlaces
from .subscriptions import Subscribers


class Interpreted:
    """One interpretation, and what was found out about it."""

    def __init__(self, places: ServerPlaces, interpretation: Interpretation) -> None:
        """Ask nothing yet."""
        self.interpretation = interpretation
        self._demand = DemandSubscriptions(interpretation)
        self._broadcasts = Broadcasts(places, self._demand)
        self._directed = DirectedRequests(places, self._demand)
        self._places = places

    def arrival(self, message: Message, sender: str, receiver: str, destination: Destination) -> Arrival:
        """What becomes of a message from one broker to subscribers at another."""
        if message == "broadcast":
            return self._broadcasts.arrival(sender, receiver, destination)
        first = _on_queue(self._demand, self._directed, message, sender, receiver, destination)
        others = [_on_queue(*heard, message, sender, receiver, destination) for heard in self._in_other_orders]
        if all(first.delivery is other.delivery for other in others):
            return first
        better = next(one for one in (*others, first) if one.route is not None)
        return replace(better, delivery=Delivery.SOMETIMES, why=(*better.why, Why.ORDER))

    @cached_property
    def _in_other_orders(self) -> tuple[tuple[DemandSubscriptions, DirectedRequests], ...]:
        """What is held when bridges hear of subscriptions in other orders; none where the order does not matter."""
        if not any(one.suppress_queues for one in self.interpretation.directions):
            return ()
        orders = (self._demand.backward, self._demand.all_of_them)
        return tuple((one, DirectedRequests(self._places, one)) for one in orders)

    # What files leave open

    def doubtful(self, sender: str, receiver: str) -> list[BridgeDirection]:
        """The directions that are in doubt, of those on the way where there are such."""
        doubtful = [one for one in self.interpretation.directions if one.doubts]
        near = {sender, receiver}
        way = routes(sender, lambda broker: self.interpretation.leaving.get(broker, ())).get(receiver, ())
        on_way = [one for one in way if one.doubts]
        return on_way or [one for one in doubtful if near & {one.sender, one.receiver}] or doubtful

    def elsewhere(
        self, sender: str, receiver: str, destination: Destination, connectors: Iterable[Elsewhere]
    ) -> tuple[Elsewhere, ...]:
        """Over which connectors to nobody known a message may get there, within `messageTTL`."""

        def leaving(broker: str) -> Iterator[BridgeDirection]:
            return (one for one in self.interpretation.leaving.get(broker, ()) if one.admits(destination))

        near = routes(sender, leaving)
        away = [one for one in connectors if one.broker in near]
        home = [one for one in connectors if one.connector.duplex is not False and one.connector.duplex is not None]
        if away:
            return tuple(away)
        if found := tuple(one for one in home if receiver in routes(one.broker, leaving)):
            return found
        # In over one of them, and out over another one of the same broker.
        dialing: dict[str, list[Elsewhere]] = {}
        for one in connectors:
            dialing.setdefault(one.broker, []).append(one)
        for one in home:
            for other in dialing[one.broker]:
                if (
                    other.text != one.text
                    and effective_ttl(other.connector.network_ttl, other.connector.message_ttl) != 1
                ):
                    return one, other
        return ()


def _on_queue(
    demand: DemandSubscriptions,
    requests: DirectedRequests,
    message: Message,
    sender: str,
    receiver: str,
    destination: Destination,
) -> Arrival:
    if message == "directed":
        return requests.arrival(sender, receiver, destination)
    held = demand.held(destination, (Subscribers(receiver),))
    return on_queue(ways(sender, receiver, lambda broker: held.at.get(broker, ())), Why.PARKED)

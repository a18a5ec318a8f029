"""What becomes of directed requests under one interpretation: whether bridges keep the selectors of servers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from broker_network.network import Destination

from .arrivals import Arrival, Delivery, Why
from .demand_subscriptions import DemandSubscriptions
from .messages import Ways, routes, ways
from .queued import on_queue
from .server_places import ServerPlaces
from .subscriptions import Held, Subscribers


class DirectedRequests:
    """Directed requests to single servers, of all that are at some places."""

    def __init__(self, places: ServerPlaces, demand: DemandSubscriptions) -> None:
        """Ask nothing yet."""
        self._places = places
        self._demand = demand
        self._interpretation = demand.interpretation
        self._losing: dict[Destination, bool] = {}
        self._unselective: dict[tuple[Destination, tuple[str, ...]], dict[str, list[Held]]] = {}

    def arrival(self, sender: str, receiver: str, destination: Destination) -> Arrival:
        """What becomes of requests from one broker to a server at another."""
        if self._places.servers is not None:
            known = tuple(sorted(self._places.sources(receiver, destination)))
            return self._among(sender, receiver, destination, known)
        alone = self._among(sender, receiver, destination, (receiver,))
        if not self._loses_selectors(destination):
            return alone
        among = self._among(sender, receiver, destination, tuple(sorted(self._places.brokers)))
        if alone.delivery is among.delivery:
            return among
        why = among.why or alone.why or (Why.OTHERS,)
        better = alone if among.route is None else among
        return replace(better, delivery=Delivery.SOMETIMES, why=why, parked=among.parked or alone.parked)

    def _among(self, sender: str, receiver: str, destination: Destination, brokers: tuple[str, ...]) -> Arrival:
        """When there are servers at these brokers."""
        others = self._without_selector(destination, brokers) if self._loses_selectors(destination) else {}
        mine = self._demand.held(destination, (Subscribers(receiver, 1, selective=True),)).at
        found = ways(sender, receiver, lambda broker: (*mine.get(broker, ()), *others.get(broker, ())))
        answers = [on_queue(found, Why.SELECTOR if others else Why.PARKED)]
        for held in self._held_in_orders(receiver, destination, brokers):
            answers.append(on_queue(_ways_over(sender, receiver, held), Why.SELECTOR))
        if len({one.delivery for one in answers}) == 1:
            return answers[0]
        better = next(one for one in answers if one.route is not None)
        parked = next((one.parked for one in answers if one.parked is not None), None)
        return replace(better, delivery=Delivery.SOMETIMES, why=(Why.ORDER,), parked=parked)

    def _held_in_orders(
        self, receiver: str, destination: Destination, brokers: tuple[str, ...]
    ) -> Iterator[Mapping[str, list[Held]]]:
        """What is held for requests to a server at a broker when others have subscribed before it, where that matters.

        It does where a bridge lets the news of its first subscriber stand for those that other bridges bring later:
        `conduitNetworkQueueSubscriptions`.
        """
        if not any(
            one.conduit and one.conduit_network_queues and one.admits(destination)
            for one in self._interpretation.directions
        ):
            return
        far = routes(receiver, lambda broker: self._interpretation.leaving.get(broker, ()))
        others = sorted((one for one in brokers if one != receiver), key=lambda one: len(far.get(one, ())))
        for before in (others, others[::-1]):
            sources = tuple(Subscribers(one, 1, selective=True) for one in (*before, receiver))
            yield {
                at: [one for one in all_held if not one.selective or one.path[0] == receiver]
                for at, all_held in self._demand.held(destination, sources).at.items()
            }

    def _loses_selectors(self, destination: Destination) -> bool:
        if destination not in self._losing:
            conduit = any(one.conduit and one.admits(destination) for one in self._interpretation.directions)
            self._losing[destination] = conduit or bool(self._interpretation.static(destination))
        return self._losing[destination]

    def _without_selector(self, destination: Destination, brokers: tuple[str, ...]) -> dict[str, list[Held]]:
        """What bridges hold for the servers of some brokers without their selectors; the best of each bridge."""
        key = (destination, brokers)
        if key not in self._unselective:
            best: dict[str, dict[tuple[int, bool], Held]] = {}
            for broker in brokers:
                for at, all_held in self._demand.held(
                    destination, (Subscribers(broker, 1, selective=True),)
                ).at.items():
                    for held in all_held:
                        if held.selective:
                            continue
                        kind = (id(held.direction), held.swallows)
                        known = best.setdefault(at, {}).get(kind)
                        if known is None or known.priority < held.priority:
                            best[at][kind] = held
            self._unselective[key] = {at: list(by_direction.values()) for at, by_direction in best.items()}
        return self._unselective[key]


def _ways_over(sender: str, receiver: str, held: Mapping[str, list[Held]]) -> Ways:
    return ways(sender, receiver, lambda broker: held.get(broker, ()))

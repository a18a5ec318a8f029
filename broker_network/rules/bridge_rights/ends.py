"""Who sends and who reads what, at each end of a bridge and behind it."""

from __future__ import annotations

from itertools import islice

from broker_network.mcollective import presence
from broker_network.network import Broker, Destination
from broker_network.routes import Action, Bridge, Rights, permits
from broker_network.routes.accounts import reader, writer
from broker_network.rule_support import Case, usage
from broker_network.rule_support.connectors import filters_resolved

_LARGEST_SEARCH = 64
"""Bridges looked at behind each neighbor, so that a check of many brokers stays linear; beyond is not known."""


class Ends:
    """Who sends and who reads what, at each end of a bridge and behind it, asked about again and again."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.only = case.collectives if len(case.collectives) == 1 and usage.spoken_of(case) else ()
        self._rights = {
            name: case.rights(broker) for name, broker in case.brokers.items() if name not in case.shared_names
        }
        self.bridge_users: dict[str, set[str]] = {broker.name: set() for broker in case.network.brokers}
        self.leaving: dict[str, list[Bridge]] = {}
        self.arriving: dict[str, list[Bridge]] = {}
        for bridge in case.bridges:
            for name, user in ((bridge.sender, reader(bridge)), (bridge.receiver, writer(bridge))):
                if user is not None and name in self.bridge_users:
                    self.bridge_users[name].add(user)
            if filters_resolved(bridge.connector):
                self.leaving.setdefault(bridge.sender, []).append(bridge)
                self.arriving.setdefault(bridge.receiver, []).append(bridge)
        self._collectives: dict[str, tuple[str, ...]] = {}
        self._local: dict[tuple[str, Action, Destination], bool] = {}
        self._branches: dict[tuple[str, Action, Destination], dict[str, int]] = {}

    def rights(self, name: str) -> Rights | None:
        """The rights at a broker; None where it is not known which is meant."""
        return self._rights.get(name)

    def collectives(self, broker: Broker) -> tuple[str, ...]:
        """The collectives that the file itself names, and the only one there is."""
        found = self._collectives.get(broker.name)
        if found is None:
            names = self.case.named_collectives(broker)
            named = presence.collectives_of((), (names,)) if names else ()
            found = self._collectives[broker.name] = tuple(dict.fromkeys((*named, *self.only)))
        return found

    def nearest(self, broker: str, action: Action, destination: Destination, without: str) -> int | None:
        """Bridges between a broker and the nearest where somebody of its own surely has a right; None where none is.

        Who reads is looked for where messages from `broker` go, who writes where messages to it come from; never
        behind the neighbor `without`.
        """
        if self.local(broker, action, destination):
            return 0
        if self.case.links.peers.get(broker, {}).keys() <= {without}:
            return None  # as at every leaf of a star: nothing need be searched
        found = self._branches.get((broker, action, destination))
        if found is None:
            found = self._branches[broker, action, destination] = self._search(broker, action, destination)
        return min((hops for branch, hops in found.items() if branch != without), default=None)

    def local(self, name: str, action: Action, destination: Destination) -> bool:
        """Whether somebody who is no bridge surely has a right at a broker."""
        key = (name, action, destination)
        found = self._local.get(key)
        if found is None:
            rights = self.rights(name)
            found = self._local[key] = (
                rights is not None
                and rights.broker.authorization == "map"
                and any(
                    rights.may(user, action, destination)
                    for user in rights.users
                    if user not in self.bridge_users[name]
                )
            )
        return found

    def _search(self, start: str, action: Action, destination: Destination) -> dict[str, int]:
        """Hops by the neighbor behind which somebody is, two at most."""
        found: dict[str, int] = {}
        for bridge in (self.leaving if action == "read" else self.arriving).get(start, ()):
            neighbor = bridge.receiver if action == "read" else bridge.sender
            if len(found) < 2 and neighbor not in found and neighbor != start:
                hops = self._behind(start, bridge, action, destination)
                if hops is not None:
                    found[neighbor] = hops
        return found

    def _behind(self, start: str, first: Bridge, action: Action, destination: Destination) -> int | None:
        """Hops over this first bridge to somebody with a right.

        A bridge that is number k from `start`, with somebody h away, lets through what has passed h - k brokers: less
        than its consumer TTL for a subscription, than its message TTL for a message.
        """
        forward = action == "read"
        seen = {start}
        layer: list[tuple[Bridge, float]] = [(first, float("inf"))]
        hops, looked_at = 0, 0
        while layer:
            hops += 1
            further: list[tuple[Bridge, float]] = []
            for bridge, limit in layer:
                looked_at += 1
                if looked_at > _LARGEST_SEARCH:
                    return None
                end = bridge.receiver if forward else bridge.sender
                ttl = bridge.sure_consumer_ttl if forward else bridge.sure_message_ttl
                limit = min(limit, float("inf") if ttl < 0 else ttl + hops)
                if end in seen or not self._passes(bridge, forward, destination):
                    continue
                seen.add(end)
                if hops < limit and self.local(end, action, destination):
                    return hops
                if hops + 1 < limit:
                    near = (self.leaving if forward else self.arriving).get(end, ())
                    further += ((one, limit) for one in islice(near, _LARGEST_SEARCH))
            layer = further
        return None

    def _passes(self, bridge: Bridge, subscription: bool, destination: Destination) -> bool:
        """Whether filters and rights surely let a subscription, or a message too, over a bridge."""
        sender, receiver = self.rights(bridge.sender), self.rights(bridge.receiver)
        return (
            sender is not None
            and receiver is not None
            and permits(bridge.connector, destination)
            and sender.may(reader(bridge), "read", destination) is True
            and (subscription or receiver.may(writer(bridge), "write", destination) is True)
        )

"""The one place that decides who reaches whom: what links allow, less what rights, logins and unstable bridges take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice

from broker_network.activemq.releases import Release
from broker_network.activemq.releases.facts import CONSUMER_PRIORITY_DECREASED
from broker_network.collect import Reading
from broker_network.exposure import AccessMap, unstable
from broker_network.mcollective.destinations import MESSAGES, Message
from broker_network.mcollective.read import Member
from broker_network.network import Inventory, Network
from broker_network.routes import (
    Arrival,
    AskedPair,
    Bridge,
    Delivery,
    Denial,
    Route,
    Routing,
    Why,
    denials,
    denied,
    pairs_asked,
    permits,
    routes_from,
    servers_of,
)

from .failures import Failure, without
from .intended import Intended
from .parties import parties_at
from .verdict import Question, Verdict

_REFUSED = Arrival(Delivery.NEVER, why=(Why.ACCOUNT,))


class Reachability:
    """A network, asked for verdicts. Answers are kept, so that asking for all pairs costs little more than one."""

    def __init__(self, access: AccessMap, routing: Routing, *, stable: bool = False) -> None:
        """Take a map and a routing of the same network; `stable` says that no bridge of it can be unstable."""
        self.access = access
        self.routing = routing
        self._stable = stable

    def questions(
        self,
        client: str,
        server: str,
        collective: str,
        client_user: str | None = None,
        server_user: str | None = None,
        messages: Sequence[Message] = MESSAGES,
    ) -> tuple[Question, ...]:
        """What to ask of clients at one broker and servers at another, in the name of whoever is there."""
        parties = parties_at(self.access, client, server, collective, client_user, server_user)
        return tuple(
            Question(message, client, server, collective, parties.identity, parties.client_user, parties.server_user)
            for message in messages
        )

    def pairs(
        self,
        *,
        clients: Sequence[str] = (),
        servers: Sequence[str] = (),
        collectives: Sequence[str] = (),
        most: int | None = None,
    ) -> list[AskedPair]:
        """Who may want to reach whom: where no broker is named, only those who are meant to, else as `pairs_asked`.

        There may be millions: no more than `most` are made.
        """
        access = self.access
        if access.inventory is None and not clients and not servers:
            return list(islice(self.intended.pairs(collectives or access.collectives), most))
        asked = pairs_asked(
            access.network,
            access.inventory,
            access.collectives,
            clients=clients,
            servers=servers,
            collectives=collectives,
        )
        return list(islice(asked, most))

    def not_meant(self, collectives: Sequence[str] = ()) -> int:
        """How many pairs of brokers `pairs` leaves out because nobody is meant to use them; 0 with an inventory."""
        if self.access.inventory is not None:
            return 0
        asked = collectives or self.access.collectives
        intended = self.intended
        meant = sum(len(intended.clients(one)) * len(intended.servers(one)) for one in asked)
        return len(self.access.brokers) ** 2 * len(asked) - meant

    @cached_property
    def intended(self) -> Intended:
        """Which pairs anybody is meant to use."""
        return Intended(self.access)

    def verdict(self, question: Question) -> Verdict:
        """What becomes of a message; raise KeyError when there is no such broker."""
        asked = (question.message, question.sender, question.receiver, question.destination)
        arrival = self.routing.arrival(*asked)
        links = self.routing.by_links(*asked)
        found = Verdict(question, arrival, links)
        own = self._own_denials(question)
        if arrival.delivery is Delivery.NEVER:
            way = links.route if Why.DENIED in arrival.why else None
            return replace(found, denials=(*own, *(self.denials(question, way) if way else ())))
        if own:
            return replace(found, arrival=_REFUSED, denials=own)
        shaky = [
            bridge
            for bridge in self._unstable
            if self._may_cross(bridge, question)
            or (arrival.delivery is not links.delivery and self._may_take_away(bridge, question))
        ]
        if not shaky:
            return found
        return replace(
            found,
            arrival=replace(arrival, delivery=Delivery.UNKNOWN, why=(*arrival.why, Why.UNSTABLE)),
            denials=tuple(dict.fromkeys(one for bridge in shaky for one in self._unstable[bridge])),
            unstable=tuple(shaky),
        )

    def denials(self, question: Question, way: Route) -> tuple[Denial, ...]:
        """What the accounts of bridges lack on a way, whether or not links leave it open."""
        routing, destination = self.routing, question.destination
        found = (denials(bridge, routing.brokers, destination, routing.rights) for bridge in way.bridges)
        return tuple(dict.fromkeys(one for of_bridge in found for one in of_bridge))

    def changed(self, network: Network) -> Reachability:
        """The same questions about another network."""
        return Reachability(replace(self.access, network=network), self.routing.changed(network))

    def without(self, failed: Sequence[Failure]) -> Reachability:
        """The same questions about what is left when some of the network fails.

        A bridge is unstable for somebody who subscribes beyond it. Of fewer brokers and links no other one becomes so.
        """
        if not failed:
            return self
        left = without(self.access.network, self.access.hosts, failed)
        return Reachability(replace(self.access, network=left), self.routing.changed(left), stable=not self._unstable)

    def _own_denials(self, question: Question) -> tuple[Denial, ...]:
        """What the accounts of the client and the server lack."""
        routing, destination = self.routing, question.destination
        found: list[Denial] = []
        if question.sending_user is not None:
            found += denied(
                question.sender, question.sending_user, "write", destination, routing.brokers, routing.rights
            )
        if question.receiving_user is not None:
            found += denied(
                question.receiver, question.receiving_user, "read", destination, routing.brokers, routing.rights
            )
        return tuple(found)

    @cached_property
    def _unstable(self) -> Mapping[Bridge, tuple[Denial, ...]]:
        return {} if self._stable else unstable(self.access)

    def _may_cross(self, bridge: Bridge, question: Question) -> bool:
        """Whether a message may get there over a bridge, without passing either end of it twice."""
        sender, receiver, destination = question.sender, question.receiver, question.destination
        if sender == receiver or not permits(bridge.connector, destination):
            return False
        before = routes_from(sender, self.access.bridges, destination).get(bridge.sender)
        after = routes_from(bridge.receiver, self.access.bridges, destination).get(receiver)
        return (
            before is not None
            and after is not None
            and bridge.receiver not in (sender, *(one.receiver for one in before.bridges))
            and bridge.sender not in (one.receiver for one in after.bridges)
        )

    def _may_take_away(self, bridge: Bridge, question: Question) -> bool:
        """Whether a bridge that cannot deliver any directed requests may take them all the same.

        The routing knows it for denied, so that it holds no subscription; until it is refused to write, it does.
        """
        connector, destination = bridge.connector, question.destination
        lost = any(
            (one.broker, one.action, one.destination) == (bridge.receiver, "write", destination)
            for one in self._unstable[bridge]
        )
        return (
            question.message == "directed"
            and lost
            and connector.conduit_subscriptions is not False
            and permits(connector, destination)
            and bridge.sender in routes_from(question.sender, self.access.bridges, destination)
        )


def reachability(
    network: Network,
    hosts: Mapping[str, str],
    inventory: Inventory | None = None,
    members: tuple[Member, ...] = (),
    *,
    decreases: bool | None = None,
) -> Reachability:
    """A network ready to be asked; `decreases` as in `Routing`.

    With an inventory servers are where it says; else what is said holds wherever they are.
    """
    access = AccessMap(network, hosts, inventory, members)
    servers = servers_of(inventory) if inventory else None
    return Reachability(access, Routing(network, hosts, servers=servers, decreases=decreases, rights=access.rights))


def reachability_of(reading: Reading, release: Release | None) -> Reachability:
    """What was read, ready to be asked; `release` is the one that runs it, where it is known."""
    decreases = CONSUMER_PRIORITY_DECREASED.if_known(release)
    return reachability(reading.running, reading.hosts, reading.inventory, reading.members, decreases=decreases)

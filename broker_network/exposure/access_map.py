"""What a network looks like to somebody who wants to misuse it: who is where, and which messages get where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from broker_network.mcollective.presence import collectives as named_collectives
from broker_network.mcollective.read import Member
from broker_network.network import Broker, Destination, Inventory, Network
from broker_network.routes import Bridge, bridges, permits, routes_from
from broker_network.routes.accounts import reader, writer
from broker_network.routes.permissions import Denial, RightsIndex, carries, denied, logs_in
from broker_network.routes.rights import Action

from .firewalls import Firewalls
from .identities import Identities, Role
from .signatures import Signatures


@dataclass
class _Memo:
    """What an access map was asked before: its network does not change."""

    routes: dict[tuple[str, Destination], dict[str, bool]] = field(default_factory=dict)
    alike: dict[Destination, Destination] = field(default_factory=dict)
    first: dict[tuple[tuple[int, ...], ...], Destination] = field(default_factory=dict)
    crossing: dict[Destination, tuple[tuple[Bridge, ...], tuple[Bridge, ...]]] = field(default_factory=dict)
    lacking: dict[Destination, tuple[tuple[Bridge, tuple[Denial, ...]], ...]] = field(default_factory=dict)
    origins: dict[tuple[str, Destination, str, Role], tuple[dict[str, tuple[str, ...]], bool]] = field(
        default_factory=dict
    )


@dataclass(frozen=True)
class AccessMap:
    """A network, whom its connectors dial, and what else is known of it.

    With an `inventory`, operators are its identities (`alice.noc`) and servers its groups (`dc-a/web`); without one
    both are user names, told apart by their rights. `members` are MCollective's own files, where they were read.
    `rights` may be shared by access maps that have brokers in common.
    """

    network: Network
    hosts: Mapping[str, str]
    inventory: Inventory | None = None
    members: tuple[Member, ...] = ()
    rights: RightsIndex = field(default_factory=RightsIndex, repr=False, compare=False)
    _known: _Memo = field(default_factory=_Memo, init=False, repr=False, compare=False)

    @cached_property
    def brokers(self) -> dict[str, Broker]:
        """The brokers by name; the first of several that share one."""
        found: dict[str, Broker] = {}
        for broker in self.network.brokers:
            found.setdefault(broker.name, broker)
        return found

    @cached_property
    def bridges(self) -> tuple[Bridge, ...]:
        """Every bridge between brokers of the network."""
        return bridges(self.network, self.hosts)

    @cached_property
    def collectives(self) -> tuple[str, ...]:
        """The collectives of the inventory; without one, those that the files name."""
        if self.inventory is None:
            return named_collectives(self.network, self.members)
        of_clients = (name for group in self.inventory.client_groups for name in group.collectives)
        of_servers = (name for group in self.inventory.server_groups for name in group.collectives)
        return tuple(dict.fromkeys((*of_clients, *of_servers)))

    @cached_property
    def bridge_users(self) -> frozenset[str]:
        """The accounts that bridges log in with."""
        return frozenset(
            user
            for broker in self.network.brokers
            for connector in broker.network_connectors
            for user in (connector.user_name, connector.remote_user_name)
            if user is not None
        )

    def sites(self, brokers: tuple[str, ...]) -> tuple[str, ...]:
        """The sites of some brokers, each once; none without an inventory."""
        return tuple(dict.fromkeys(self._sites[broker] for broker in brokers if broker in self._sites))

    @cached_property
    def _sites(self) -> dict[str, str]:
        if self.inventory is None:
            return {}
        return {broker: site.name for site in self.inventory.sites for broker in site.brokers}

    @cached_property
    def identities(self) -> Identities:
        """Who the operators and servers are."""
        return Identities(self.brokers, self.inventory, self.bridge_users, self.rights)

    @cached_property
    def firewalls(self) -> Firewalls:
        """Which ports are guarded."""
        return Firewalls(self.network, self.inventory, self._sites)

    @cached_property
    def signatures(self) -> Signatures:
        """Whose messages servers obey."""
        return Signatures(self.inventory, self.members)

    def routes(self, sender: str, destination: Destination) -> dict[str, bool]:
        """The brokers that messages from a broker get to, itself first, and whether that is certain.

        Filters, TTL and the rights of bridge users decide. It is uncertain where files do not tell those rights.
        """
        alike = self.alike(destination)
        key = (sender, alike)
        if key not in self._known.routes:
            certain, possible = self.crossing(alike)
            sure = routes_from(sender, certain, alike)
            perhaps = sure if certain == possible else routes_from(sender, possible, alike)
            self._known.routes[key] = {broker: broker in sure for broker in perhaps}
        return self._known.routes[key]

    def alike(self, destination: Destination) -> Destination:
        """The first destination asked for that the very same bridges carry: routes to it are routes to this one."""
        if destination not in self._known.alike:
            crossing = tuple(
                tuple(id(bridge) for bridge in bridges if permits(bridge.connector, destination))
                for bridges in self.crossing(destination)
            )
            self._known.alike[destination] = self._known.first.setdefault(crossing, destination)
        return self._known.alike[destination]

    def origins(
        self, broker: str, destination: Destination, collective: str, role: Role
    ) -> tuple[dict[str, tuple[str, ...]], bool]:
        """Who can send to a destination so that it comes to a broker, by their broker; and whether that is certain."""
        key = (broker, self.alike(destination), collective, role)
        if key not in self._known.origins:
            found: dict[str, tuple[str, ...]] = {}
            certain = False
            for origin in self.identities.places(collective, role):
                sure = self.routes(origin, destination).get(broker)
                if sure is not None:
                    found[origin] = self.identities.at(origin, collective, role)
                    certain = certain or sure
            self._known.origins[key] = found, certain
        return self._known.origins[key]

    def allows(self, broker: str, user: str, action: Action, destination: Destination) -> bool | None:
        """Whether a broker lets a user do something; None where its files do not tell. "" is who gives no name."""
        return self.rights.of(self.brokers[broker]).may(user or None, action, destination)

    def crossing(self, destination: Destination) -> tuple[tuple[Bridge, ...], tuple[Bridge, ...]]:
        """The bridges whose accounts may take a destination across, and with those where that is not known."""
        if destination not in self._known.crossing:
            answers = [(bridge, carries(bridge, self.brokers, destination, self.rights)) for bridge in self.bridges]
            self._known.crossing[destination] = (
                tuple(bridge for bridge, answer in answers if answer is True),
                tuple(bridge for bridge, answer in answers if answer is not False),
            )
        return self._known.crossing[destination]

    def lacking(self, destination: Destination) -> tuple[tuple[Bridge, tuple[Denial, ...]], ...]:
        """The bridges that a destination may cross, and that log in, with the rights that they surely lack for it."""
        if destination not in self._known.lacking:
            self._known.lacking[destination] = tuple(
                (bridge, denials)
                for bridge in self.bridges
                if permits(bridge.connector, destination) and (denials := self._denials(bridge, destination))
            )
        return self._known.lacking[destination]

    def _denials(self, bridge: Bridge, destination: Destination) -> tuple[Denial, ...]:
        reading = denied(bridge.sender, reader(bridge), "read", destination, self.brokers, self.rights)
        writing = denied(bridge.receiver, writer(bridge), "write", destination, self.brokers, self.rights)
        found = (*reading, *writing)
        return found if found and logs_in(bridge, self.brokers) is not False else ()

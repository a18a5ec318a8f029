"""What a network looks like to somebody who wants to misuse it: who is where, and which messages get where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from broker_network.mcollective.destinations import broadcast, directed, multiplexed, reply
from broker_network.mcollective.presence import collectives as named_collectives
from broker_network.mcollective.read import Member
from broker_network.network import Broker, Destination, Inventory, Network, resolved
from broker_network.network.index import index_of
from broker_network.network.openings import Opened, Opening, openings_of
from broker_network.routes import Bridge, bridges, permits, routes_from
from broker_network.routes.accounts import reader, writer
from broker_network.routes.permissions import Denial, RightsIndex, carries, denied, logs_in
from broker_network.routes.rights import Action


@dataclass
class _Memo:
    """What an access map was asked before: its network does not change."""

    routes: dict[tuple[str, Destination], dict[str, bool]] = field(default_factory=dict)
    alike: dict[Destination, Destination] = field(default_factory=dict)
    first: dict[tuple[tuple[int, ...], ...], Destination] = field(default_factory=dict)
    crossing: dict[Destination, tuple[tuple[Bridge, ...], tuple[Bridge, ...]]] = field(default_factory=dict)
    lacking: dict[Destination, tuple[tuple[Bridge, tuple[Denial, ...]], ...]] = field(default_factory=dict)
    origins: dict[tuple[str, Destination, str, str], tuple[dict[str, tuple[str, ...]], bool]] = field(
        default_factory=dict
    )
    people: dict[tuple[str, str, str], tuple[str, ...]] = field(default_factory=dict)
    operators: dict[str, tuple[str, ...]] = field(default_factory=dict)


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

    def guarded(self, broker: str, kind: Opened | None = None) -> bool:
        """Whether a firewall guards all ports of a broker, or all of a kind: that takes addresses, and networks."""
        opened = self._openings.get(broker)
        return opened is not None and all(one.sources is not None for one in opened if kind in (None, one.kind))

    def lets_through(self, thief: str, broker: str) -> bool:
        """Whether somebody on the host of a broker gets to a port of another; where no firewall is known, anybody."""
        if not self.guarded(broker):
            return True
        near = self._sites.get(thief) == self._sites.get(broker)
        return any(thief in one.brokers or (near and one.groups) for one in self._openings[broker] if one.kind != "ike")

    def within_tunnels(self, broker: str) -> bool:
        """Whether all that a broker listens to without TLS comes out of IPsec tunnels."""
        return all(
            one.tunneled or one.encrypted for one in self._openings.get(broker, ()) if one.kind in ("openwire", "stomp")
        )

    @cached_property
    def _openings(self) -> dict[str, tuple[Opening, ...]]:
        """What is open on the hosts of each broker; nothing is known of that without an inventory."""
        if self.inventory is None:
            return {}
        index = index_of(self.network, self.inventory)
        return {name: openings_of(name, index) for name in self.brokers if name in self._sites}

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
        self, broker: str, destination: Destination, collective: str, role: Literal["operators", "servers"]
    ) -> tuple[dict[str, tuple[str, ...]], bool]:
        """Who can send to a destination so that it comes to a broker, by their broker; and whether that is certain."""
        key = (broker, self.alike(destination), collective, role)
        if key not in self._known.origins:
            found: dict[str, tuple[str, ...]] = {}
            certain = False
            people = self.operators_at if role == "operators" else self.servers_at
            for origin in self.brokers:
                names = people(origin, collective)
                sure = self.routes(origin, destination).get(broker) if names else None
                if sure is not None:
                    found[origin] = names
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

    def operators_at(self, broker: str, collective: str) -> tuple[str, ...]:
        """Who may send requests of a collective at a broker."""
        return self._of("operators", broker, collective)

    def servers_at(self, broker: str, collective: str) -> tuple[str, ...]:
        """Who hears requests of a collective at a broker."""
        return self._of("servers", broker, collective)

    def operators(self, collective: str) -> tuple[str, ...]:
        """Who may send requests of a collective anywhere."""
        if collective not in self._known.operators:
            named = (name for at in self.brokers for name in self.operators_at(at, collective))
            self._known.operators[collective] = tuple(dict.fromkeys(named))
        return self._known.operators[collective]

    def _of(self, role: str, broker: str, collective: str) -> tuple[str, ...]:
        key = (role, broker, collective)
        if key not in self._known.people:
            if self._planned is not None:
                self._known.people[key] = tuple(self._planned.get(key, ()))
            elif role == "operators":
                self._known.people[key] = self._users(broker, "write", collective)
            else:
                self._known.people[key] = self._users(broker, "read", collective)
        return self._known.people[key]

    @cached_property
    def _planned(self) -> dict[tuple[str, str, str], dict[str, None]] | None:
        if self.inventory is None:
            return None
        found: dict[tuple[str, str, str], dict[str, None]] = {}
        for clients in self.inventory.client_groups:
            for operator in clients.operators:
                for collective in operator.collectives:
                    for broker in clients.brokers:
                        found.setdefault(("operators", broker, collective), {})[operator.identity] = None
        for servers in self.inventory.server_groups:
            for collective in servers.collectives:
                for broker in servers.brokers:
                    found.setdefault(("servers", broker, collective), {})[f"{servers.site}/{servers.name}"] = None
        return found

    def _users(self, name: str, action: Action, collective: str) -> tuple[str, ...]:
        broker = self.brokers[name]
        destinations = (directed(collective), *broadcasts(collective)) if action == "write" else (directed(collective),)
        return tuple(
            user.username
            for user in broker.users
            if user.username not in self.bridge_users
            and resolved(user.username)
            and any(self.allows(name, user.username, action, destination) is True for destination in destinations)
        )

    def identity(self, operator: str) -> str:
        """What MCollective puts into the names of an operator's reply queues.

        Without an inventory an operator is taken to be called like the account.
        """
        return operator if self.inventory is not None else f"{operator}.host"

    def identity_of(self, user: str, broker: str) -> str:
        """The identity of whoever uses an account at a broker."""
        if self.inventory is not None:
            for group in self.inventory.client_groups:
                for operator in group.operators:
                    if operator.name == user and broker in group.brokers:
                        return operator.identity
        return f"{user}.host"

    def account_of(self, somebody: str) -> str:
        """The account of whoever `operators_at` or `servers_at` names."""
        return self._accounts.get(somebody, somebody)

    @cached_property
    def _accounts(self) -> dict[str, str]:
        if self.inventory is None:
            return {}
        operators = {one.identity: one.name for group in self.inventory.client_groups for one in group.operators}
        return operators | {f"{one.site}/{one.name}": one.user for one in self.inventory.server_groups}

    @cached_property
    def signing(self) -> str | None:
        """MCollective's `securityprovider`, where all files that were read agree; `ssl` in planned networks."""
        if self.inventory is not None:
            return "ssl"
        named = {member.get("securityprovider") for member in self.members}
        return next(iter(named)) if len(named) == 1 else None

    def obeyed_at(self, operator: str) -> frozenset[str] | None:
        """The server groups that have an operator's public key; None where that is not known.

        A site's servers share the keys of all who may command any collective of theirs: the signature does not
        cover the collective. (Source: make-secrets; MCollective, lib/mcollective/security/ssl.rb.)
        """
        if self.inventory is None:
            return None
        return self._obeyed.get(operator, frozenset())

    @cached_property
    def _obeyed(self) -> dict[str, frozenset[str]]:
        assert self.inventory is not None
        commanding = {operator.identity: set(operator.collectives) for operator in self.inventory.operators}
        for group in self.inventory.client_groups:
            for operator in group.operators:
                commanding[operator.identity].update(operator.collectives)
        found: dict[str, frozenset[str]] = {}
        for identity, collectives in commanding.items():
            found[identity] = frozenset(
                f"{group.site}/{group.name}"
                for site in self.inventory.sites
                if any(collectives & set(group.collectives) for group in site.server_groups)
                for group in site.server_groups
            )
        return found


def broadcasts(collective: str) -> tuple[Destination, ...]:
    """Topics of broadcast requests: of two agents that every server has, and the one of `agents_multiplex`."""
    return (broadcast(collective), broadcast(collective, "rpcutil"), multiplexed(collective))


def replies_to(access: AccessMap, collective: str, operator: str) -> Destination:
    """A reply queue of an operator."""
    return reply(collective, access.identity(operator))

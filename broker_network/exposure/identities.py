"""Who the operators and servers of a network are: at which brokers, and under which accounts and identities."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from broker_network.mcollective.destinations import broadcasts, directed, reply
from broker_network.network import Broker, Destination, Inventory, resolved
from broker_network.routes.permissions import RightsIndex
from broker_network.routes.rights import Action

Role = Literal["operators", "servers"]


class Identities:
    """Operators and servers as an inventory names them, or else as the rights of accounts tell them apart.

    `bridge_users` are the accounts that bridges log in with: they are neither.
    """

    def __init__(
        self,
        brokers: Mapping[str, Broker],
        inventory: Inventory | None,
        bridge_users: frozenset[str],
        rights: RightsIndex,
    ) -> None:
        self._brokers, self._inventory, self._bridge_users, self._rights = brokers, inventory, bridge_users, rights
        self._known: dict[tuple[Role, str, str], tuple[str, ...]] = {}
        self._places: dict[tuple[str, Role], tuple[str, ...]] = {}
        self._everywhere: dict[str, tuple[str, ...]] = {}

    def operators_at(self, broker: str, collective: str) -> tuple[str, ...]:
        """Who may send requests of a collective at a broker."""
        return self.at(broker, collective, "operators")

    def servers_at(self, broker: str, collective: str) -> tuple[str, ...]:
        """Who hears requests of a collective at a broker."""
        return self.at(broker, collective, "servers")

    def places(self, collective: str, role: Role) -> tuple[str, ...]:
        """The brokers at which there are operators or servers of a collective, in the order of the network."""
        key = (collective, role)
        if key not in self._places:
            self._places[key] = tuple(broker for broker in self._brokers if self.at(broker, collective, role))
        return self._places[key]

    def operators(self, collective: str) -> tuple[str, ...]:
        """Who may send requests of a collective anywhere."""
        if collective not in self._everywhere:
            named = (name for at in self.places(collective, "operators") for name in self.operators_at(at, collective))
            self._everywhere[collective] = tuple(dict.fromkeys(named))
        return self._everywhere[collective]

    def at(self, broker: str, collective: str, role: Role) -> tuple[str, ...]:
        """The operators or the servers of a collective at a broker."""
        key = (role, broker, collective)
        if key not in self._known:
            if self._planned is not None:
                self._known[key] = tuple(self._planned.get(key, ()))
            elif role == "operators":
                self._known[key] = self._users(broker, "write", collective)
            else:
                self._known[key] = self._users(broker, "read", collective)
        return self._known[key]

    @cached_property
    def _planned(self) -> dict[tuple[Role, str, str], dict[str, None]] | None:
        if self._inventory is None:
            return None
        found: dict[tuple[Role, str, str], dict[str, None]] = {}
        for clients in self._inventory.client_groups:
            for operator in clients.operators:
                for collective in operator.collectives:
                    for broker in clients.brokers:
                        found.setdefault(("operators", broker, collective), {})[operator.identity] = None
        for servers in self._inventory.server_groups:
            for collective in servers.collectives:
                for broker in servers.brokers:
                    found.setdefault(("servers", broker, collective), {})[f"{servers.site}/{servers.name}"] = None
        return found

    def _users(self, name: str, action: Action, collective: str) -> tuple[str, ...]:
        destinations = (directed(collective), *broadcasts(collective)) if action == "write" else (directed(collective),)
        granted = self._rights.of(self._brokers[name])
        return tuple(
            user.username
            for user in self._brokers[name].users
            if user.username not in self._bridge_users
            and resolved(user.username)
            and any(granted.may(user.username or None, action, destination) is True for destination in destinations)
        )

    def identity(self, operator: str) -> str:
        """What MCollective puts into the names of an operator's reply queues.

        Without an inventory an operator is taken to be called like the account.
        """
        return operator if self._inventory is not None else f"{operator}.host"

    def identity_of(self, user: str, broker: str) -> str:
        """The identity of whoever uses an account at a broker."""
        if self._inventory is not None:
            for group in self._inventory.client_groups:
                for operator in group.operators:
                    if operator.name == user and broker in group.brokers:
                        return operator.identity
        return f"{user}.host"

    def account_of(self, somebody: str) -> str:
        """The account of whoever `operators_at` or `servers_at` names."""
        return self._accounts.get(somebody, somebody)

    def replies_to(self, collective: str, operator: str) -> Destination:
        """A reply queue of an operator."""
        return reply(collective, self.identity(operator))

    @cached_property
    def _accounts(self) -> dict[str, str]:
        if self._inventory is None:
            return {}
        operators = {one.identity: one.name for group in self._inventory.client_groups for one in group.operators}
        return operators | {f"{one.site}/{one.name}": one.user for one in self._inventory.server_groups}

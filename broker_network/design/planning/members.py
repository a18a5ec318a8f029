"""The clients and servers that connect to each broker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from broker_network.network import ClientGroup, Operator, ServerGroup, Site
from broker_network.routes.subscription_counts import AGENTS


@dataclass(frozen=True, slots=True)
class Members:
    """The groups that connect to one broker, and the operators among them, each once."""

    clients: tuple[ClientGroup, ...]
    servers: tuple[ServerGroup, ...]
    operators: tuple[Operator, ...]

    @property
    def present(self) -> bool:
        """Whether anybody connects."""
        return bool(self.clients or self.servers)

    @property
    def connections(self) -> int:
        """How many connections they open, one for each machine."""
        return sum(group.count for group in self.clients) + sum(group.count for group in self.servers)

    @property
    def subscriptions(self) -> int:
        """How many subscriptions they make.

        A client subscribes to the replies that it waits for, a server for all its agents and its directed requests.
        """
        return sum(group.count * len(group.collectives) for group in self.clients) + sum(
            group.count * len(group.collectives) * (AGENTS + 1) for group in self.servers
        )

    def servers_in(self, collective: str) -> int:
        """How many servers are in a collective."""
        return sum(group.count for group in self.servers if collective in group.collectives)

    def operators_in(self, collective: str) -> list[str]:
        """The names of the operators that command a collective."""
        return [operator.name for operator in self.operators if collective in operator.collectives]


def members_by_broker(sites: Iterable[Site], brokers: Iterable[str]) -> Mapping[str, Members]:
    """The members of each broker, in the order of the sites."""
    clients: dict[str, list[ClientGroup]] = {name: [] for name in brokers}
    servers: dict[str, list[ServerGroup]] = {name: [] for name in clients}
    for site in sites:
        for client_group in site.client_groups:
            for broker in client_group.brokers:
                clients[broker].append(client_group)
        for server_group in site.server_groups:
            for broker in server_group.brokers:
                servers[broker].append(server_group)
    return {name: Members(tuple(clients[name]), tuple(servers[name]), _operators(clients[name])) for name in clients}


def _operators(groups: Iterable[ClientGroup]) -> tuple[Operator, ...]:
    """The operators of some groups, each name once, with the collectives of all their groups."""
    found: dict[str, Operator] = {}
    for group in groups:
        for operator in group.operators:
            known = found.get(operator.name)
            collectives = (*known.collectives, *operator.collectives) if known else operator.collectives
            found[operator.name] = Operator(operator.name, operator.identity, tuple(dict.fromkeys(collectives)))
    return tuple(found.values())

"""Which pairs of brokers anybody is meant to use: where clients of a collective are, and where its servers are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from broker_network.exposure import AccessMap
from broker_network.mcollective.destinations import broadcasts, directed
from broker_network.network import Broker, Destination
from broker_network.routes import AskedPair, Rights
from broker_network.routes.rights import Action


class Intended:
    """Where clients and servers of a collective may be.

    With an inventory they are where it says. Without one, clients are where some account may send requests of the
    collective, and servers where some account may receive directed ones. The accounts of bridges count only if no
    other account in the network may. A broker that does not check accounts, or whose files do not show them, counts.
    """

    def __init__(self, access: AccessMap) -> None:
        """Ask nothing yet."""
        self._access = access
        self._known: dict[tuple[Action, str], tuple[str, ...]] = {}

    def clients(self, collective: str) -> tuple[str, ...]:
        """The brokers at which there may be clients of a collective, in the order of the files."""
        return self._at("write", collective)

    def servers(self, collective: str) -> tuple[str, ...]:
        """The brokers at which there may be servers of a collective, in the order of the files."""
        return self._at("read", collective)

    def holds(self, pair: AskedPair) -> bool:
        """Whether anybody is meant to use a pair."""
        client, server, collective = pair
        return client in self.clients(collective) and server in self.servers(collective)

    def pairs(self, collectives: Sequence[str]) -> Iterator[AskedPair]:
        """Every pair that anybody is meant to use."""
        for collective in collectives:
            for client in self.clients(collective):
                for server in self.servers(collective):
                    yield client, server, collective

    def _at(self, action: Action, collective: str) -> tuple[str, ...]:
        key = (action, collective)
        if key not in self._known:
            self._known[key] = self._found(action, collective)
        return self._known[key]

    def _found(self, action: Action, collective: str) -> tuple[str, ...]:
        brokers = self._access.brokers
        if self._access.inventory is not None:
            role = self._access.identities.operators_at if action == "write" else self._access.identities.servers_at
            return tuple(name for name in brokers if role(name, collective))
        wanted = (directed(collective), *(broadcasts(collective) if action == "write" else ()))
        bridges = self._access.bridge_users
        for left_out in (bridges, frozenset[str]()):
            found = tuple(name for name, one in brokers.items() if self._may_be_at(one, action, wanted, left_out))
            if found:
                return found
        return tuple(brokers)

    def _may_be_at(
        self, broker: Broker, action: Action, wanted: Sequence[Destination], left_out: frozenset[str]
    ) -> bool:
        rights = self._access.rights.of(broker)
        if broker.authorization != "map" or broker.authentication is None or not rights.users_known:
            return True
        users = [None, *(user.username for user in broker.users if user.username not in left_out)]
        return any(_may(rights, user, action, wanted) for user in users)


def _may(rights: Rights, user: str | None, action: Action, wanted: Sequence[Destination]) -> bool:
    return any(rights.may(user, action, destination) is not False for destination in wanted)

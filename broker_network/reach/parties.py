"""In whose name one asks who reaches whom: operators and servers that are known to be at a broker."""

from __future__ import annotations

from dataclasses import dataclass

from broker_network.exposure import AccessMap
from broker_network.mcollective.destinations import UNNAMED_CLIENT


@dataclass(frozen=True, slots=True)
class Parties:
    """The identity of a client, and the accounts of the client and the server where they are known."""

    identity: str
    client_user: str | None
    server_user: str | None


def parties_at(
    access: AccessMap,
    client: str,
    server: str,
    collective: str,
    client_user: str | None = None,
    server_user: str | None = None,
) -> Parties:
    """The first operator and server of a collective at two brokers, or whoever is named.

    With an inventory their accounts are known, and asked for their rights. Without one who is an operator is told by
    the rights themselves: the first lends the name of the reply queue alone. Where nobody is known, anybody is meant.
    """
    operators = access.identities.operators_at(client, collective)
    if client_user is not None:
        identity = access.identities.identity_of(client_user, client)
    elif operators:
        identity = access.identities.identity(operators[0])
    else:
        identity = UNNAMED_CLIENT
    if access.inventory is not None:
        client_user = client_user or (access.identities.account_of(operators[0]) if operators else None)
        servers = access.identities.servers_at(server, collective)
        server_user = server_user or (access.identities.account_of(servers[0]) if servers else None)
    return Parties(identity, client_user, server_user)

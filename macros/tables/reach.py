"""Which clients reach which servers, in which collective and over which brokers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from macros import routes
from macros.network import ClientGroup, Destination, Inventory, Network, ServerGroup

from .table import Cell, Column, Table

COLUMNS = (
    Column("Clients"),
    Column("Servers"),
    Column("Collective", True),
    Column("Reached"),
    Column("Brokers on the way", True),
)

Routes = Callable[[str, Destination], dict[str, routes.Route]]


def reach(network: Network, inventory: Inventory) -> Table:
    """A row for each pair of groups, and for each collective that the pair shares.

    A pair is reached when a broadcast and a directed request arrive and a reply comes back.
    """
    bridges = routes.bridges(network, routes.hosts_of(inventory))

    @cache
    def routes_from(broker: str, destination: Destination) -> dict[str, routes.Route]:
        return routes.routes_from(broker, bridges, destination)

    rows = tuple(
        ((_named(clients),), (_named(servers),), *cells)
        for clients in inventory.client_groups
        for servers in inventory.server_groups
        for cells in _cells(clients, servers, routes_from)
    )
    return Table("Who reaches whom", COLUMNS, rows)


def _cells(clients: ClientGroup, servers: ServerGroup, routes_from: Routes) -> list[tuple[Cell, Cell, Cell]]:
    shared = [collective for collective in clients.collectives if collective in servers.collectives]
    if not shared:
        return [((), ("no: no collective in common",), ())]
    here, there = clients.brokers[0], servers.brokers[0]
    cells: list[tuple[Cell, Cell, Cell]] = []
    for collective in shared:
        request = routes_from(here, routes.directed(collective)).get(there)
        identity = clients.operators[0].identity if clients.operators else "client"
        ways = (
            routes_from(here, routes.broadcast(collective)).get(there),
            request,
            routes_from(there, routes.reply(collective, identity)).get(here),
        )
        if request is None or None in ways:
            cells.append(((collective,), ("no: requests or replies do not cross",), ()))
        else:
            passed = (here, *(bridge.receiver for bridge in request.bridges))
            cells.append(((collective,), ("yes",), (" → ".join(passed),)))
    return cells


def _named(group: ClientGroup | ServerGroup) -> str:
    return f"{group.title} ({group.site})"

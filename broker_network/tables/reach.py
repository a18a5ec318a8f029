"""Which clients reach which servers, in which collective and over which brokers."""

from __future__ import annotations

from broker_network.mcollective.destinations import MESSAGES
from broker_network.network import ClientGroup, Inventory, Network, ServerGroup
from broker_network.reach import Reachability, reachability
from broker_network.routes import Delivery, hosts_of

from .table import Cell, Column, Table

COLUMNS = (
    Column("Clients"),
    Column("Servers"),
    Column("Collective", True),
    Column("Reached"),
    Column("Brokers on the way", True),
)


def reach(network: Network, inventory: Inventory) -> Table:
    """A row for each pair of groups, and for each collective that the pair shares.

    A pair is reached when a broadcast and a directed request arrive, once each, and a reply comes back.
    """
    engine = reachability(network, hosts_of(inventory), inventory)
    rows = tuple(
        ((_named(clients),), (_named(servers),), *cells)
        for clients in inventory.client_groups
        for servers in inventory.server_groups
        for cells in _cells(clients, servers, engine)
    )
    return Table("Who reaches whom", COLUMNS, rows)


def _cells(clients: ClientGroup, servers: ServerGroup, engine: Reachability) -> list[tuple[Cell, Cell, Cell]]:
    shared = [collective for collective in clients.collectives if collective in servers.collectives]
    if not shared:
        return [((), ("no: no collective in common",), ())]
    here, there = clients.brokers[0], servers.brokers[0]
    cells: list[tuple[Cell, Cell, Cell]] = []
    for collective in shared:
        asked = zip(MESSAGES, engine.questions(here, there, collective), strict=True)
        found = {message: engine.verdict(question).arrival for message, question in asked}
        route = found["directed"].route
        if route is not None and all(one.delivery is Delivery.ALWAYS for one in found.values()):
            passed = (here, *(bridge.receiver for bridge in route.bridges))
            once = all(one.once for one in found.values())
            answer = "yes" if once else f"yes, in {found['broadcast'].copies} copies"
            cells.append(((collective,), (answer,), (" → ".join(passed),)))
        else:
            cells.append(((collective,), ("no: requests or replies do not cross",), ()))
    return cells


def _named(group: ClientGroup | ServerGroup) -> str:
    return f"{group.title} ({group.site})"

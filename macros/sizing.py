"""The table and the calculator of what brokers need."""

from __future__ import annotations

from typing import Any, NamedTuple

from broker_network import capacity
from broker_network.capacity import Wanted
from broker_network.routes.subscription_counts import AGENTS

SITES = 3
SIZES = (300, 1_000, 3_000, 10_000)
HEADINGS = (
    "held for bridges at the NOC",
    "held at a data center",
    "MiB of heap for the NOC",
    "MiB of heap for a data center",
    "MiB of memory for the NOC's process",
    "MiB of memory for a data center's",
)
RESULTS = (
    ("scheme", "STOMP listener"),
    ("connections", "its maximumConnections"),
    ("held", "subscriptions held for bridges"),
    ("heap", "Java heap, MiB"),
    ("beside", "memory beside it, MiB"),
    ("memory", "all together, MiB"),
)


class Field(NamedTuple):
    """An input of the calculator: a number between two bounds, or one of some choices."""

    name: str
    label: str
    value: str
    least: int = 1
    most: int = 1
    choices: tuple[tuple[str, str], ...] = ()


FIELDS = (
    Field("servers", "Servers, all together", "3000", 1, 100_000),
    Field("sites", "Data centers", str(SITES), 1, 500),
    Field("collectives", "Collectives that each server is in", "1", 1, 20),
    Field("agents", "Agents on a server", str(AGENTS), 1, 100),
    Field("waiting", "Commands that wait for answers at a time", "10", 1, 1_000),
    Field(
        "ttl", "Who commands", "1", choices=(("1", "the NOC only: TTL 1"), ("2", "any data center commands any: TTL 2"))
    ),
    Field("tls", "Servers connect", "1", choices=(("1", "with TLS and a certificate"), ("0", "without TLS"))),
)


class SizingRow(NamedTuple):
    """One row of the table."""

    wanted: Wanted
    cells: tuple[int, ...]


def context() -> dict[str, Any]:
    """What the template prints."""
    cases = []
    for ttl in (1, 2):
        for servers in SIZES:
            wanted = Wanted(SITES, servers, ttl=ttl)
            noc, site = capacity.needs(wanted)
            cells = (noc.held, site.held, noc.heap, site.heap, noc.memory, site.memory)
            cases.append(SizingRow(wanted, cells))
    return {
        "caption": f"A NOC and {SITES} data centers, servers with {AGENTS} agents in one collective, with TLS",
        "headings": HEADINGS,
        "cases": cases,
        "coefficients": capacity.coefficients(),
        "fields": FIELDS,
        "results": RESULTS,
    }

"""Ever more data centers around one NOC."""

from __future__ import annotations

from .measuring import Tried, experiment, star

SERVERS = 1_900
SITES = (4, 9, 19)

EXPERIMENT = experiment(
    "How many data centers can one NOC have?",
    f"{SERVERS:,} servers, divided evenly among ever more data centers that dial one NOC, without TLS.",
    {
        **{f"{sites}-1": Tried(f"{sites} data centers, TTL 1", star(sites, SERVERS)) for sites in SITES},
        f"{SITES[-1]}-2": Tried(f"{SITES[-1]} data centers, TTL 2", star(SITES[-1], SERVERS, ttl=2)),
    },
    shown="networkConnectors",
)

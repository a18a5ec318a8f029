"""A thread for each STOMP connection, or few for all, with TLS and without."""

from __future__ import annotations

from broker_network.capacity import DATA_CENTER
from broker_network.design.planning import Plan
from tests.experiments.listening import listening

from .measuring import Tried, experiment, star

SIZES = (1_000, 4_000)


def _listening(scheme: str, servers: int) -> Plan:
    """One data center, with a listener of that kind whatever the generator would choose."""
    return listening(star(1, servers, tls=scheme.endswith("ssl")), DATA_CENTER, scheme)


EXPERIMENT = experiment(
    "What does a thread for each connection cost, compared with nio?",
    "A NOC and one data center, with listeners for its servers of each kind. With TLS, servers show a certificate.",
    {
        f"{servers}-{scheme.replace('+', '-')}": Tried(f"{servers:,} servers, {scheme}", _listening(scheme, servers))
        for servers in SIZES
        for scheme in ("stomp", "stomp+nio", "stomp+ssl", "stomp+nio+ssl")
    },
    leave_out=("held_noc", "held_dc", "heap_noc", "beside_noc"),
)

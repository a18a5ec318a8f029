"""Ever more servers behind three data centers."""

from __future__ import annotations

from .measuring import Tried, experiment, star

OWN_AGENTS = 2
"""discovery and rpcutil: what an installation has before plugins are added. All else here subscribes for eight."""

SIZES = (30, 1_000, 3_000, 10_000)

EXPERIMENT = experiment(
    "How many servers answer a NOC within MCollective's two seconds, and what do they cost the brokers?",
    "A NOC and three data centers as generated, without TLS, each broker in a process of its own.",
    {
        **{f"{servers}-1": Tried(f"{servers:,} servers, TTL 1", star(3, servers)) for servers in SIZES},
        "1000-few": Tried("1,000 servers with MCollective's own two agents, TTL 1", star(3, 1_000), agents=OWN_AGENTS),
        "3000-2": Tried("3,000 servers, TTL 2", star(3, 3_000, ttl=2)),
    },
)

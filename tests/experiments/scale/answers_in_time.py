"""A few hundred servers, small enough for each run of the tests."""

from __future__ import annotations

from .measuring import Tried, experiment, star

EXPERIMENT = experiment(
    "Do 300 servers in two data centers answer a NOC within MCollective's two seconds, each once?",
    "A NOC and two data centers as generated, without TLS.",
    {"300": Tried("300 servers, TTL 1", star(2, 300))},
    quick=True,
)

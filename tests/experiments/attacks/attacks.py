"""Whether what is computed of thefts in a NOC with three data centers is what happens."""

from __future__ import annotations

from .trial import experiment

EXPERIMENT = experiment(
    "noc-datacenters",
    "Can a thief do what is computed from the files, and nothing else?",
    hub="noc-1",
    leaf="dc-a-1",
)

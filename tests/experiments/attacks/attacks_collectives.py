"""Whether what is computed of thefts is what happens where each country is a collective."""

from __future__ import annotations

from .trial import experiment

EXPERIMENT = experiment(
    "four-countries",
    "Does a collective for each country keep thieves where they are?",
    hub="noc-1",
    leaf="de-1",
)

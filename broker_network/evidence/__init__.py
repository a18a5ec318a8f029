"""Recorded results of experiments on running brokers: what pages claim, as data. Standard library only."""

from .record import (
    Count,
    EvidenceError,
    Machine,
    Record,
    Variant,
    dump,
    experiments,
    load,
    of_experiment,
    path,
)

__all__ = [
    "Count",
    "EvidenceError",
    "Machine",
    "Record",
    "Variant",
    "dump",
    "experiments",
    "load",
    "of_experiment",
    "path",
]

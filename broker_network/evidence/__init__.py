"""Recorded results of experiments on running brokers: what pages claim, as data. It needs pydantic."""

from .record import (
    Count,
    EvidenceError,
    Hardware,
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
    "Hardware",
    "Record",
    "Variant",
    "dump",
    "experiments",
    "load",
    "of_experiment",
    "path",
]

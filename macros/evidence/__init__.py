"""Recorded results of experiments on running brokers: what pages claim, as data. Standard library only."""

from .record import Count, EvidenceError, Record, Variant, dump, experiments, load, of_experiment, path

__all__ = [
    "Count",
    "EvidenceError",
    "Record",
    "Variant",
    "dump",
    "experiments",
    "load",
    "of_experiment",
    "path",
]

"""Experiments on running brokers. Each is a module here that has an `EXPERIMENT`; its id is the module's name."""

from __future__ import annotations

import importlib
import pkgutil

from .experiment import Experiment


def find() -> dict[str, Experiment]:
    """Every experiment by its id, in alphabetical order."""
    modules = (importlib.import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(__path__))
    found = {
        module.__name__.rpartition(".")[2].replace("_", "-"): module.EXPERIMENT
        for module in modules
        if isinstance(getattr(module, "EXPERIMENT", None), Experiment)
    }
    return dict(sorted(found.items()))

"""Experiments on running brokers. Each is a module here, or in a folder here, that has an `EXPERIMENT`.

Its id is the module's name.
"""

from __future__ import annotations

import importlib
import pkgutil

from .experiment import Experiment


def find() -> dict[str, Experiment]:
    """Every experiment by its id, in alphabetical order."""
    modules = (importlib.import_module(one.name) for one in pkgutil.walk_packages(__path__, f"{__name__}."))
    found = {
        module.__name__.rpartition(".")[2].replace("_", "-"): module.EXPERIMENT
        for module in modules
        if isinstance(getattr(module, "EXPERIMENT", None), Experiment)
    }
    return dict(sorted(found.items()))

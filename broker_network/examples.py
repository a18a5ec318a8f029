"""The committed examples: every folder under `examples/` that holds a `topology.yaml`. Only a checkout has them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from . import checkout

if TYPE_CHECKING:
    from broker_network.design.planning import Plan

FOLDER = checkout.ROOT / "examples"


def names(folder: Path = FOLDER) -> tuple[str, ...]:
    """Names of all examples, in alphabetical order; none where the library is installed."""
    if folder == FOLDER and not checkout.PRESENT:
        return ()
    return tuple(sorted(path.parent.name for path in folder.glob("*/topology.yaml")))


def load(name: str, folder: Path = FOLDER) -> Plan:
    """The plan of one example, computed again only when its text changes.

    Raises KeyError for an unknown name, TopologyErrors for what is wrong in its file.
    """
    if name not in names(folder):
        raise KeyError(name)
    from broker_network.design import load_path  # late: the names are known without pydantic

    return load_path(folder / name / "topology.yaml")

"""The committed examples: every folder under `examples/` that holds a `topology.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from broker_network.design.planning import Plan

FOLDER = Path(__file__).resolve().parent.parent / "examples"


def names(folder: Path = FOLDER) -> tuple[str, ...]:
    """Names of all examples, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in folder.glob("*/topology.yaml")))


def load(name: str, folder: Path = FOLDER) -> Plan:
    """The plan of one example, computed again only when its text changes.

    Raises KeyError for an unknown name, TopologyErrors for what is wrong in its file.
    """
    if name not in names(folder):
        raise KeyError(name)
    from broker_network.design import load_path  # late: the names are known without pydantic

    return load_path(folder / name / "topology.yaml")

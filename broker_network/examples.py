"""The committed examples: every folder under `examples/` that holds a `topology.yaml`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from broker_network.design import topology
from broker_network.design.planning import Plan, PlanRefused, plan

FOLDER = Path(__file__).resolve().parent.parent / "examples"


def names(folder: Path = FOLDER) -> tuple[str, ...]:
    """Names of all examples, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in folder.glob("*/topology.yaml")))


def load(name: str, folder: Path = FOLDER) -> Plan:
    """The plan of one example, computed anew only when its text changes.

    Raises KeyError for an unknown name, TopologyErrors for what is wrong in its file.
    """
    if name not in names(folder):
        raise KeyError(name)
    return load_path(folder / name / "topology.yaml")


def load_path(path: Path) -> Plan:
    """The plan of any `topology.yaml`; the network is named after the folder the file is in.

    Raises TopologyErrors with every error, those of planning included, each with its line.
    """
    return _planned(topology.text_of(path), path.resolve().parent.name, str(path))


@lru_cache(maxsize=64)
def _planned(text: str, name: str, path: str) -> Plan:
    try:
        return plan(topology.loads(text, path), name)
    except PlanRefused as refused:
        refusals = refused.refusals
    report = topology.Report(path)
    for mark, refusal in zip(topology.marks(text, (one.path for one in refusals)), refusals, strict=True):
        report.add(mark, refusal.message)
    report.raise_if_any()
    raise AssertionError("a plan is refused with its reasons")

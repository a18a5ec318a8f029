"""From the path of a `topology.yaml` to its network, or to everything that is wrong with it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from broker_network.design import topology
from broker_network.design.planning import Plan, PlanRefused, plan


def load_path(path: Path) -> Plan:
    """The plan of any `topology.yaml`; the network is named after the folder the file is in.

    Raises TopologyErrors with every error, those of planning included, each with its line.
    """
    return planned(topology.text_of(path), path.resolve().parent.name, str(path))


@lru_cache(maxsize=64)  # pages ask about an example many times
def planned(text: str, name: str, file: str) -> Plan:
    """The plan of the text of a `topology.yaml`, named `name`; raises as `load_path` does, for `file`."""
    try:
        return plan(topology.loads(text, file), name)
    except PlanRefused as refused:
        refusals = refused.refusals
    report = topology.Report(file)
    for mark, refusal in zip(topology.marks(text, (one.path for one in refusals)), refusals, strict=True):
        report.add(mark, refusal.message)
    report.raise_if_any()
    raise AssertionError("a plan is refused with its reasons")

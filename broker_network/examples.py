"""The committed examples: every folder under `examples/` that holds a `topology.yaml`. Only a checkout has them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from . import checkout

if TYPE_CHECKING:
    from broker_network.design.planning import Plan

FOLDER = checkout.ROOT / "examples"


@dataclass(frozen=True)
class Example:
    """One network: the text of its topology, and what follows from it."""

    name: str
    topology: str
    plan: Plan

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Every published file by its path, the topology among them, sorted."""
        from broker_network import bundle  # late: who wants the plan alone needs no templates

        return dict(sorted({**bundle.files(self.plan), "topology.yaml": self.topology.encode()}.items()))


def names(folder: Path = FOLDER) -> tuple[str, ...]:
    """Names of all examples, in alphabetical order; none where the library is installed."""
    if folder == FOLDER and not checkout.PRESENT:
        return ()
    return tuple(sorted(path.parent.name for path in folder.glob("*/topology.yaml")))


def example(name: str, folder: Path = FOLDER) -> Example:
    """One example: planned, and rendered, once for each content of its topology.

    Raises KeyError for an unknown name, TopologyErrors for what is wrong in its file.
    """
    if name not in names(folder):
        raise KeyError(name)
    from broker_network.design import topology  # late: the names are known without pydantic

    path = folder / name / "topology.yaml"
    return _example(name, str(path), topology.text_of(path))


def load(name: str, folder: Path = FOLDER) -> Plan:
    """The plan of one example; raises as `example` does."""
    return example(name, folder).plan


@lru_cache(maxsize=64)
def _example(name: str, file: str, text: str) -> Example:
    from broker_network.design import planned

    return Example(name, text, planned(text, name, file))

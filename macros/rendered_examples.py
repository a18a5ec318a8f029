"""The examples as the pages see them: each with its plan and every published file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from broker_network import bundle, examples
from broker_network.design.planning import Plan

from .page import Unknown

FOLDER = Path(__file__).parents[1] / "examples"


class Example(NamedTuple):
    """One network. `files` are the texts of its published files by path, its topology among them."""

    name: str
    plan: Plan
    files: dict[str, bytes]

    def text(self, path: str) -> str:
        """The text of a published file; raise Unknown with the known paths when there is none."""
        if path not in self.files:
            raise Unknown(f"file of {self.name}", path, list(self.files))
        return self.files[path].decode()


_rendered: dict[str, Example] = {}


def example(name: str) -> Example:
    """The example of that name, rendered once for each content of its topology.

    Raises Unknown with the known names, or what is wrong with the topology.
    """
    if name not in examples.names():
        raise Unknown("example", name, examples.names())
    plan = examples.load(name)
    held = _rendered.get(name)
    if held is None or held.plan is not plan:
        files = {**bundle.files(plan), "topology.yaml": (FOLDER / name / "topology.yaml").read_bytes()}
        held = _rendered[name] = Example(name, plan, dict(sorted(files.items())))
    return held


def in_reading_order(*, tolerant: bool) -> Iterator[tuple[str, Example | None]]:
    """Every example, smallest network first. With `tolerant` one that cannot be planned comes last, as None."""
    held: list[tuple[int, str, Example | None]] = []
    for name in examples.names():
        try:
            found = example(name)
        except Exception:
            if not tolerant:
                raise
            held.append((10**9, name, None))
        else:
            held.append((len(found.plan.network.brokers), name, found))
    for _, name, one in sorted(held, key=lambda entry: entry[:2]):
        yield name, one

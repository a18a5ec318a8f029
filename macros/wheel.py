"""The library as a wheel, so that pipx or uv installs the command for a reader who has no clone."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

from .incremental import KEPT, Status, statuses

_PROJECT = Path(__file__).parents[1]


def wheel() -> tuple[str, bytes]:
    """The wheel's file name and content: the same bytes for the same sources."""
    return _built(tuple(KEPT.ask(statuses, _PROJECT / "broker_network").items()))


@lru_cache(maxsize=1)
def _built(_: tuple[tuple[Path, Status], ...]) -> tuple[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        (built,) = WheelBuilder(str(_PROJECT)).build(directory=folder, versions=["standard"])
        return Path(built).name, Path(built).read_bytes()

"""The library as a wheel, so that pipx or uv installs the command for a reader who has no clone."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

from broker_network.guide import ADDRESS_FILE

from .incremental import KEPT, Status, statuses

_PROJECT = Path(__file__).parents[1]


def wheel(guide: str | None = None) -> tuple[str, bytes]:
    """The wheel's file name and content: the same bytes for the same sources.

    `guide` is the address of the site; the command in the wheel links to it.
    """
    return _built(tuple(KEPT.ask(statuses, _PROJECT / "broker_network").items()), guide)


@lru_cache(maxsize=2)
def _built(_: tuple[tuple[Path, Status], ...], guide: str | None) -> tuple[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        builder = WheelBuilder(str(_PROJECT))
        if guide:
            address = Path(folder) / ADDRESS_FILE
            address.write_text(guide, encoding="utf-8")
            builder.config.target_config["force-include"] = {str(address): f"broker_network/{ADDRESS_FILE}"}
        (built,) = builder.build(directory=folder, versions=["standard"])
        return Path(built).name, Path(built).read_bytes()

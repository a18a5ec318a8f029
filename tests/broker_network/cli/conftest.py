"""A reader's own topology, outside of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker_network import examples


@pytest.fixture
def topology(tmp_path: Path) -> Path:
    """A reader's own topology, outside of the project."""
    path = tmp_path / "my-network" / "topology.yaml"
    path.parent.mkdir()
    path.write_bytes((examples.FOLDER / "single-broker" / "topology.yaml").read_bytes())
    return path

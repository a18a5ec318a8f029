"""From a path to a plan, or to everything that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker_network.design import load_path
from broker_network.design.topology import TopologyErrors
from tests.support.minimal_topology import MINIMAL, changed


def put(folder: Path, text: str) -> Path:
    path = folder / "my-network" / "topology.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_network_is_named_after_its_folder(tmp_path: Path) -> None:
    assert load_path(put(tmp_path, MINIMAL)).inventory.name == "my-network"


def test_the_same_text_gives_the_same_network_and_another_text_another(tmp_path: Path) -> None:
    path = put(tmp_path, MINIMAL)
    plan = load_path(path)
    assert load_path(path) == plan
    put(tmp_path, changed(("A network", "Another")))
    assert load_path(path).inventory.title == "Another"


def test_what_cannot_be_planned_is_told_with_file_and_line(tmp_path: Path) -> None:
    text = changed(("activemq: 6.2.6", "activemq: 6.2.7"))
    path = put(tmp_path, text)
    with pytest.raises(TopologyErrors) as refused:
        load_path(path)
    (error,) = refused.value.errors
    assert (error.file, error.line) == (str(path), 2)
    assert "lose subscriptions" in error.message

"""What is committed is what the topologies render to: shown, downloaded and tested are the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from broker_network import bundle, diagram, examples
from broker_network.design import topology

MEND = "run `broker-network generate`"


@pytest.mark.parametrize("name", examples.names())
def test_the_committed_files_are_current(name: str) -> None:
    differences = bundle.differences(bundle.files(examples.load(name)), examples.FOLDER / name)
    assert not differences, f"{MEND}\n{differences}"


@pytest.mark.parametrize("name", examples.names())
def test_the_committed_picture_is_current(name: str) -> None:
    path = examples.FOLDER / f"{name}.svg"
    assert path.is_file(), MEND
    assert path.read_text(encoding="utf-8") == diagram.standalone_svg(examples.load(name)), MEND


def test_the_committed_schema_is_current() -> None:
    path = examples.FOLDER / "topology.schema.json"
    assert path.is_file(), MEND
    assert path.read_text(encoding="utf-8") == topology.schema(), MEND


def test_nothing_is_left_of_an_example_that_is_gone() -> None:
    assert {path.stem for path in examples.FOLDER.glob("*.svg")} == set(examples.names())


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_every_byte_is_the_same_whatever_the_order_of_sets(seed: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-m", "broker_network", "generate", "--check"],
        cwd=examples.FOLDER.parent,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout

"""The checker as one file runs where nothing is installed, and answers as the checkout does."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from broker_network import cli, examples
from macros.pyz import NAME, pyz_bytes
from tests.support.paths import ROOT

BROKERS = "examples/noc-datacenters/brokers"


@pytest.fixture(scope="module")
def pyz(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pyz") / NAME
    path.write_bytes(pyz_bytes())
    return path


def run(pyz: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Without site-packages, without the environment, from a folder where no checkout is."""
    command = [sys.executable, "-I", "-S", str(pyz), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_it_finds_nothing_in_an_example_and_something_in_a_faulty_set(pyz: Path) -> None:
    clean = run(pyz, "check", BROKERS)
    assert (clean.returncode, clean.stderr) == (cli.OK, "")
    faulty = run(pyz, "check", "examples/faulty/three-brokers")
    assert (faulty.returncode, faulty.stderr) == (cli.DIFFERS, "")
    assert "policyEntry" in faulty.stdout


def test_it_says_what_the_checkout_says(pyz: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = "examples/faulty/three-brokers"
    cli.main(["check", str(ROOT / folder), "--format", "json"])
    here = json.loads(capsys.readouterr().out.replace(f"{ROOT}/", ""))
    assert json.loads(run(pyz, "check", folder, "--format", "json").stdout) == here


def test_of_a_topology_it_says_what_to_give_instead(pyz: Path) -> None:
    ended = run(pyz, "check", str(examples.FOLDER / "noc-dials/topology.yaml"))
    assert ended.returncode == cli.UNREADABLE
    assert "Give the files" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_it_offers_only_what_it_can_do(pyz: Path) -> None:
    said = run(pyz, "--help").stdout
    assert "check" in said
    assert "generate" not in said


def test_it_is_the_same_to_the_byte_each_time() -> None:
    assert pyz_bytes() == pyz_bytes()
